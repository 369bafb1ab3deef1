import { createHash } from 'node:crypto';
import { maskCredentials } from '../core/index.ts';
import type { ResolvedEnvironment } from '../definition/index.ts';
import type { Observed } from './observed.ts';
import type { Plan } from './plan.ts';
import { defaultPlanOptions, type PlanOptions, type PlanResult } from './plan-input.ts';
import { type SavedChange, savedChanges } from './saved-changes.ts';

/** A plan as `--out` writes it: the plan, and what apply holds against files and worker. Digests, no secret. */
export interface SavedPlan extends Plan {
  readonly saved: {
    /** The version of connectctl that made it: another one may plan differently. */
    readonly connectctl: string;
    readonly options: PlanOptions;
    readonly settings: SavedSettings;
    readonly changes: readonly SavedChange[];
    /** Of the whole file but for this. Finds what was edited or cut short; it is no signature. */
    readonly checksum: string;
  };
}

/** What an environment says besides its connectors, as far as it makes another apply. URLs without their passwords. */
export interface SavedSettings {
  readonly urls: readonly string[];
  readonly owner: string;
  readonly ownership: string;
  readonly ignoreKeys: readonly string[];
}

/** A plan with all that it was made from. */
export interface PlannedToSave extends PlanResult {
  readonly observed: Observed;
  readonly options: PlanOptions;
  readonly environment: Pick<ResolvedEnvironment, 'connect' | 'owner' | 'ownership' | 'ignoreKeys'>;
}

/** Makes the file of a plan. */
export function savePlan(planned: PlannedToSave, connectctl: string): SavedPlan {
  const { plan, options } = planned;
  const saved = { connectctl, options, settings: settingsOf(planned.environment), changes: savedChanges(planned) };
  return { ...plan, saved: { ...saved, checksum: checksumOf({ ...plan, saved }) } };
}

export function settingsOf({ connect, owner, ownership, ignoreKeys }: PlannedToSave['environment']): SavedSettings {
  return { urls: connect.urls.map(maskCredentials), owner, ownership, ignoreKeys };
}

/** True for JSON that `--out` wrote, of this major version; whether it is still as it was written is another question. */
export function isSavedPlan(value: unknown): value is SavedPlan {
  if (typeof value !== 'object' || value === null) return false;
  const { formatVersion, saved, environment } = value as Partial<SavedPlan>;
  const isWhole =
    Array.isArray(saved?.changes) && typeof saved.checksum === 'string' && typeof environment === 'string';
  return typeof formatVersion === 'string' && formatVersion.startsWith('1.') && isWhole && isOptions(saved.options);
}

/** True where the file is what savePlan made, byte for byte but for white space. */
export function isUntouched(plan: SavedPlan): boolean {
  const { checksum, ...saved } = plan.saved;
  return checksum === checksumOf({ ...plan, saved });
}

function checksumOf(plan: unknown): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex');
}

/** A plan is made again with these, so they have to be what a command line can say. */
function isOptions(options: unknown): options is PlanOptions {
  if (typeof options !== 'object' || options === null) return false;
  const given = options as Readonly<Record<string, unknown>>;
  return Object.entries({ only: [] as string[], prune: false, ...defaultPlanOptions }).every(([key, example]) => {
    const value = given[key];
    if (['only', 'prune'].includes(key) && value === undefined) return true;
    return Array.isArray(example)
      ? Array.isArray(value) && value.every((one) => typeof one === 'string')
      : typeof value === typeof example;
  });
}
