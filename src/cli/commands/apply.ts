import { type ApplyReport, isComplete } from '../../apply/index.ts';
import { ExitCode, Failure, hasErrors } from '../../core/index.ts';
import { defaultPlanOptions, hasChanges, isRefused, type SavedPlan } from '../../plan/index.ts';
import { diagnosticEvents, failureEvent, planEvents, resultEvent, versionEvent } from '../../render/index.ts';
import { type ApplySettings, applyPlanned } from '../apply-planned.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { confirm } from '../confirm.ts';
import { parseDurationMs } from '../duration.ts';
import { firstExitCode } from '../first-exit-code.ts';
import { type PlanArgs, planFlags, planOptionsOf } from '../plan-flags.ts';
import { closePlans, type EnvironmentPlan, planSelected } from '../plan-selected.ts';
import { failsOn, printFailedOn } from '../plan-severity.ts';
import { printPlanText, printProblems } from '../print-plan.ts';
import { progressFormOf } from '../progress/index.ts';
import type { OpenedProject } from '../project.ts';
import { checkStillCurrent, readSavedPlan } from '../saved-plan-file.ts';
import { tuneForShortRun } from '../short-run.ts';
import { stopSignal } from '../stop-signal.ts';
import { version } from '../version.ts';

interface OwnArgs extends PlanArgs {
  readonly plan?: string;
  readonly autoApprove: boolean;
  readonly approve?: readonly string[];
  readonly parallelism: number;
  readonly timeout: string;
  readonly wait: 'running' | 'none';
  readonly json: boolean;
  readonly rollback: boolean;
}

type Args = OwnArgs & GlobalArgs;

/** Shows the plan, asks, carries it out and waits until it is proven. */
export const command: Command<OwnArgs> = {
  builder: (yargs) =>
    planFlags(yargs)
      .positional('plan', {
        type: 'string',
        describe: 'a file that plan --out wrote: exactly that is done, or nothing',
      })
      .option('auto-approve', { type: 'boolean', default: false, describe: "don't ask; not enough where protected" })
      .option('approve', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'name of a protected environment; repeats',
      })
      .option('parallelism', { type: 'number', default: 10, requiresArg: true, describe: 'writes at a time' })
      .option('timeout', {
        type: 'string',
        default: '10m',
        requiresArg: true,
        describe: 'for one change, with its proof',
      })
      .option('wait', {
        choices: ['running', 'none'] as const,
        default: 'running',
        describe: 'running: until it is proven; none: the requests alone',
      })
      .option('rollback', {
        type: 'boolean',
        default: false,
        describe: 'put a pipeline with a failed change back as it was',
      })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON object a line on stdout' })
      .example('$0 apply', 'show the plan of the default environment, ask, and do it')
      .example('$0 apply -e staging --auto-approve', 'in CI')
      .example('$0 apply plan.json', 'what was reviewed, if nothing has moved since')
      .example('$0 apply -e prod --approve prod', 'where the environment is protected'),
  run: async (args, io) => {
    tuneForShortRun();
    checkNumbers(args);
    if (args.json) io.stdout.write(versionEvent(version));
    // Until an environment is planned, the result is that of the ones that were asked for.
    let names: readonly string[] = args.env ?? [''];
    try {
      const saved = args.plan === undefined ? undefined : await readSavedPlan(args.plan, io);
      if (saved) checkFlags(args, saved);
      const selected = saved ? { ...args, env: [saved.environment] } : args;
      const options = saved?.saved.options ?? planOptionsOf(args);
      const stop = stopSignal(io);
      const { opened, plans } = await planSelected(selected, io, options, stop.signal);
      names = plans.map(({ name }) => name);
      stop.beginWriting();
      return await applyPlans(plans, saved, opened, args, io);
    } catch (error) {
      // Whoever reads the lines waits for a result, also when nothing was begun.
      if (args.json) {
        if (error instanceof Failure) io.stdout.write(failureEvent(names.length === 1 ? names[0]! : '', error));
        printResults(names, error instanceof Failure ? error.exitCode : ExitCode.error, io);
      }
      throw error;
    }
  },
};

/** Shows the plans, asks, and carries them out. Throws what stands against it before anything is begun. */
async function applyPlans(
  plans: readonly EnvironmentPlan[],
  saved: SavedPlan | undefined,
  opened: OpenedProject,
  args: Args,
  io: CliIo,
): Promise<ExitCode> {
  try {
    for (const plan of plans) show(plan, opened, args, io);
    // One environment that can't be applied stops all of them: nothing is done by halves.
    const code = firstExitCode(plans.map((plan) => blockedBy(plan, args)));
    if (code !== ExitCode.done) return finishAll(plans, code, args, io);
    if (saved) for (const { planned } of plans) if (planned) checkStillCurrent(saved, planned);
    await approveAll(plans, args, io);
    return await applyAll(plans, args, io);
  } finally {
    await closePlans(plans);
  }
}

