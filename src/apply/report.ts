import type { PlanAction } from '../plan/index.ts';

/**
 * done: proven. failed: the worker refused it, or what it started failed. skipped: never begun, since something it
 * depends on failed or the run was stopped. not-proven: written, and nothing newer than the write shows that it works.
 */
export type Outcome = 'done' | 'failed' | 'skipped' | 'not-proven';

export interface ChangeReport {
  readonly kind: 'connector' | 'topic';
  readonly name: string;
  readonly pipeline: string;
  readonly action: PlanAction;
  readonly outcome: Outcome;
  /** Why it is not done, or what is worth knowing about how it was. */
  readonly message?: string;
  readonly code?: string;
  /** The cause lines of a failed connector's or task's trace. */
  readonly cause?: readonly string[];
  readonly durationMs: number;
}

export interface ApplyReport {
  /** In the order of the plan's changes. */
  readonly changes: readonly ChangeReport[];
  readonly interrupted: boolean;
  /** What a rollback did, in order; undefined when there was none. */
  readonly rollback?: readonly { readonly name: string; readonly done: boolean; readonly message: string }[];
}

/** Progress, as it happens. */
export type ApplyEvent =
  | { readonly type: 'started'; readonly name: string; readonly action: PlanAction }
  | { readonly type: 'waiting'; readonly name: string; readonly message: string }
  | { readonly type: 'retry'; readonly name: string; readonly message: string; readonly delayMs: number }
  | { readonly type: 'finished'; readonly change: ChangeReport }
  | { readonly type: 'rollback'; readonly name: string; readonly message: string };

/** True when every change is proven. */
export function isComplete(report: ApplyReport): boolean {
  return report.changes.every((change) => change.outcome === 'done');
}
