import type { FlatConfig, TaskId } from '../../core/index.ts';
import type { ConnectorPlugin } from '../plugins/index.ts';
import type { HerderDeps } from './herder-deps.ts';
import type { StatusStore } from './herder-status.ts';
import { sinkTaskDeps, sourceTaskDeps } from './herder-task-deps.ts';
import type { ActiveTopics } from './herder-topics.ts';
import { javaErrorText, javaTrace } from './java-trace.ts';
import type { TaskListener, TaskRunner } from './task-runner.ts';

/** What the tasks need to know of their connector when they start. */
export interface TaskOwner {
  readonly targetState: string;
  resolvedConfig(): Promise<FlatConfig>;
}

/** The tasks of one connector: their configs, and the runners of those that have started. */
export class ConnectorTasks {
  readonly #deps: HerderDeps;
  readonly #status: StatusStore;
  readonly #topics: ActiveTopics;
  readonly #connector: string;
  readonly #runners = new Map<number, TaskRunner>();
  #configs: readonly FlatConfig[] = [];

  constructor(deps: HerderDeps, status: StatusStore, topics: ActiveTopics, connector: string) {
    this.#deps = deps;
    this.#status = status;
    this.#topics = topics;
    this.#connector = connector;
  }

  get configs(): readonly FlatConfig[] {
    return this.#configs;
  }

  async startAll(plugin: ConnectorPlugin, owner: TaskOwner, configs: readonly FlatConfig[]): Promise<void> {
    this.#configs = configs;
    for (let task = 0; task < configs.length; task++) await this.#start(plugin, owner, task);
  }

  /** False where it could not be started. */
  async restart(plugin: ConnectorPlugin, owner: TaskOwner, task: number): Promise<boolean> {
    await this.stop([task]);
    return this.#start(plugin, owner, task);
  }

  /** Stops every task and forgets them, with their states. */
  async removeAll(): Promise<void> {
    await this.stop([...this.#runners.keys()]);
    this.#configs = [];
    this.#status.removeTasks(this.#connector);
    this.#deps.metrics.removeTasks(this.#connector);
  }

  /** All at once, within the graceful timeout; what does not end then is left behind and no longer heard. */
  async stop(tasks: readonly number[]): Promise<void> {
    const timeoutMs = this.#deps.config.taskShutdownTimeoutMs;
    await Promise.all(
      tasks.map(async (task) => {
        const runner = this.#runners.get(task);
        this.#runners.delete(task);
        if (runner && !(await this.#stopRunner(runner, timeoutMs))) {
          this.#deps.log.error(`Graceful stop of task ${this.#connector}-${task} failed.`);
        }
      }),
    );
  }

  setPaused(isPaused: boolean): void {
    for (const runner of this.#runners.values()) {
      if (isPaused) runner.pause();
      else runner.resume();
    }
  }

  async #stopRunner(runner: TaskRunner, timeoutMs: number): Promise<boolean> {
    try {
      return await runner.stop(timeoutMs);
    } catch (error) {
      this.#deps.log.error(`Error while stopping task ${this.#connector}-${runner.id.task}`, error);
      return false;
    }
  }

  async #start(plugin: ConnectorPlugin, owner: TaskOwner, task: number): Promise<boolean> {
    const id: TaskId = { connector: this.#connector, task };
    try {
      const runner = await this.#createRunner(plugin, owner, id);
      this.#runners.set(task, runner);
      runner.start();
      return true;
    } catch (error) {
      this.#deps.metrics.taskStartups.failed();
      // Kafka Connect knows a version only of a task that it could make.
      this.#status.setTask(id, 'FAILED', null, javaTrace(error));
      this.#deps.log.error(`Failed to start task ${this.#connector}-${task}: ${javaErrorText(error)}`);
      return false;
    }
  }

  async #createRunner(plugin: ConnectorPlugin, owner: TaskOwner, id: TaskId): Promise<TaskRunner> {
    const spec = {
      id,
      connectorConfig: await owner.resolvedConfig(),
      taskConfig: await this.#deps.transformer.transform(this.#configs[id.task]!),
    };
    const holder: { runner: TaskRunner | null } = { runner: null };
    const start = {
      spec,
      listener: this.#listener(plugin.version, () => holder.runner),
      initiallyPaused: owner.targetState === 'PAUSED',
    };
    holder.runner =
      plugin.kind === 'source'
        ? this.#deps.createSourceTask(sourceTaskDeps(this.#deps, plugin, start))
        : this.#deps.createSinkTask(sinkTaskDeps(this.#deps, plugin, start));
    return holder.runner;
  }

  /** Hears a runner only as long as it is the task's current one: one that was left behind may speak much later. */
  #listener(version: string, runner: () => TaskRunner | null): TaskListener {
    const { metrics } = this.#deps;
    let hasStarted = false;
    return {
      onState: (id, state, trace) => {
        if (this.#runners.get(id.task) !== runner()) return;
        this.#status.setTask(id, state, version, trace);
        metrics.task(id)?.stateChanged(state);
        if (hasStarted || state === 'UNASSIGNED') return;
        hasStarted = true;
        if (state === 'FAILED') metrics.taskStartups.failed();
        else metrics.taskStartups.succeeded();
      },
      onActiveTopic: (connector, topic) => {
        if (this.#deps.config.topicTrackingEnabled) this.#topics.add(connector, topic);
      },
    };
  }
}
