import type {
  ConfigInfos,
  ConnectorInfo,
  ConnectorOffset,
  ConnectorStateInfo,
  FlatConfig,
  TargetState,
  TaskInfo,
  TaskState,
} from '../../core/index.ts';
import { ConfigError, type NullableConfig } from '../config/index.ts';
import { javaEntries } from '../data/index.ts';
import { metricsPage } from '../metrics/index.ts';
import { LookedUpValues, UnknownConnectorError, validateConnector } from '../validation/index.ts';
import { CONNECTOR_STOP_TIMEOUT_MS, ManagedConnector } from './herder-connector.ts';
import type { HerderDeps } from './herder-deps.ts';
import { badRequest, notFound, RequestError } from './herder-error.ts';
import { ConnectorOffsetAccess, type OffsetTarget } from './herder-offsets.ts';
import { ConnectorQueues } from './herder-queue.ts';
import { restartPlan } from './herder-restart.ts';
import { StatusStore } from './herder-status.ts';
import { ActiveTopics } from './herder-topics.ts';
import { withTimeout } from './with-timeout.ts';

export interface PutResult {
  readonly isNew: boolean;
  readonly info: ConnectorInfo;
}

/**
 * Keeps the connectors of a standalone worker (StandaloneHerder): in memory, each on its own, so that one that
 * throws or hangs holds up nobody else. Rejects with a RequestError that carries what the client gets.
 */
export class Herder {
  readonly #deps: HerderDeps;
  readonly #connectors = new Map<string, ManagedConnector>();
  readonly #queues = new ConnectorQueues((name) => this.#connectors.get(name)?.hurry());
  readonly #status: StatusStore;
  readonly #topics = new ActiveTopics();
  readonly #offsets: ConnectorOffsetAccess;

  constructor(deps: HerderDeps) {
    this.#deps = deps;
    this.#status = new StatusStore(deps.workerId);
    this.#offsets = new ConnectorOffsetAccess(deps);
  }

  /** In the order of a Java HashMap, as there. */
  names(): string[] {
    return javaEntries(this.#connectors).map(([name]) => name as string);
  }

  info(name: string): ConnectorInfo {
    const connector = this.#require(name);
    const tasks = connector.taskConfigs.map((_config, task) => ({ connector: name, task }));
    return { name, config: connector.config as FlatConfig, tasks, type: connector.type };
  }

  status(name: string): ConnectorStateInfo {
    const state = this.#status.connector(name);
    const connector = this.#connectors.get(name);
    if (!state || !connector) throw notFound(`No status found for connector ${name}`);
    return { name, connector: state, tasks: this.#status.tasks(name), type: connector.type };
  }

  taskStatus(name: string, task: number): TaskState {
    const state = this.#status.task({ connector: name, task });
    if (!state) throw notFound(`No status found for task ${name}-${task}`);
    return state;
  }

  tasks(name: string): TaskInfo[] {
    const { taskConfigs } = this.#require(name);
    return taskConfigs.map((config, task) => ({ id: { connector: name, task }, config }));
  }

  /** Everything that is counted, for Prometheus. */
  metricsPage(): string {
    const connectors = this.names().flatMap((name) => {
      const state = this.#status.connector(name);
      if (!state) return [];
      const connector = this.#connectors.get(name)!;
      const { type, className } = connector;
      const tasks = this.#status.tasks(name);
      return [{ name, type, className, version: state.version ?? '', state: state.state, tasks }];
    });
    return metricsPage(this.#deps.metrics, connectors);
  }

  /** @throws RequestError 400 where the config names no connector there is, or cannot be checked at all */
  async validate(config: NullableConfig): Promise<ConfigInfos> {
    const { registry } = this.#deps;
    const { defaultConverters, overridePolicy } = this.#deps.config;
    let lookedUp = new LookedUpValues({}, {});
    try {
      const resolved = await this.#deps.transformer.transform(config);
      lookedUp = new LookedUpValues(config, resolved);
      return lookedUp.hideInInfos(validateConnector({ registry, defaultConverters, overridePolicy }, resolved));
    } catch (error) {
      const isClients = error instanceof UnknownConnectorError || error instanceof ConfigError;
      throw isClients ? badRequest(lookedUp.hideInMessage(error.message), error) : error;
    }
  }

  /** Creates a connector, or with `allowReplace` gives it another config. Its tasks are under way when this resolves. */
  async putConfig(
    name: string,
    config: NullableConfig,
    options: { readonly allowReplace: boolean; readonly initialState?: TargetState },
  ): Promise<PutResult> {
    await this.#requireValid(config);
    return this.#queues.run(name, () => this.#replaceConfig(name, config, options));
  }

  /** Merges into the stored config; null takes a key out. */
  patchConfig(name: string, patch: NullableConfig): Promise<ConnectorInfo> {
    return this.#queues.run(name, async () => {
      const merged = new Map(Object.entries(this.#require(name).config));
      for (const [key, value] of Object.entries(patch)) {
        if (value === null) merged.delete(key);
        else merged.set(key, value);
      }
      const config = Object.fromEntries(javaEntries(merged)) as NullableConfig;
      await this.#requireValid(config);
      return (await this.#replaceConfig(name, config, { allowReplace: true })).info;
    });
  }

  remove(name: string): Promise<void> {
    return this.#queues.run(name, async () => {
      const connector = this.#require(name);
      await connector.close();
      this.#connectors.delete(name);
      this.#status.remove(name);
      this.#topics.reset(name);
    });
  }

  /** PAUSED or RUNNING. */
  setTargetState(name: string, state: 'RUNNING' | 'PAUSED'): Promise<void> {
    return this.#queues.run(name, () => this.#require(name, `Unknown connector ${name}`).setTargetState(state));
  }

  stopConnector(name: string): Promise<void> {
    return this.#queues.run(name, () =>
      this.#require(name, `No connector \`${name}\` configured`).setTargetState('STOPPED'),
    );
  }

  /** The connector's instance alone; its tasks follow where their configs change. */
  restartConnector(name: string): Promise<void> {
    return this.#queues.run(name, () => this.#require(name).start());
  }

  /** @returns the state with what restarts shown as RESTARTING (KIP-745) */
  restartParts(name: string, parts: { onlyFailed: boolean; includeTasks: boolean }): Promise<ConnectorStateInfo> {
    return this.#queues.run(name, async () => {
      const connector = this.#require(name, `Unknown connector: ${name}`);
      if (!this.#status.connector(name)) throw notFound(`Status for connector ${name} not found`);
      const plan = restartPlan(this.status(name), parts);
      await connector.stopTasks(plan.tasks);
      if (plan.connector) await connector.start();
      for (const task of plan.tasks) if (connector.hasTask(task)) await connector.restartTask(task);
      return plan.shown;
    });
  }

