import type { ConnectClient } from '../connect/index.ts';
import { type Diagnostic, Failure, hasErrors } from '../core/index.ts';
import { type Project, type Resolution, resolveEnvironment, withoutFollowUps } from '../definition/index.ts';
import type { PlanOptions } from '../plan/index.ts';
import { clientOfSettings } from './client-of.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import { type EarlyRead, readWorkersEarly } from './early-reads.ts';
import { type KafkaSide, kafkaSideOf } from './kafka-side.ts';
import { type PlannedEnvironment, planEnvironment } from './plan-environment.ts';
import { type OpenedProject, openProject, selectEnvironments, variablesOf } from './project.ts';
import { changedSince } from './since.ts';

/** One environment of a run: planned, or why not. */
export interface EnvironmentPlan {
  readonly name: string;
  /** Undefined where the files have errors or the worker can't be read. */
  readonly planned: PlannedEnvironment | undefined;
  /** Of the files, and of the plan where there is one. */
  readonly diagnostics: readonly Diagnostic[];
  readonly failure: unknown;
  readonly client: ConnectClient | undefined;
  readonly kafka: KafkaSide | undefined;
}

/** Lets go of what planning opened. */
export async function closePlans(plans: readonly EnvironmentPlan[]): Promise<void> {
  for (const { client, kafka } of plans) {
    client?.close();
    await kafka?.close();
  }
}

export interface PlannedProject {
  readonly opened: OpenedProject;
  /** In the order of connectctl.yaml; without an environment where that file can't be read. */
  readonly plans: readonly EnvironmentPlan[];
}

/** What plan and apply are asked for, besides the options of the plan itself. */
type SelectionArgs = GlobalArgs & { readonly since?: string };

/**
 * Reads the files and plans the environments of -e, each with its own client and its own failure; the workers are asked
 * first. Who calls closes the plans. `signal` ends the requests: for apply a further Ctrl-C, since the first one lets a
 * write finish. Throws as openProject does, and CC9001 for --connect, which has no files.
 */
export async function planSelected(
  args: SelectionArgs,
  io: CliIo,
  options: PlanOptions,
  signal: AbortSignal,
): Promise<PlannedProject> {
  if (args.connect !== undefined) {
    throw new Failure('CC9001', 'plan and apply compare files with a worker: --connect names a worker without files', {
      help: 'Write the URL into connectctl.yaml as connect.url of an environment, and name that with -e.',
    });
  }
  const early = await readWorkersEarly(args, io, signal);
  let plans: readonly EnvironmentPlan[] = [];
  try {
    const opened = openProject(args, io);
    plans = await planAll(opened, early, args, io, options, signal);
    await refuseIdleSelectors(plans);
    return { opened, plans };
  } finally {
    const used = new Set(plans.map(({ client }) => client));
    for (const { client } of early.values()) if (!used.has(client)) client.close();
  }
}

/**
 * A selector with a typo must not end in "No changes.". It has to take something in one environment at least; where one
 * could not be planned, that is not known, and its own error is told. Throws CC9012.
 */
async function refuseIdleSelectors(plans: readonly EnvironmentPlan[]): Promise<void> {
  const [first, ...others] = plans.map(({ planned }) => planned?.idleSelectors ?? []);
  const idle = first?.find((text) => others.every((texts) => texts.includes(text)));
  if (idle === undefined) return;
  await closePlans(plans);
  throw new Failure('CC9012', `${idle} takes nothing: no connector or topic of the files or the worker`, {
    help: '`connectctl get connectors` lists the names; a selector is a name, a glob, pipeline=NAME or label.KEY=VALUE.',
  });
}

async function planAll(
  opened: OpenedProject,
  early: ReadonlyMap<string, EarlyRead>,
  args: SelectionArgs,
  io: CliIo,
  options: PlanOptions,
  signal: AbortSignal,
): Promise<readonly EnvironmentPlan[]> {
  const { project } = opened;
  if (!project)
    return [
      {
        name: '',
        planned: undefined,
        diagnostics: opened.diagnostics,
        failure: undefined,
        client: undefined,
        kafka: undefined,
      },
    ];
  const plans: EnvironmentPlan[] = [];
  for (const name of selectEnvironments(project, args.env, 'default')) {
    plans.push(await planOne(opened, project, name, early.get(name), args, io, options, signal));
  }
  return plans;
}

async function planOne(
  opened: OpenedProject,
  project: Project,
  name: string,
  early: EarlyRead | undefined,
  args: SelectionArgs,
  io: CliIo,
  options: PlanOptions,
  signal: AbortSignal,
): Promise<EnvironmentPlan> {
  const resolution = resolveEnvironment(project, { environment: name, vars: variablesOf(args, project), env: io.env });
  const fileDiagnostics = withoutFollowUps(opened.diagnostics, resolution.diagnostics);
  const { environment } = resolution;
  const none = {
    name,
    planned: undefined,
    diagnostics: fileDiagnostics,
    failure: undefined,
    client: undefined,
    kafka: undefined,
  };
  if (!environment || hasErrors(fileDiagnostics)) return none;
  let client: ConnectClient | undefined;
  let kafka: KafkaSide | undefined;
  try {
    client = early?.client ?? (await clientOfSettings(environment.connect, opened.folder, { signal }));
    kafka = await kafkaSideOf(environment, opened.folder);
    const only =
      args.since === undefined ? undefined : await changedSince(args.since, name, opened, resolution, args, io);
    const known: Resolution = { ...resolution, diagnostics: fileDiagnostics };
    const planned = await planEnvironment({
      environment,
      resolution: known,
      client,
      worker: early?.worker,
      options: only ? { ...options, only } : options,
      kafka,
    });
    return { name, planned, diagnostics: planned?.diagnostics ?? fileDiagnostics, failure: undefined, client, kafka };
  } catch (failure) {
    client?.close();
    await kafka?.close();
    return { ...none, failure };
  }
}
