import type { ResolvedConnector } from '../../definition/index.ts';
import type { ObservedConnector } from '../observed.ts';
import type { PlanAction, PlanField } from '../plan.ts';
import type { PlanContext } from '../plan-input.ts';

/** One change as a hazard looks at it. */
export interface HazardInput {
  readonly action: PlanAction;
  readonly name: string;
  readonly desired: ResolvedConnector | undefined;
  readonly live: ObservedConnector | undefined;
  readonly fields: readonly PlanField[];
  readonly stateBefore: string | null;
  readonly stateAfter: string | null;
  readonly isAdopting: boolean;
  readonly context: PlanContext;
}

/** A change that is legal and may lose or repeat data, or a setting that does so quietly. */
export interface HazardRule {
  /** `Hnnn`; what `allow:` names. Never used again for something else. */
  readonly id: string;
  /** hazard: data may be lost or repeated; warning: something to look at. */
  readonly severity: 'hazard' | 'warning';
  readonly title: string;
  /** What it is decided by. */
  readonly needs: readonly ('config' | 'live' | 'kafka' | 'other pipelines')[];
  /** A message when it fires. */
  find(input: HazardInput): string | undefined;
}

/** A plain config value of the definition; secrets and `${keep}` read as undefined. */
export function wantedText(desired: ResolvedConnector | undefined, key: string): string | undefined {
  const value = desired?.config.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** True when the change writes a config: where settings, not changes, are looked at. */
export function writesConfig(input: HazardInput): boolean {
  return input.desired !== undefined && ['create', 'update', 'replace', 'move', 'adopt'].includes(input.action);
}

/** The changed field of an update to an existing connector. */
export function changedField(input: HazardInput, ...keys: readonly string[]): PlanField | undefined {
  if (input.action !== 'update') return undefined;
  return input.fields.find((field) => keys.includes(field.key) && field.change !== 'hidden');
}
