import type { Diagnostic } from '../core/index.ts';
import type { PlanDiagnostic } from './plan.ts';

/** A diagnostic as plans and events hold it: its place as file, line and column. */
export function planDiagnostic(d: Diagnostic): PlanDiagnostic {
  return {
    code: d.code,
    severity: d.severity,
    message: d.message,
    ...(d.help && { help: d.help }),
    ...(d.source && { file: d.source.file, line: d.source.line, column: d.source.column }),
  };
}
