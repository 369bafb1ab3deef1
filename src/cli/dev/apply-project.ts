import { applyPlan, isComplete } from '../../apply/index.ts';
import type { ConnectClient } from '../../connect/index.ts';
import { hasErrors } from '../../core/index.ts';
import { type ResolvedEnvironment, resolveEnvironment, withoutFollowUps } from '../../definition/index.ts';
import { defaultPlanOptions, hasChanges, isRefused, type PlanResult } from '../../plan/index.ts';
import { renderDiagnostics, renderPlanText, renderReport } from '../../render/index.ts';
import { applyProgress } from '../apply-progress.ts';
import { colorsFor } from '../colors.ts';
import type { CliIo, GlobalArgs } from '../command.ts';
import { planEnvironment } from '../plan-environment.ts';
import { openProject, selectEnvironments, variablesOf } from '../project.ts';
import type { DevStack } from './dev-stack.ts';

/** applied: everything runs. failed: the files have errors, or a change did not reach its state; it has been printed. */
export type DevOutcome = 'applied' | 'failed';

/**
 * One round of dev: reads the files, shows the plan against the worker of this process, and carries it out.
 * The environment's own worker and Kafka are replaced by those of the stack; connectors that no file defines any
 * more are deleted, for nobody else uses this worker.
 */
export async function applyProject(
  args: GlobalArgs,
  io: CliIo,
  stack: DevStack,
  client: ConnectClient,
): Promise<DevOutcome> {
  const opened = openProject(args, io);
  const { project } = opened;
  const show = (diagnostics: Parameters<typeof renderDiagnostics>[0]): void =>
    void io.stderr.write(renderDiagnostics(diagnostics, opened.texts, colorsFor(args, io, 'stderr')));
  if (!project) {
    show(opened.diagnostics);
    return 'failed';
  }
  const [name] = selectEnvironments(project, args.env, 'default');
  const resolution = resolveEnvironment(project, {
    environment: name!,
    vars: variablesOf(args, project),
    env: io.env,
  });
  const diagnostics = withoutFollowUps(opened.diagnostics, resolution.diagnostics);
  if (!resolution.environment || hasErrors(diagnostics)) {
    show(diagnostics);
    return 'failed';
  }
  const environment = onStack(resolution.environment, stack);
  const planned = await planEnvironment({
    environment,
    resolution: { ...resolution, diagnostics },
    client,
    options: { ...defaultPlanOptions, prune: true, maxDeletes: Number.MAX_SAFE_INTEGER },
  });
  show(planned?.diagnostics ?? diagnostics);
  if (!planned) return 'failed';
  io.stdout.write(renderPlanText(planned.plan, colorsFor(args, io)));
  if (hasErrors(planned.diagnostics) || isRefused(planned.plan)) return 'failed';
  return hasChanges(planned.plan) ? carryOut(planned, environment, args, io, client) : 'applied';
}

async function carryOut(
  planned: PlanResult & { readonly observed: Parameters<typeof applyPlan>[1]['observed'] },
  environment: ResolvedEnvironment,
  args: GlobalArgs,
  io: CliIo,
  client: ConnectClient,
): Promise<DevOutcome> {
  const colors = colorsFor(args, io);
  const progress = applyProgress(io, colors);
  const report = await applyPlan(planned, {
    client,
    environment,
    observed: planned.observed,
    parallelism: 10,
    wait: 'running',
    signal: io.signal,
    onEvent: progress.take,
  }).finally(progress.close);
  io.stdout.write(renderReport(report, colors));
  return isComplete(report) ? 'applied' : 'failed';
}

function onStack(environment: ResolvedEnvironment, stack: DevStack): ResolvedEnvironment {
  return {
    ...environment,
    connect: { urls: [stack.restUrl], auth: undefined, tls: undefined, headers: new Map() },
    kafka: { bootstrapServers: [stack.bootstrapServer], tls: false, sasl: undefined },
  };
}
