import { compare } from '../core/index.ts';
import type { PlanResult } from '../plan/index.ts';
import type { CliIo } from './command.ts';

type Found = Pick<PlanResult, 'diagnostics' | 'plan'>;

/** Whether --fail-on turns the plan into an error. Who fails on warnings fails on hazards, which are worse. */
export function failsOn(result: Found, severity: 'hazard' | 'warning' | undefined): boolean {
  return idsOf(result, severity).length > 0;
}

/** Says on stderr what --fail-on found: an exit code alone leaves people searching. */
export function printFailedOn(
  result: Found & { readonly environment: { readonly name: string } },
  severity: 'hazard' | 'warning' | undefined,
  io: Pick<CliIo, 'stderr'>,
): void {
  const ids = idsOf(result, severity);
  if (ids.length > 0)
    io.stderr.write(`--fail-on ${severity}: the plan of ${result.environment.name} has ${ids.join(', ')}\n`);
}

function idsOf({ diagnostics, plan }: Found, severity: 'hazard' | 'warning' | undefined): readonly string[] {
  if (severity === undefined) return [];
  const hazards = plan.changes.flatMap((change) => change.hazards);
  const found = [...diagnostics.map((d) => ({ id: d.code, severity: d.severity })), ...hazards];
  const ids = found.filter((one) => one.severity === 'hazard' || one.severity === severity).map(({ id }) => id);
  return [...new Set(ids)].sort(compare);
}
