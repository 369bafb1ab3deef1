import type { ConnectorType, FlatConfig, TargetState } from '../../core/index.ts';
import { unusedClientKeys } from '../clients/index.ts';
import { ConfigError, type NullableConfig } from '../config/index.ts';
import type { Logger } from '../log/index.ts';
import type { Connector, ConnectorPlugin } from '../plugins/index.ts';
import { ConfigReload } from './config-reload.ts';
import type { HerderDeps } from './herder-deps.ts';
import { RequestError } from './herder-error.ts';
import type { StatusStore } from './herder-status.ts';
import { sameConfig, sameTaskConfigs, storedTaskConfigs } from './herder-task-configs.ts';
import { ConnectorTasks } from './herder-tasks.ts';
import { topicCreationGroups } from './herder-topic-creation.ts';
import type { ActiveTopics } from './herder-topics.ts';
import { javaErrorText, javaTrace } from './java-trace.ts';
import { PluginPatience } from './plugin-patience.ts';
import { withTimeout } from './with-timeout.ts';

/** As Kafka Connect's worker: a connector that does not stop in time is left behind. */
export const CONNECTOR_STOP_TIMEOUT_MS = 5000;

/** What a connector instance is doing; INIT before its first transition. */
type InstanceState = 'INIT' | TargetState | 'FAILED';

/**
 * One connector: its config, its instance and its tasks. The herder calls one method at a time. What a plugin throws
 * stays in here: it becomes a FAILED status and a RequestError.
 */
export class ManagedConnector {
  readonly name: string;
  config: NullableConfig;
  targetState: TargetState;
  readonly #deps: HerderDeps;
  readonly #log: Logger;
  readonly #status: StatusStore;
  readonly #tasks: ConnectorTasks;
  readonly #reload: ConfigReload;
  readonly #patience: PluginPatience;
  #plugin: ConnectorPlugin | null = null;
  /** What the config came to when the instance was made. */
  #startedWith: FlatConfig | null = null;
  #instance: Connector | null = null;
  #instanceState: InstanceState = 'INIT';
  /** The config that the running tasks were made of: another one restarts them even if their own configs are equal. */
  #appliedConfig: NullableConfig | null = null;

  constructor(
    deps: HerderDeps,
    status: StatusStore,
    topics: ActiveTopics,
    name: string,
    config: NullableConfig,
    targetState: TargetState,
    /** Values of config providers have to be looked up again: `reload` is to be called. */
    onReloadDue: () => void,
    /** Something else waits for what this connector is doing. */
    isAwaited: () => boolean,
  ) {
    this.name = name;
    this.config = config;
    this.targetState = targetState;
    this.#deps = deps;
    this.#log = deps.log.named('connectctl.worker', `[${name}|worker] `);
    this.#status = status;
    this.#tasks = new ConnectorTasks(deps, status, topics, name);
    this.#reload = new ConfigReload(deps.transformer, onReloadDue);
    this.#patience = new PluginPatience(this.#stopTimeoutMs, isAwaited);
  }

