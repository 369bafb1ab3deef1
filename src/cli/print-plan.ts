import { hasErrors } from '../core/index.ts';
import type { Plan } from '../plan/index.ts';
import { renderDiagnostics, renderPlanText } from '../render/index.ts';
import { colorsFor } from './colors.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import { tableWidth } from './output.ts';
import type { EnvironmentPlan } from './plan-selected.ts';
import { printFailure } from './print-failure.ts';

/** The plan on stdout, as text. */
export function printPlanText(plan: Plan, args: Pick<GlobalArgs, 'color'>, io: CliIo): void {
  io.stdout.write(renderPlanText(plan, colorsFor(args, io), tableWidth(io)));
}

/**
 * Diagnostics and failures of one environment on stderr: stdout holds the plan alone. `sensitive` are the project's own
 * globs of keys, whose values a code frame masks.
 */
export function printProblems(
  plan: Pick<EnvironmentPlan, 'name' | 'diagnostics' | 'failure' | 'planned'>,
  texts: ReadonlyMap<string, string>,
  args: Pick<GlobalArgs, 'color'>,
  io: CliIo,
  sensitive: readonly string[] = [],
): void {
  io.stderr.write(renderDiagnostics(plan.diagnostics, texts, colorsFor(args, io, 'stderr'), sensitive));
  if (plan.failure !== undefined) printFailure(plan.failure, io);
  else if (!plan.planned && hasErrors(plan.diagnostics)) {
    io.stderr.write(`No plan${plan.name === '' ? '' : ` of ${plan.name}`}: the files have errors.\n`);
  }
}
