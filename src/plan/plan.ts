import type { ConnectorStateName, Severity, SourceSpan } from '../core/index.ts';

/** The version of the plan's JSON: a new minor adds fields, a new major breaks readers. */
export const PLAN_FORMAT_VERSION = '1.0';

export const actions = [
  'create',
  'update',
  'replace',
  'delete',
  'release',
  'state',
  'restart',
  'move',
  'adopt',
] as const;
/** What a plan does to one thing; what it does nothing to is counted, not listed. */
export type PlanAction = (typeof actions)[number];

/** The plan as a value: what `--format json` prints (schemas/plan.schema.json) and what every view is made of. */
export interface Plan {
  readonly formatVersion: typeof PLAN_FORMAT_VERSION;
  readonly project: string;
  readonly environment: string;
  readonly connect: { readonly url: string; readonly version: string; readonly kafkaClusterId: string };
  readonly summary: PlanSummary;
  /** Sorted by kind (topics, connectors), then name. No no-ops. */
  readonly changes: readonly PlanChange[];
  /** On the worker, not ours, and in no file. */
  readonly unmanaged: readonly string[];
  /** Carry our mark and stand in no file: deleted with --prune, else left alone. */
  readonly orphaned: readonly string[];
  /** Equal to their definition, without marks: `--adopt` takes them over. */
  readonly unmarked: readonly string[];
  /** What stands FAILED on the worker now, whether the plan touches it or not. */
  readonly failed: readonly FailedPart[];
  /** Connectors whose state no file manages and that do not run: "paused, not managed here". */
  readonly notRunning: readonly { readonly name: string; readonly state: ConnectorStateName }[];
  /**
   * What the worker gives a mask for and what seems unchanged: a change made there can't be seen, and of `undigested` keys
   * none made in the files either, until `--adopt` writes them. By connector.
   */
  readonly hidden: readonly {
    readonly name: string;
    readonly keys: readonly string[];
    readonly undigested?: readonly string[];
  }[];
  /** Keys left out of the comparison in what is unchanged, by reason; zeros are left out. */
  readonly uncompared: Uncompared;
  readonly diagnostics: readonly PlanDiagnostic[];
}

/** Keys that were not compared, by reason: left to the service, to the worker, hidden by it, or in no file. */
export interface Uncompared {
  readonly ignored?: number;
  readonly kept?: number;
  readonly hidden?: number;
  readonly undeclared?: number;
}

export interface PlanSummary extends Readonly<Record<PlanAction, number>> {
  readonly noop: number;
  readonly unmarked: number;
  readonly unmanaged: number;
}

export interface PlanChange {
  readonly kind: 'connector' | 'topic';
  readonly name: string;
  /** The pipeline that defines it, or the one its mark names; empty when unknown. */
  readonly pipeline: string;
  readonly action: PlanAction;
  /** Sorted by key; only what differs. For a create every key. */
  readonly fields: readonly PlanField[];
  readonly state: { readonly before: ConnectorStateName | null; readonly after: ConnectorStateName | null };
  /** What it means in words: `restarts 2 tasks`, `offsets kept`. */
  readonly impact: readonly string[];
  readonly hazards: readonly PlanHazard[];
  /** Why apply will not do it; with one refused change it does nothing at all and exits 3. */
  readonly refused?: { readonly code: string; readonly message: string; readonly help?: string };
  /** The old name, for a move. */
  readonly from?: string;
  /** Keys compared and equal. */
  readonly unchanged: number;
  /** Keys left out of the comparison, by reason; zeros are left out. */
  readonly uncompared: Uncompared;
  readonly source?: SourceSpan;
}

export interface PlanField {
  readonly key: string;
  /** null: not there. Absent for a sensitive field. */
  readonly before?: string | null;
  readonly after?: string | null;
  readonly sensitive: boolean;
  /** Only for a sensitive field: it differs, or the server hides whether it does. */
  readonly change?: 'changed' | 'hidden';
  /** Only for a sensitive field that is on one side alone. */
  readonly presence?: 'added' | 'removed';
  /** Changed on the worker since the last apply. */
  readonly drift: boolean;
  /** A comma list: shown item by item. */
  readonly list?: true;
  /** What the worker takes once the key is gone. */
  readonly default?: string;
  readonly source?: SourceSpan;
}

export interface PlanHazard {
  readonly id: string;
  readonly severity: 'hazard' | 'warning';
  readonly message: string;
}

export interface FailedPart {
  readonly connector: string;
  /** Undefined: the connector itself. */
  readonly task?: number;
  /** The cause lines of the trace, innermost last. */
  readonly cause: readonly string[];
}

export interface PlanDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** True when apply would do something. */
export function hasChanges(plan: Plan): boolean {
  return plan.changes.length > 0;
}

/** True when a change is refused: plan and apply exit 3. */
export function isRefused(plan: Plan): boolean {
  return plan.changes.some((change) => change.refused !== undefined);
}
