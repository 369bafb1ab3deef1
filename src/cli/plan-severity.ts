import type { PlanResult } from '../plan/index.ts';

/** Whether --fail-on turns the plan into an error. Who fails on warnings fails on hazards, which are worse. */
export function failsOn(result: PlanResult, severity: 'hazard' | 'warning' | undefined): boolean {
  if (severity === undefined) return false;
  const found = [...result.diagnostics, ...result.plan.changes.flatMap((change) => change.hazards)];
  return found.some((one) => one.severity === 'hazard' || one.severity === severity);
}
