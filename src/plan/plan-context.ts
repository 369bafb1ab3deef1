import { classNames } from './class-names.ts';
import { marks } from './marks.ts';
import type { ObservedConnector } from './observed.ts';
import type { PlanContext, PlanInput } from './plan-input.ts';
import { anySelector } from './selector.ts';

/** What planning looks up again and again, made once. */
export function contextOf(input: PlanInput): PlanContext {
  const { targets, excludes, only, adopt } = input.options;
  const names = only && new Set(only);
  const isTarget = anySelector(targets);
  const isExcluded = anySelector(excludes);
  return {
    ...input,
    classes: classNames(input.observed.plugins),
    isSelected: (thing) =>
      (targets.length === 0 || isTarget(thing)) && !isExcluded(thing) && (names === undefined || names.has(thing.name)),
    isExcluded,
    isAdopted: anySelector(adopt),
    byName: new Map(input.connectors.map((c) => [c.name, c])),
  };
}

/** Without marks whatever the files speak of is. */
export function isOurs(live: ObservedConnector, { environment }: Pick<PlanInput, 'environment'>): boolean {
  return environment.ownership === 'none' || live.config[marks.owner] === environment.owner;
}