/** A saved plan brings its own: another flag would make it another plan. */
function checkFlags(args: Args, saved: SavedPlan): void {
  const isSame = JSON.stringify(planOptionsOf(args)) === JSON.stringify(defaultPlanOptions);
  const isOtherEnvironment = args.env !== undefined && (args.env.length !== 1 || args.env[0] !== saved.environment);
  if (isSame && !isOtherEnvironment && args.failOn === undefined && args.since === undefined) return;
  throw new Failure('CC9001', 'apply PLAN takes no flag that changes the plan', {
    help: 'Give these flags to `connectctl plan --out FILE`.',
  });
}

function checkNumbers(args: Args): void {
  if (!Number.isInteger(args.parallelism) || args.parallelism < 1) {
    throw new Failure('CC9001', '--parallelism takes a number from 1 on');
  }
  parseDurationMs('timeout', args.timeout);
}

function show(plan: EnvironmentPlan, opened: OpenedProject, args: Args, io: CliIo): void {
  printProblems(plan, opened.texts, args, io, opened.project?.masked);
  if (args.json) io.stdout.write(eventsOf(plan));
  if (!plan.planned) return;
  if (!args.json) printPlanText(plan.planned.plan, args, io);
  printFailedOn(plan.planned, args.failOn, io);
}

/** The lines of one environment before anything is done: its plan, or what kept it from being planned. */
function eventsOf({ name, planned, diagnostics, failure }: EnvironmentPlan): string {
  if (planned) return planEvents(planned.plan);
  return diagnosticEvents(name, diagnostics) + (failure instanceof Failure ? failureEvent(name, failure) : '');
}

function applySettings(args: Args, io: CliIo): ApplySettings {
  const { parallelism, wait, json, rollback } = args;
  const progress = progressFormOf(json, io);
  return { parallelism, wait, progress, rollback, timeoutMs: parseDurationMs('timeout', args.timeout) };
}

/** Why an environment is not applied; 0: nothing stands against it. */
function blockedBy({ planned, failure, diagnostics }: EnvironmentPlan, args: Args): ExitCode {
  if (failure instanceof Failure) return failure.exitCode;
  if (!planned || hasErrors(diagnostics) || failsOn(planned, args.failOn)) return ExitCode.error;
  return isRefused(planned.plan) ? ExitCode.refused : ExitCode.done;
}

function finishAll(plans: readonly EnvironmentPlan[], code: ExitCode, args: Args, io: CliIo): ExitCode {
  if (args.json) {
    printResults(
      plans.map(({ name }) => name),
      code,
      io,
    );
  } else io.stderr.write('Nothing was done.\n');
  return code;
}

function printResults(names: readonly string[], code: ExitCode, io: CliIo): void {
  for (const name of names) io.stdout.write(resultEvent(name, code, undefined));
}

async function approveAll(plans: readonly EnvironmentPlan[], args: Args, io: CliIo): Promise<void> {
  for (const { name, planned } of plans) {
    if (!planned || !hasChanges(planned.plan)) continue;
    const changes = planned.plan.changes.length;
    await confirm(io, {
      question: `Apply ${changes === 1 ? 'this change' : `these ${changes} changes`} to ${name}?`,
      autoApprove: args.autoApprove,
      ...(planned.environment.protected && { protectedName: name, approved: args.approve ?? [] }),
    });
  }
}

async function applyAll(plans: readonly EnvironmentPlan[], args: Args, io: CliIo): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  const settings = applySettings(args, io);
  if (settings.progress !== 'table') tellOfStop(io);
  for (const plan of plans) {
    const report =
      plan.planned && hasChanges(plan.planned.plan)
        ? await applyPlanned(plan.planned, plan.client!, { ...settings, topics: plan.kafka }, args, io)
        : undefined;
    const code = report ? exitCodeOf(report) : ExitCode.done;
    if (args.json) io.stdout.write(resultEvent(plan.name, code, report));
    codes.push(code);
  }
  return firstExitCode(codes);
}

/** A first Ctrl-C may take a while to show: the requests in flight may take 95 s each. The table says so by itself. */
function tellOfStop(io: CliIo): void {
  io.signal.addEventListener('abort', () =>
    io.stderr.write('Stopping after the requests in flight. Ctrl-C again stops at once.\n'),
  );
}

function exitCodeOf(report: ApplyReport): ExitCode {
  if (report.interrupted) return ExitCode.interrupted;
  return isComplete(report) ? ExitCode.done : ExitCode.error;
}
