import { type KafkaObserver, observeDifferences, observeLeftovers, observeWorker } from '../apply/index.ts';
import type { ConnectClient } from '../connect/index.ts';
import { type Diagnostic, hasErrors } from '../core/index.ts';
import type { Resolution, ResolvedEnvironment } from '../definition/index.ts';
import {
  defaultPlanOptions,
  idleSelectors,
  makePlan,
  type Observed,
  type PlanInput,
  type PlanOptions,
  type PlanResult,
  sinksToCreate,
  topicChanges,
} from '../plan/index.ts';

export interface PlannedEnvironment extends PlanResult {
  readonly environment: ResolvedEnvironment;
  /** What the plan was made from; apply needs it. */
  readonly observed: Observed;
  readonly options: PlanOptions;
  /** Selectors of the options that take nothing, each with its flag. */
  readonly idleSelectors: readonly string[];
}

export interface PlanEnvironmentInput {
  readonly environment: ResolvedEnvironment;
  /** What the files say. A promise, so that reading them overlaps the requests. */
  readonly resolution: Promise<Resolution> | Resolution;
  readonly client: ConnectClient;
  readonly options?: Partial<PlanOptions>;
  /** Diagnostics to carry in the plan besides the resolution's, such as those of loading the files. */
  readonly diagnostics?: readonly Diagnostic[];
  /** What the worker answered, where it was asked before. */
  readonly worker?: Promise<Observed> | undefined;
  /** Asked where topics are declared. */
  readonly kafka?: KafkaObserver | undefined;
}

/**
 * Plans one environment against its live worker: shared by plan, apply and dev. Undefined where the files have errors,
 * which are in the resolution's diagnostics: half a project must not be planned, since the other half would look removed.
 * @throws Failure CC7001–CC7003 where the worker can't be read, CC4018 where it is older than 2.3
 */
export async function planEnvironment(input: PlanEnvironmentInput): Promise<PlannedEnvironment | undefined> {
  const worker = input.worker ?? observeWorker(input.client);
  // The files may be what fails first; the worker's error is then of no interest.
  worker.catch(() => undefined);
  const resolution = await input.resolution;
  const { connectors, topics, removed } = resolution;
  if (hasErrors([...resolution.diagnostics, ...(input.diagnostics ?? [])])) return undefined;
  const base = {
    environment: input.environment,
    connectors,
    topics,
    removed,
    diagnostics: [...(input.diagnostics ?? []), ...resolution.diagnostics],
    options: { ...defaultPlanOptions, ...input.options },
  };
  const observed = await withKafka(
    input.kafka,
    base,
    worker.then((read) => observeDifferences(input.client, base, read)),
  );
  const whole = { ...base, observed };
  return {
    ...makePlan(whole),
    environment: input.environment,
    observed,
    options: base.options,
    idleSelectors: idleSelectors(whole),
  };
}

/**
 * Kafka is asked where topics are declared or a sink is created, and whether it would take the changes of topics; without
 * `kafka` in the environment none of it is known.
 */
async function withKafka(
  kafka: KafkaObserver | undefined,
  base: Omit<PlanInput, 'observed'>,
  reading: Promise<Observed>,
): Promise<Observed> {
  if (!kafka) return reading;
  const names = base.topics.map((topic) => topic.name);
  const [observed, topics] = await Promise.all([reading, names.length > 0 ? kafka.topics(names) : undefined]);
  const sinks = sinksToCreate({ ...base, observed });
  const changes = topicChanges({ ...base, observed: { ...observed, topics } });
  const [leftovers, topicRefusals] = await Promise.all([
    sinks.length > 0 ? observeLeftovers(kafka, sinks) : observed.leftovers,
    changes.length > 0 ? kafka.refusals(changes) : observed.topicRefusals,
  ]);
  return { ...observed, topics, leftovers, topicRefusals };
}
