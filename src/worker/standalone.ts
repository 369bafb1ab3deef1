import { readFile } from 'node:fs/promises';
import { type ExitCode, Failure, type FlatConfig, messageOf } from '../core/index.ts';
import { builtInPlugins } from './built-in-plugins.ts';
import { type ClientFactory, kafkaClientFactory } from './clients/index.ts';
import { lookUpClusterId } from './cluster-id.ts';
import { ConfigError } from './config/index.ts';
import { ConfigTransformer, configuredProviders } from './config-providers/index.ts';
import { parseConnectorFile } from './connector-file.ts';
import { type Logger, LogLevels } from './log/index.ts';
import { WorkerMetrics } from './metrics/index.ts';
import { createFileOffsetStore } from './offsets/index.ts';
import { loadPluginPath, PluginRegistry } from './plugins/index.ts';
import { RestServer } from './rest/index.ts';
import { Herder } from './runtime/index.ts';
import { createSinkTaskRunner } from './runtime/sink-task.ts';
import { createSourceTaskRunner } from './runtime/source-task.ts';
import { LookedUpValues } from './validation/index.ts';
import { parseWorkerConfig, unusedKeys, type WorkerConfig } from './worker-config/index.ts';

/** The version that the REST API reports: of the Kafka Connect whose behaviour this worker has. */
const KAFKA_VERSION = '4.3.1';
/** The commit of that release, which goes with its version. */
const COMMIT = '26b251a451ce941d';
/** Kafka Connect's exit codes: the worker cannot be built; it cannot start, or a connector of the command line fails. */
const NOT_BUILT: ExitCode = 2;
const NOT_STARTED: ExitCode = 3;
const REST_CLOSE_TIMEOUT_MS = 5000;

export interface StandaloneOptions {
  /** As in the worker's properties file. */
  readonly workerProps: FlatConfig;
  /** Paths of connector files, created in order. */
  readonly connectorFiles: readonly string[];
  readonly log: Logger;
  /** Aborted: gives up starting. A worker that has started is stopped by `close`. */
  readonly signal?: AbortSignal;
  /** What GET and PUT /admin/loggers work on; those of `log`. */
  readonly logLevels?: LogLevels;
  /** How long a connector may take to stop, or to do anything while something waits for it; Kafka Connect's 5 s. */
  readonly connectorStopTimeoutMs?: number;
  /** What the EnvVarConfigProvider reads; nothing unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Standalone {
  /** Where REST answers, such as `http://127.0.0.1:8083`. */
  readonly url: string;
  readonly kafkaClusterId: string;
  /** Stops REST, then tasks and connectors, and flushes offsets. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts a worker as connect-standalone does: config, cluster id, REST port, offsets, then the connectors.
 * @throws Failure whose `exitCode` is Kafka's: 2 where the worker cannot be built, 3 where it or a connector cannot start
 */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  const log = options.log.named('connectctl.worker', '[worker] ');
  const { registry, config, transformer } = await orNotBuilt(() => readWorker(options, log));
  for (const sentence of unusedKeys(config.props, registry)) log.warn(sentence);
  const metrics = new WorkerMetrics({ ...config.metricSamples, nowMs: Date.now });
  const clients = kafkaClientFactory((warning) => log.warn(warning), metrics.clients);
  const kafkaClusterId = await orNotBuilt(() =>
    lookUpClusterId(config, clients, log, options.signal ?? new AbortController().signal),
  );
  log.info(`Kafka cluster ID: ${kafkaClusterId}`);
  const rest = await orNotBuilt(() => RestServer.open(config, log));
  const parts = { options, log, config, registry, transformer, clients, metrics, rest, kafkaClusterId };
  try {
    return await startWorker(parts);
  } catch (error) {
    await rest.close(0);
    throw asFailure(error, NOT_STARTED);
  }
}

