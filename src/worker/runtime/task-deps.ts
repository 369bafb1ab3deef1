import type { KafkaAdmin, KafkaConsumer, KafkaProducer } from '../../kafka/index.ts';
import type { Logger } from '../log/index.ts';
import type { SinkTaskMetrics, SourceTaskMetrics } from '../metrics/index.ts';
import type {
  Converter,
  HeaderConverter,
  Predicate,
  SinkConnectorPlugin,
  SourceConnectorPlugin,
  Transformation,
} from '../plugins/index.ts';
import type { OffsetStore, TaskListener, TaskSpec } from './task-runner.ts';

/** A configured plugin instance with its class name, which error reports print. */
export interface Named<T> {
  readonly className: string;
  readonly instance: T;
}

/** One transform of the chain; applied when `negate` XOR `predicate` holds (always without a predicate). */
export interface TransformStage extends Named<Transformation> {
  readonly alias: string;
  readonly predicate: Named<Predicate> | null;
  readonly negate: boolean;
}

/** errors.* of the connector. */
export interface ErrorHandling {
  /** -1: for ever. */
  readonly retryTimeoutMs: number;
  readonly retryDelayMaxMs: number;
  readonly tolerance: 'none' | 'all';
  readonly logEnabled: boolean;
  readonly logIncludesMessages: boolean;
  /** Sinks only; null without errors.deadletterqueue.topic.name. */
  readonly deadLetterQueue: {
    readonly topic: string;
    readonly replicationFactor: number;
    readonly contextHeaders: boolean;
  } | null;
}

/** topic.creation.*: the first group that takes a topic's name says how it is created. */
export interface TopicCreationGroup {
  readonly name: string;
  includes(topic: string): boolean;
  /** -1: the broker's default. */
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * Kafka clients with the connector's prefix and override rules already applied (KafkaConnect's Worker.*Configs).
 * Each call makes a new client, which the task closes.
 */
export interface TaskClients {
  producer(): Promise<KafkaProducer>;
  consumer(): Promise<KafkaConsumer>;
  admin(): Promise<KafkaAdmin>;
  deadLetterProducer(): Promise<KafkaProducer>;
  deadLetterAdmin(): Promise<KafkaAdmin>;
}

interface CommonTaskDeps {
  readonly spec: TaskSpec;
  readonly keyConverter: Named<Converter>;
  readonly valueConverter: Named<Converter>;
  readonly headerConverter: Named<HeaderConverter>;
  /** In order. The runner closes them, and their predicates, at its end. */
  readonly transforms: readonly TransformStage[];
  readonly errors: ErrorHandling;
  readonly clients: TaskClients;
  readonly offsetFlushIntervalMs: number;
  readonly offsetFlushTimeoutMs: number;
  readonly listener: TaskListener;
  /** Carries the context `[<connector>|task-<n>] `. */
  readonly log: Logger;
  /** The state to begin in; `pause` and `resume` change it. */
  readonly initiallyPaused: boolean;
}

export interface SourceTaskDeps extends CommonTaskDeps {
  readonly plugin: SourceConnectorPlugin;
  readonly metrics: SourceTaskMetrics;
  readonly offsetStore: OffsetStore;
  /** How much may be sent without being acknowledged; the default of buffer.memory unless given. */
  readonly bufferBytes?: number | undefined;
  /** In the order to try, the default group last; null: the broker creates topics, or nobody. */
  readonly topicCreation: readonly TopicCreationGroup[] | null;
}

export interface SinkTaskDeps extends CommonTaskDeps {
  readonly plugin: SinkConnectorPlugin;
  readonly metrics: SinkTaskMetrics;
  readonly subscription: { readonly topics: readonly string[] } | { readonly pattern: RegExp };
}
