import { type Capabilities, type ConnectClient, ConnectFailure, capabilitiesOf, isNotFound } from '../connect/index.ts';
import { type ConnectorInfo, type ConnectorStateInfo, Failure, messageOf } from '../core/index.ts';
import {
  absentConnectors,
  type ClassDefinition,
  classesToRead,
  classOf,
  configToValidate,
  connectorsToValidate,
  isInternal,
  isServerMask,
  type Observed,
  type ObservedConnector,
  type ObservedRefusal,
  type ObservedTopic,
  type PlanInput,
  type TopicChange,
  type Validation,
} from '../plan/index.ts';
import { inParallel } from './in-parallel.ts';
import { withoutLacking } from './lacking-offsets.ts';
import { pastPassingStates } from './past-passing-states.ts';
import { readPatiently } from './read-patiently.ts';

/** What Kafka knows that a plan asks for; left out where no topic is declared. */
export interface KafkaObserver {
  topics(names: readonly string[]): Promise<ReadonlyMap<string, ObservedTopic>>;
  /** What Kafka would refuse of these changes; makes none. */
  refusals(changes: readonly TopicChange[]): Promise<readonly ObservedRefusal[]>;
  /** Whether a consumer group has committed offsets. */
  hasGroup(groupId: string): Promise<boolean>;
}

/** As many as the client has connections. */
const PARALLEL_READS = 16;

/**
 * Reads what every plan needs: three requests, whatever the number of connectors. What can't be read is an error,
 * never "absent, so create". Kafka Connect answers the list with a 500 without words where a connector goes while it is
 * put together: asked again, it is whole.
 */
export async function observeWorker(client: ConnectClient): Promise<Observed> {
  const [server, expanded, plugins] = await Promise.all([
    client.serverInfo(),
    readPatiently(() => client.expanded()),
    client.plugins(),
  ]);
  const capabilities = capabilitiesOf(server.version);
  if (!capabilities.expand) throw tooOld(client.url, server.version);
  const connectors = new Map<string, ObservedConnector>();
  for (const [name, { info, status }] of Object.entries(expanded)) {
    if (info) connectors.set(name, observedConnector(info, status));
  }
  const incomplete = Object.keys(expanded).filter((name) => !connectors.has(name));
  for (const found of await readSingly(client, incomplete)) connectors.set(found.name, found);
  return {
    url: client.url,
    server,
    abilities: abilitiesOf(capabilities, connectors.values()),
    connectors,
    plugins,
    definitions: new Map(),
    validations: new Map(),
    leftovers: new Map(),
    topics: undefined,
    topicRefusals: [],
  };
}

/**
 * Reads what the differences need, and nothing for what is equal: states that pass by themselves, connectors that the
 * expanded answer left out, whether offsets can be changed where some are, the definition of each class that differs, and
 * the worker's validation of each connector that is written.
 */
export async function observeDifferences(
  client: ConnectClient,
  input: Omit<PlanInput, 'observed'>,
  worker: Observed,
): Promise<Observed> {
  let observed = await withAbsent(client, input, await pastPassingStates(client, input, worker));
  observed = { ...observed, abilities: await withoutLacking(client, { ...input, observed }) };
  observed = { ...observed, definitions: await readDefinitions(client, { ...input, observed }) };
  return { ...observed, validations: await validateAll(client, { ...input, observed }) };
}

/** The expanded answer leaves out a connector without a status record (seen: 10 of 10 right after a create). */
async function withAbsent(
  client: ConnectClient,
  input: Omit<PlanInput, 'observed'>,
  observed: Observed,
): Promise<Observed> {
  const absent = absentConnectors({ ...input, observed });
  if (absent.length === 0) return observed;
  const names = new Set(await client.names());
  const found = await readSingly(
    client,
    [...names].filter((name) => !observed.connectors.has(name)),
  );
  const connectors = new Map(observed.connectors);
  for (const connector of found) connectors.set(connector.name, connector);
  return { ...observed, connectors };
}