interface Parts {
  readonly options: StandaloneOptions;
  readonly log: Logger;
  readonly config: WorkerConfig;
  readonly registry: PluginRegistry;
  readonly transformer: ConfigTransformer;
  readonly clients: ClientFactory;
  readonly metrics: WorkerMetrics;
  readonly rest: RestServer;
  readonly kafkaClusterId: string;
}

async function readWorker({ workerProps, env }: StandaloneOptions, log: Logger) {
  const transformer = new ConfigTransformer(configuredProviders(workerProps, env ?? {}));
  // plugin.path is taken as it is written, as there.
  const pluginPath = (workerProps['plugin.path'] ?? '').split(',').map((path) => path.trim());
  const registry = new PluginRegistry([...builtInPlugins, ...(await loadPluginPath(pluginPath, log))]);
  for (const sentence of await transformer.unresolved(workerProps)) log.warn(sentence);
  const resolved = await transformer.transform(workerProps);
  try {
    return { registry, config: parseWorkerConfig(resolved, registry), transformer };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(new LookedUpValues(workerProps, resolved).hideInMessage(error.message));
  }
}

async function startWorker(parts: Parts): Promise<Standalone> {
  const { options, log, config, registry, rest, kafkaClusterId } = parts;
  const offsetStore = createFileOffsetStore(config.offsetFile, (warning) => log.warn(warning));
  await offsetStore.start();
  const herder = new Herder({
    config,
    registry,
    transformer: parts.transformer,
    offsetStore,
    clients: parts.clients,
    metrics: parts.metrics,
    workerId: () => rest.workerId,
    log,
    ...(options.connectorStopTimeoutMs !== undefined && { connectorStopTimeoutMs: options.connectorStopTimeoutMs }),
    createSourceTask: createSourceTaskRunner,
    createSinkTask: createSinkTaskRunner,
  });
  let isReady = false;
  rest.serve({
    herder,
    registry,
    levels: options.logLevels ?? new LogLevels('INFO'),
    info: { version: KAFKA_VERSION, commit: COMMIT, kafka_cluster_id: kafkaClusterId },
    health: { isReady: () => isReady },
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= closeAll(parts, herder, () => offsetStore.stop());
    return closed;
  };
  log.info(`REST server listening at ${rest.url}, advertising URL ${rest.workerId}`);
  log.info('Kafka Connect started');
  try {
    for (const path of options.connectorFiles) await createFromFile(herder, path, log);
    isReady = true;
  } catch (error) {
    await close();
    throw error;
  }
  return { url: rest.url, kafkaClusterId, close };
}

async function createFromFile(herder: Herder, path: string, log: Logger): Promise<void> {
  try {
    const { name, config, initialState } = parseConnectorFile(await readConnectorFile(path), path);
    await herder.putConfig(name, config, { allowReplace: false, initialState });
    log.info(`Created connector ${name}`);
  } catch (error) {
    log.error(`Failed to create connector for ${path}`);
    throw new Failure('CC6203', `Failed to create connector for ${path}: ${messageOf(error)}`, {
      cause: error,
      exitCode: NOT_STARTED,
    });
  }
}

async function readConnectorFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Failure('CC9002', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function closeAll({ rest, log }: Parts, herder: Herder, stopOffsets: () => Promise<void>): Promise<void> {
  log.info('Kafka Connect stopping');
  await rest.close(REST_CLOSE_TIMEOUT_MS);
  await herder.close();
  await stopOffsets();
  log.info('Kafka Connect stopped');
}

async function orNotBuilt<T>(build: () => Promise<T>): Promise<T> {
  try {
    return await build();
  } catch (error) {
    throw asFailure(error, NOT_BUILT);
  }
}

/** With Kafka Connect's exit code; a bug stays what it is. */
function asFailure(error: unknown, exitCode: ExitCode): unknown {
  if (error instanceof ConfigError) {
    return new Failure('CC6201', `The worker cannot be configured: ${error.message}`, { cause: error, exitCode });
  }
  if (!(error instanceof Failure)) return error;
  const { cause, help, retryable, facts } = error;
  return new Failure(error.code, error.message, { cause: cause ?? error, help, retryable, facts, exitCode });
}
