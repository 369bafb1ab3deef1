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
  const byName = new Map(input.connectors.map((c) => [c.name, c]));
  return {
    ...input,
    classes: classNames(input.observed.plugins),
    isSelected: (thing) =>
      (targets.length === 0 || isTarget(thing)) && !isExcluded(thing) && (names === undefined || names.has(thing.name)),
    isExcluded,
    isAdopted: anySelector(adopt),
    byName,
    takenBack: takenBack(input, byName),
  };
}

/** Without marks whatever the files speak of is. */
export function isOurs(live: ObservedConnector, { environment }: Pick<PlanInput, 'environment'>): boolean {
  return environment.ownership === 'none' || live.config[marks.owner] === environment.owner;
}

/** By old name, which the files define again: the new one of a rename that was interrupted and taken back. */
function takenBack(input: PlanInput, byName: PlanContext['byName']): PlanContext['takenBack'] {
  const half = [...input.observed.connectors.values()].filter((live) => {
    const old = live.config[marks.moving];
    return old !== undefined && byName.has(old) && !byName.has(live.name) && isOurs(live, input);
  });
  return new Map(half.map((live) => [live.config[marks.moving]!, live]));
}