async function readSingly(client: ConnectClient, names: readonly string[]): Promise<ObservedConnector[]> {
  const read = await inParallel(names, PARALLEL_READS, async (name) => {
    try {
      const info = await readPatiently(() => client.get(name));
      return observedConnector(info, await statusOrNone(client, name));
    } catch (error) {
      // Deleted since the list was read.
      if (isNotFound(error)) return undefined;
      throw error;
    }
  });
  return read.filter((connector) => connector !== undefined);
}

async function statusOrNone(client: ConnectClient, name: string): Promise<ConnectorStateInfo | undefined> {
  try {
    return await readPatiently(() => client.status(name));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** A read connector as a plan sees it; `status` is undefined where the worker has no record yet. */
export function observedConnector(info: ConnectorInfo, status: ConnectorStateInfo | undefined): ObservedConnector {
  return { name: info.name, config: info.config, type: info.type, status, taskCount: info.tasks.length };
}

function abilitiesOf(capabilities: Capabilities, connectors: Iterable<ObservedConnector>): Observed['abilities'] {
  const { stop, initialState, patchConfig, alterOffsets, anyName } = capabilities;
  const isMasking = capabilities.masksSecrets || hasMask(connectors);
  return { stop, initialState, patchConfig, alterOffsets, anyName, masksSecrets: isMasking };
}

/** Workers that write `__internal.*` keys are the ones that mask, and show so on connectors without any password. */
function hasMask(connectors: Iterable<ObservedConnector>): boolean {
  for (const { config } of connectors) {
    for (const key in config) if (isInternal(key) || isServerMask(config[key])) return true;
  }
  return false;
}

/** The consumer groups that sinks about to be created would go on from, by connector. */
export async function observeLeftovers(
  kafka: KafkaObserver,
  sinks: readonly { readonly name: string; readonly groupId: string }[],
): Promise<ReadonlyMap<string, string>> {
  const found = await inParallel(sinks, PARALLEL_READS, ({ groupId }) => kafka.hasGroup(groupId));
  return new Map(sinks.flatMap(({ name, groupId }, i) => (found[i] ? [[name, `consumer group ${groupId}`]] : [])));
}

async function readDefinitions(client: ConnectClient, input: PlanInput): Promise<Map<string, ClassDefinition>> {
  const classes = classesToRead(input);
  const { pluginConfig } = capabilitiesOf(input.observed.server.version);
  const definitions = await inParallel(classes, PARALLEL_READS, async (className): Promise<ClassDefinition> => {
    try {
      const keys = await readPatiently(() =>
        pluginConfig ? client.pluginConfig(className) : keysByValidation(client, className),
      );
      return { kind: 'keys', keys: new Map(keys.map((key) => [key.name, key])) };
    } catch (error) {
      return { kind: 'unreadable', message: apiMessageOf(error) };
    }
  });
  return new Map(classes.map((name, i) => [name, definitions[i]!]));
}

/** Before 3.2 a definition is part of a validation's answer alone. */
async function keysByValidation(client: ConnectClient, className: string) {
  const infos = await client.validate(className, { name: 'x', 'connector.class': className });
  return infos.configs.flatMap(({ definition }) => definition ?? []);
}

async function validateAll(client: ConnectClient, input: PlanInput): Promise<Map<string, Validation>> {
  const connectors = connectorsToValidate(input);
  const answers = await inParallel(connectors, PARALLEL_READS, async (desired): Promise<Validation> => {
    try {
      const infos = await readPatiently(() => client.validate(classOf(desired), configToValidate(desired)));
      return { kind: 'answer', infos };
    } catch (error) {
      return { kind: 'error', message: apiMessageOf(error) };
    }
  });
  return new Map(connectors.map((c, i) => [c.name, answers[i]!]));
}

/** Connect's own words on one class or connector; a worker that has gone meanwhile ends the plan. */
function apiMessageOf(error: unknown): string {
  if (error instanceof ConnectFailure && error.kind === 'api') {
    return (error.apiMessage || messageOf(error)).split('\n')[0]!.slice(0, 500);
  }
  throw error;
}

function tooOld(url: string, version: string): Failure {
  return new Failure('CC4018', `The worker at ${url} is ${version}, and connectctl works with 2.3 and later`, {
    help: 'Take a newer Kafka Connect; it works with older brokers.',
  });
}