  restartTask(name: string, task: number): Promise<void> {
    return this.#queues.run(name, async () => {
      const connector = this.#connectors.get(name);
      if (!connector?.hasTask(task)) throw notFound(`Task ${name}-${task} not found`);
      if (!(await connector.restartTask(task))) throw new RequestError(500, `Failed to start task: ${name}-${task}`);
    });
  }

  activeTopics(name: string): string[] {
    if (!this.#deps.config.topicTrackingEnabled) throw new RequestError(403, 'Topic tracking is disabled.');
    return this.#topics.of(name);
  }

  resetActiveTopics(name: string): void {
    const { topicTrackingEnabled, topicTrackingResetAllowed } = this.#deps.config;
    if (!topicTrackingEnabled) throw new RequestError(403, 'Topic tracking is disabled.');
    if (!topicTrackingResetAllowed) throw new RequestError(403, 'Topic tracking reset is disabled.');
    this.#topics.reset(name);
  }

  async offsets(name: string): Promise<ConnectorOffset[]> {
    return this.#offsets.read(await this.#offsetTarget(this.#require(name)));
  }

  /** @returns the message for the client */
  alterOffsets(name: string, offsets: readonly ConnectorOffset[]): Promise<string> {
    return this.#queues.run(name, async () => {
      const connector = this.#requireStopped(name);
      const target = await this.#offsetTarget(connector);
      return connector.patiently('alter its offsets', this.#offsets.alter(target, offsets));
    });
  }

  /** @returns the message for the client */
  resetOffsets(name: string): Promise<string> {
    return this.#queues.run(name, async () => {
      const connector = this.#requireStopped(name);
      const target = await this.#offsetTarget(connector);
      return connector.patiently('reset its offsets', this.#offsets.reset(target));
    });
  }

  /**
   * Stops all connectors at once, their tasks first; source offsets are flushed by then. One that hangs is left
   * behind after the time that its tasks and itself have to stop.
   */
  async close(): Promise<void> {
    const timeoutMs = this.#deps.config.taskShutdownTimeoutMs + CONNECTOR_STOP_TIMEOUT_MS + 1000;
    const closing = [...this.#connectors.keys()].map(async (name) => {
      const closed = this.#queues.run(name, async () => this.#connectors.get(name)?.close());
      if (!(await withTimeout(closed, timeoutMs))) this.#deps.log.error(`Connector ${name} is left behind: it hangs`);
    });
    await Promise.all(closing);
  }

  async #replaceConfig(
    name: string,
    config: NullableConfig,
    options: { readonly allowReplace: boolean; readonly initialState?: TargetState },
  ): Promise<PutResult> {
    const existing = this.#connectors.get(name);
    if (existing && !options.allowReplace) throw new RequestError(409, `Connector ${name} already exists`);
    const connector = existing ?? this.#newConnector(name, config, options.initialState ?? 'RUNNING');
    connector.config = config;
    this.#connectors.set(name, connector);
    await connector.start();
    return { isNew: !existing, info: this.info(name) };
  }

  #newConnector(name: string, config: NullableConfig, state: TargetState): ManagedConnector {
    const reload = () => void this.#queues.run(name, async () => this.#connectors.get(name)?.reload());
    const isAwaited = () => this.#queues.hasWaiting(name);
    return new ManagedConnector(this.#deps, this.#status, this.#topics, name, config, state, reload, isAwaited);
  }

  #require(name: string, message = `Connector ${name} not found`): ManagedConnector {
    const connector = this.#connectors.get(name);
    if (!connector) throw notFound(message);
    return connector;
  }

  #requireStopped(name: string): ManagedConnector {
    const connector = this.#require(name);
    if (connector.targetState !== 'STOPPED' || connector.taskConfigs.length > 0) {
      throw badRequest(
        'Connectors must be in the STOPPED state before their offsets can be modified. ' +
          "This can be done for the specified connector by issuing a 'PUT' request to the " +
          `'/connectors/${name}/stop' endpoint`,
      );
    }
    return connector;
  }

  async #requireValid(config: NullableConfig): Promise<void> {
    const infos = await this.validate(config);
    if (infos.error_count === 0) return;
    const messages = infos.configs.flatMap(({ value }) => value.errors);
    throw badRequest(
      `Connector configuration is invalid and contains the following ${infos.error_count} error(s):\n` +
        `${messages.join('\n')}\n` +
        'You can also find the above list of errors at the endpoint ' +
        '`/connector-plugins/{connectorType}/config/validate`',
    );
  }

  async #offsetTarget(connector: ManagedConnector): Promise<OffsetTarget> {
    return { name: connector.name, config: await connector.resolvedConfig(), ...connector.newInstance() };
  }
}
