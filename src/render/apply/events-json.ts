import type { ApplyEvent, ApplyReport } from '../../apply/index.ts';
import { type Diagnostic, ExitCode, type Failure } from '../../core/index.ts';
import { type Plan, type PlanDiagnostic, planDiagnostic } from '../../plan/index.ts';

/** The version of the lines of `apply --json`, schemas/events.schema.json. */
export const EVENTS_FORMAT_VERSION = '1.0';

/** The first line: what wrote the ones that follow. */
export function versionEvent(connectctl: string): string {
  return line({ type: 'version', formatVersion: EVENTS_FORMAT_VERSION, connectctl });
}

/** The lines of a plan: its diagnostics, what drifted, its changes. */
export function planEvents(plan: Plan): string {
  const { environment } = plan;
  const drift = plan.changes.flatMap((change) =>
    change.fields
      .filter((field) => field.drift)
      .map((field) => ({ type: 'drift', environment, name: change.name, key: field.key })),
  );
  return [
    ...plan.diagnostics.map((diagnostic) => diagnosticLine(environment, diagnostic)),
    ...drift.map(line),
    ...plan.changes.map((change) => line({ type: 'change', environment, change })),
  ].join('');
}

/** The lines of files that could not be planned. */
export function diagnosticEvents(environment: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => diagnosticLine(environment, planDiagnostic(diagnostic))).join('');
}

/** What kept an environment from being planned or applied, as a diagnostic. */
export function failureEvent(environment: string, { code, message, help }: Failure): string {
  return diagnosticLine(environment, { code, severity: 'error', message, ...(help !== undefined && { help }) });
}

function diagnosticLine(environment: string, diagnostic: PlanDiagnostic): string {
  return line({ type: 'diagnostic', environment, diagnostic });
}

/** One step of an apply. */
export function progressEvent(environment: string, event: ApplyEvent): string {
  const { type, ...rest } = event;
  return line({ type: 'progress', environment, event: type, ...rest });
}

/** The last line of an environment. */
export function resultEvent(environment: string, exitCode: number, report: ApplyReport | undefined): string {
  const outcomes = { done: 0, failed: 0, skipped: 0, 'not-proven': 0 };
  for (const change of report?.changes ?? []) outcomes[change.outcome]++;
  // Stopped before anything was begun, there is no report.
  const interrupted = report?.interrupted ?? exitCode === ExitCode.interrupted;
  return line({ type: 'result', environment, exitCode, outcomes, interrupted });
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
