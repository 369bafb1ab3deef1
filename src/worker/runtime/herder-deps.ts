import type { ClientFactory } from '../clients/index.ts';
import type { ConfigTransformer } from '../config-providers/index.ts';
import type { Logger } from '../log/index.ts';
import type { WorkerMetrics } from '../metrics/index.ts';
import type { PluginRegistry } from '../plugins/index.ts';
import type { WorkerConfig } from '../worker-config/index.ts';
import type { SinkTaskDeps, SourceTaskDeps } from './task-deps.ts';
import type { OffsetStore, TaskRunner } from './task-runner.ts';

/** What a herder works with; tests hand in task runners and clients of their own. */
export interface HerderDeps {
  readonly config: WorkerConfig;
  readonly registry: PluginRegistry;
  readonly transformer: ConfigTransformer;
  readonly offsetStore: OffsetStore;
  readonly clients: ClientFactory;
  readonly metrics: WorkerMetrics;
  /** host:port as advertised. */
  readonly workerId: () => string;
  readonly log: Logger;
  /** How long a connector may take to stop, or to do anything else while something waits for it; Kafka Connect's 5 s. */
  readonly connectorStopTimeoutMs?: number;
  readonly createSourceTask: (deps: SourceTaskDeps) => TaskRunner;
  readonly createSinkTask: (deps: SinkTaskDeps) => TaskRunner;
}