  get #stopTimeoutMs(): number {
    return this.#deps.connectorStopTimeoutMs ?? CONNECTOR_STOP_TIMEOUT_MS;
  }

  get type(): ConnectorType {
    return this.#wantedPlugin()?.kind ?? 'unknown';
  }

  /** In full; as the config has it where there is no such plugin. */
  get className(): string {
    return this.#wantedPlugin()?.className ?? this.config['connector.class'] ?? '';
  }

  /** As stored: with references to config providers. */
  get taskConfigs(): readonly FlatConfig[] {
    return this.#tasks.configs;
  }

  /** Something else is asked of this connector: what its plugin is doing gets as long as a stop. */
  hurry(): void {
    this.#patience.hurry();
  }

  /** Waits for work of the plugin that is not a transition. @throws ConnectError where it hangs and is in the way */
  patiently<T>(what: string, work: Promise<T>): Promise<T> {
    return this.#patience.wait(what, work);
  }

  /** The config with config provider references resolved. */
  async resolvedConfig(): Promise<FlatConfig> {
    const resolved = await this.#deps.transformer.transform(this.config);
    for (const [key, value] of Object.entries(resolved)) {
      if (value === null) throw new ConfigError(`Non-string value found in original settings for key ${key}: null`);
    }
    return resolved as FlatConfig;
  }

  /**
   * Makes a new instance and brings it to the target state, then its tasks, where they have to change.
   * @throws RequestError where that fails: the connector is then FAILED
   */
  async start(): Promise<void> {
    await this.stopInstance();
    this.#reload.watch(this.config);
    try {
      const config = await this.resolvedConfig();
      this.#startedWith = config;
      this.#plugin = this.#deps.registry.findConnector(config['connector.class'] ?? '');
      if (this.#plugin.kind === 'source' && this.#deps.config.topicCreationEnabled) topicCreationGroups(config);
      this.#instance = this.#plugin.create();
      await this.#warnOfUnused(config);
      this.#log.info(`Creating connector ${this.name} of type ${this.#plugin.className}`);
      this.#instanceState = 'INIT';
    } catch (error) {
      this.#instanceState = 'FAILED';
      this.#status.setConnector(this.name, 'FAILED', null, javaTrace(error));
      this.#deps.metrics.connectorStartups.failed();
      this.#logError(`Failed to start connector ${this.name}`, error);
      // 4.3.1 answers 500 to a config that cannot be used; it is the client's mistake.
      throw new RequestError(error instanceof ConfigError ? 400 : 500, (error as Error).message, { cause: error });
    }
    await this.#transition(this.targetState);
    await this.updateTasks();
  }

  /** Starts instance and tasks anew where what config providers give is not what it was. Never rejects. */
  async reload(): Promise<void> {
    try {
      const config = await this.resolvedConfig();
      const isSame = this.#startedWith !== null && sameConfig(config, this.#startedWith);
      if (isSame || this.targetState === 'STOPPED') {
        this.#reload.watch(this.config);
        return;
      }
      this.#log.info(`Values from config providers have changed: connector ${this.name} is started anew`);
      this.#appliedConfig = null;
      await this.start();
    } catch (error) {
      this.#reload.watch(this.config);
      this.#logError(`Connector ${this.name} could not be started anew with values from config providers`, error);
    }
  }

  /** PAUSED, RUNNING or STOPPED from now on. A FAILED connector can be stopped, and nothing else. */
  async setTargetState(state: TargetState): Promise<void> {
    this.targetState = state;
    if (state === 'STOPPED') await this.#tasks.removeAll();
    if (this.#instanceState === 'FAILED' && state !== 'STOPPED') {
      this.#log.warn(`Connector ${this.name} is FAILED and has to be restarted before it can be ${state}`);
    } else {
      await this.#transition(state);
    }
    this.#tasks.setPaused(state === 'PAUSED');
    if (state === 'RUNNING') await this.updateTasks();
  }

  /** Generates the tasks' configs and, where they or the connector's config changed, replaces the tasks. */
  async updateTasks(): Promise<void> {
    if (this.targetState !== 'RUNNING' || this.#instanceState !== 'RUNNING') return;
    let configs: readonly FlatConfig[];
    try {
      configs = storedTaskConfigs(this.name, this.config, await this.resolvedConfig(), this.#plugin!, this.#instance!);
    } catch (error) {
      this.#instanceState = 'FAILED';
      this.#status.setConnector(this.name, 'FAILED', this.#plugin!.version, javaTrace(error));
      this.#logError(`Failed to generate the tasks of connector ${this.name}`, error);
      throw new RequestError(500, (error as Error).message, { cause: error });
    }
    const isApplied = this.#appliedConfig !== null && sameConfig(this.config, this.#appliedConfig);
    if (isApplied && sameTaskConfigs(configs, this.#tasks.configs)) return;
    this.#appliedConfig = this.config;
    await this.#tasks.removeAll();
    await this.#tasks.startAll(this.#plugin!, this, configs);
  }

  /** False where the task could not be started: its status tells why. */
  restartTask(task: number): Promise<boolean> {
    return this.#tasks.restart(this.#plugin!, this, task);
  }

  stopTasks(tasks: readonly number[]): Promise<void> {
    return this.#tasks.stop(tasks);
  }

  hasTask(task: number): boolean {
    return this.#tasks.configs[task] !== undefined;
  }

  /** Stops tasks and instance for good. */
  async close(): Promise<void> {
    this.#reload.stop();
    await this.#tasks.removeAll();
    await this.stopInstance();
  }

  /** Instance only; a new one is made for offset requests on a stopped connector. */
  newInstance(): { readonly plugin: ConnectorPlugin; readonly instance: Connector } {
    const plugin = this.#deps.registry.findConnector(this.config['connector.class'] ?? '');
    return { plugin, instance: plugin.create() };
  }

  async stopInstance(): Promise<void> {
    const instance = this.#instance;
    const wasStarted = this.#instanceState === 'RUNNING';
    this.#instance = null;
    this.#instanceState = 'INIT';
    if (instance && wasStarted) await this.#stopQuietly(instance);
  }

  #wantedPlugin(): ConnectorPlugin | undefined {
    const className = this.config['connector.class'] ?? '';
    const { registry } = this.#deps;
    return (registry.find('source', className) ?? registry.find('sink', className)) as ConnectorPlugin | undefined;
  }

  async #warnOfUnused(resolved: FlatConfig): Promise<void> {
    const unresolved = await this.#deps.transformer.unresolved(this.config);
    for (const sentence of [...unresolved, ...unusedClientKeys(resolved, 'override.')]) this.#log.warn(sentence);
  }

  async #transition(state: TargetState): Promise<void> {
    if (this.#instance === null || this.#instanceState === state) return;
    const { version } = this.#plugin!;
    if (state !== 'RUNNING') {
      if (this.#instanceState === 'RUNNING') await this.#stopQuietly(this.#instance);
      this.#instanceState = state;
      this.#status.setConnector(this.name, state, version);
      return;
    }
    const instance = this.#instance;
    try {
      const starting = Promise.resolve(instance.start(await this.resolvedConfig()));
      await this.#patience.wait('start', starting, () => void this.#stopQuietly(instance));
      this.#instanceState = 'RUNNING';
      this.#status.setConnector(this.name, 'RUNNING', version);
      this.#deps.metrics.connectorStartups.succeeded();
    } catch (error) {
      this.#instanceState = 'FAILED';
      this.#status.setConnector(this.name, 'FAILED', version, javaTrace(error));
      this.#deps.metrics.connectorStartups.failed();
      this.#logError(`Error while starting connector ${this.name}`, error);
      throw new RequestError(500, `Failed to transition connector ${this.name} to state STARTED`, { cause: error });
    }
  }

  async #stopQuietly(instance: Connector): Promise<void> {
    try {
      const stopped = await withTimeout(Promise.resolve(instance.stop()), this.#stopTimeoutMs);
      if (!stopped) this.#log.error(`Connector ${this.name} did not stop in time and is left behind`);
    } catch (error) {
      this.#logError(`Error while stopping connector ${this.name}`, error);
    }
  }

  #logError(message: string, error: unknown): void {
    this.#log.error(`${message}: ${javaErrorText(error)}`);
  }
}
