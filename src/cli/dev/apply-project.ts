import { isComplete } from '../../apply/index.ts';
import type { ConnectClient } from '../../connect/index.ts';
import { type Diagnostic, hasErrors } from '../../core/index.ts';
import { type ResolvedEnvironment, resolveEnvironment, withoutFollowUps } from '../../definition/index.ts';
import { hasChanges, isRefused } from '../../plan/index.ts';
import { applyPlanned } from '../apply-planned.ts';
import type { CliIo, GlobalArgs } from '../command.ts';
import { kafkaSideOf } from '../kafka-side.ts';
import { type PlannedEnvironment, planEnvironment } from '../plan-environment.ts';
import { printPlanText, printProblems } from '../print-plan.ts';
import { openProject, selectEnvironments, variablesOf } from '../project.ts';
import type { DevStack } from './dev-stack.ts';

/** applied: everything runs. failed: the files have errors, or a change did not reach its state; it has been printed. */
export type DevOutcome = 'applied' | 'failed';

/** For one change, with its proof. */
const CHANGE_TIMEOUT_MS = 60_000;

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
  const sensitive = opened.project?.masked;
  const fail = (diagnostics: readonly Diagnostic[]): DevOutcome => {
    const nothing = { name: '', planned: undefined, diagnostics, failure: undefined };
    printProblems(nothing, opened.texts, args, io, sensitive);
    return 'failed';
  };
  const { project } = opened;
  if (!project) return fail(opened.diagnostics);
  const [name] = selectEnvironments(project, args.env, 'default');
  const found = resolveEnvironment(project, { environment: name!, vars: variablesOf(args, project), env: io.env });
  const resolution = { ...found, diagnostics: withoutFollowUps(opened.diagnostics, found.diagnostics) };
  if (!resolution.environment || hasErrors(resolution.diagnostics)) return fail(resolution.diagnostics);
  const environment = onStack(resolution.environment, stack);
  const kafka = await kafkaSideOf(environment, opened.folder);
  try {
    const options = { prune: true, maxDeletes: Number.MAX_SAFE_INTEGER };
    // Each start creates the connectors anew and goes on from their groups: here that is the rule, not a hazard.
    const observer = kafka && { ...kafka, hasGroup: async () => false };
    const planned = await planEnvironment({ environment, resolution, client, options, kafka: observer });
    if (!planned) return fail(resolution.diagnostics);
    const { diagnostics } = planned;
    printProblems({ name: name!, planned, diagnostics, failure: undefined }, opened.texts, args, io, sensitive);
    printPlanText(planned.plan, args, io);
    return await carryOut(planned, client, kafka, args, io);
  } finally {
    await kafka?.close();
  }
}

async function carryOut(
  planned: PlannedEnvironment,
  client: ConnectClient,
  topics: Awaited<ReturnType<typeof kafkaSideOf>>,
  args: GlobalArgs,
  io: CliIo,
): Promise<DevOutcome> {
  if (hasErrors(planned.diagnostics) || isRefused(planned.plan)) return 'failed';
  if (!hasChanges(planned.plan)) return 'applied';
  // No table: the worker of this process prints its own lines to the same terminal.
  const settings = {
    parallelism: 10,
    wait: 'running',
    timeoutMs: CHANGE_TIMEOUT_MS,
    progress: 'lines',
    topics,
  } as const;
  return isComplete(await applyPlanned(planned, client, settings, args, io)) ? 'applied' : 'failed';
}

function onStack(environment: ResolvedEnvironment, stack: DevStack): ResolvedEnvironment {
  return {
    ...environment,
    connect: { urls: [stack.restUrl], auth: undefined, tls: undefined, headers: new Map() },
    kafka: { bootstrapServers: [stack.bootstrapServer], tls: false, sasl: undefined },
  };
}
