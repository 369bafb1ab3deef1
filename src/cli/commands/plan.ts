import { ExitCode, Failure, hasErrors } from '../../core/index.ts';
import { hasChanges, isRefused } from '../../plan/index.ts';
import { colorsFor } from '../colors.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { firstExitCode } from '../first-exit-code.ts';
import { tableWidth } from '../output.ts';
import { type PlanArgs, planFlags, planOptionsOf } from '../plan-flags.ts';
import { type PlanFormat, planFormats, renderPlans } from '../plan-formats.ts';
import { closePlans, type EnvironmentPlan, planSelected } from '../plan-selected.ts';
import { failsOn, printFailedOn } from '../plan-severity.ts';
import { printProblems } from '../print-plan.ts';
import { writeSavedPlan } from '../saved-plan-file.ts';
import { tuneForShortRun } from '../short-run.ts';

interface OwnArgs extends PlanArgs {
  readonly out?: string;
  readonly format: PlanFormat;
  readonly detailedExitcode: boolean;
}

/** Shows what apply would do, and does nothing. */
export const command: Command<OwnArgs> = {
  builder: (yargs) =>
    planFlags(yargs)
      .option('out', { type: 'string', requiresArg: true, describe: 'save the plan for `apply FILE`; one environment' })
      .option('format', {
        choices: planFormats,
        default: 'text',
        describe: 'form of the plan',
      })
      .option('detailed-exitcode', { type: 'boolean', default: false, describe: 'exit 2 when there are changes' })
      .example('$0 plan', 'what would change in the default environment')
      .example('$0 plan -e prod --format markdown', 'a comment for a pull request')
      .example('$0 plan --target pipeline=orders', 'one pipeline alone'),
  run: async (args, io) => {
    tuneForShortRun();
    const { opened, plans } = await planSelected(args, io, planOptionsOf(args), io.signal);
    await closePlans(plans);
    if (args.out !== undefined) await save(args.out, plans, io);
    for (const plan of plans) printProblems(plan, opened.texts, args, io, opened.project?.masked);
    print(plans, args, io);
    for (const { planned } of plans) if (planned) printFailedOn(planned, args.failOn, io);
    return firstExitCode(plans.map((plan) => exitCodeOf(plan, args)));
  },
};

async function save(path: string, plans: readonly EnvironmentPlan[], io: CliIo): Promise<void> {
  if (plans.length !== 1) throw new Failure('CC9001', `--out takes one environment, and -e names ${plans.length}`);
  const { planned, diagnostics } = plans[0]!;
  if (planned && !hasErrors(diagnostics)) return writeSavedPlan(path, planned, io);
  // A file of an earlier run may be there still.
  io.stderr.write(`${path} is not written: there is no plan without errors\n`);
}

function print(plans: readonly EnvironmentPlan[], args: OwnArgs & GlobalArgs, io: CliIo): void {
  const made = plans.flatMap(({ planned }) => planned?.plan ?? []);
  if (made.length > 0)
    io.stdout.write(renderPlans(made, plans.length > 1, args.format, colorsFor(args, io), tableWidth(io)));
}

function exitCodeOf(plan: EnvironmentPlan, args: OwnArgs): ExitCode {
  if (plan.failure instanceof Failure) return plan.failure.exitCode;
  if (!plan.planned || hasErrors(plan.diagnostics)) return ExitCode.error;
  if (failsOn(plan.planned, args.failOn)) return ExitCode.error;
  if (isRefused(plan.planned.plan)) return ExitCode.refused;
  return args.detailedExitcode && hasChanges(plan.planned.plan) ? ExitCode.changes : ExitCode.done;
}
