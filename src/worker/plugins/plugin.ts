/**
 * The one interface of a plugin, for the built-in ones and for those that `plugin.path` loads.
 * After org.apache.kafka.connect.{source,sink,storage,transforms}.
 */
import type { ConnectorOffset, FlatConfig, PluginType } from '../../core/index.ts';
import type { ConsumerRecord, OffsetAndMetadata, RecordHeader, TopicPartition } from '../../kafka/index.ts';
import type { ConfigDef, ParsedConfig } from '../config/index.ts';
import type { Schema, SchemaAndValue, SinkRecord, SourceRecord } from '../data/index.ts';
import type { Logger } from '../log/index.ts';

interface PluginBase<K extends PluginType> {
  readonly kind: K;
  /** Full Java class name, such as `org.apache.kafka.connect.file.FileStreamSourceConnector`. */
  readonly className: string;
  readonly version: string;
  readonly configDef: ConfigDef;
}

export interface SourceConnectorPlugin extends PluginBase<'source'> {
  /** Reported as `task.class` in task configs. */
  readonly taskClassName: string;
  create(): Connector;
  createTask(): SourceTask;
}

export interface SinkConnectorPlugin extends PluginBase<'sink'> {
  readonly taskClassName: string;
  create(): Connector;
  createTask(): SinkTask;
}

export interface ConverterPlugin extends PluginBase<'converter'> {
  create(): Converter;
}

export interface HeaderConverterPlugin extends PluginBase<'header_converter'> {
  create(): HeaderConverter;
}

export interface TransformationPlugin extends PluginBase<'transformation'> {
  create(): Transformation;
}

export interface PredicatePlugin extends PluginBase<'predicate'> {
  create(): Predicate;
}

export type ConnectorPlugin = SourceConnectorPlugin | SinkConnectorPlugin;
export type Plugin =
  | SourceConnectorPlugin
  | SinkConnectorPlugin
  | ConverterPlugin
  | HeaderConverterPlugin
  | TransformationPlugin
  | PredicatePlugin;

/** Configs handed to plugins are flat, with config provider references already resolved. */
export interface Connector {
  start(config: FlatConfig): void | Promise<void>;
  taskConfigs(maxTasks: number): readonly FlatConfig[];
  stop(): void | Promise<void>;
  /**
   * Checks, and where the connector keeps offsets itself carries out, a change of offsets.
   * True: nothing else has to be done. Throws with the message for the client. Absent: false.
   */
  alterOffsets?(config: FlatConfig, offsets: readonly ConnectorOffset[]): boolean | Promise<boolean>;
}

export interface SourceTaskContext {
  /** Carries the task's context; `named` gives it the plugin's own name. */
  readonly log: Logger;
  /** The last flushed offset of a source partition, or null. */
  offset(partition: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null;
  /** Aborted when the task is told to stop; every wait in `poll` ends on it. */
  readonly signal: AbortSignal;
}

export interface SourceTask {
  start(config: FlatConfig, context: SourceTaskContext): void | Promise<void>;
  /** A batch, or null when there is nothing now. Waits at most about a second. */
  poll(): Promise<readonly SourceRecord[] | null>;
  commit?(): void | Promise<void>;
  stop(): void | Promise<void>;
}

export interface ErrantRecordReporter {
  /** Resolves when the record has been taken; where it is not, the task fails, whether or not this is waited for. */
  report(record: SinkRecord, error: unknown): Promise<void>;
}

export interface SinkTaskContext {
  /** Carries the task's context; `named` gives it the plugin's own name. */
  readonly log: Logger;
  readonly signal: AbortSignal;
  assignment(): readonly TopicPartition[];
  seek(partition: TopicPartition, offset: bigint): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  requestCommit(): void;
  /** Wait before the next delivery after a RetriableError from `put`, milliseconds. */
  timeout(timeoutMs: number): void;
  readonly errantRecordReporter: ErrantRecordReporter | null;
}

export interface SinkTask {
  start(config: FlatConfig, context: SinkTaskContext): void | Promise<void>;
  open?(partitions: readonly TopicPartition[]): void | Promise<void>;
  put(records: readonly SinkRecord[]): void | Promise<void>;
  flush?(offsets: readonly OffsetAndMetadata[]): void | Promise<void>;
  /** Which offsets may be committed; absent: flush, then all given. */
  preCommit?(
    offsets: readonly OffsetAndMetadata[],
  ): readonly OffsetAndMetadata[] | Promise<readonly OffsetAndMetadata[]>;
  close?(partitions: readonly TopicPartition[]): void | Promise<void>;
  stop(): void | Promise<void>;
}

export interface Converter {
  configure(config: ParsedConfig, isKey: boolean): void;
  fromConnectData(
    topic: string,
    schema: Schema | null,
    value: unknown,
    headers: readonly RecordHeader[],
  ): Buffer | null;
  toConnectData(topic: string, bytes: Buffer | null, headers: readonly RecordHeader[]): SchemaAndValue;
}

export interface HeaderConverter {
  configure(config: ParsedConfig): void;
  fromConnectHeader(topic: string, key: string, schema: Schema | null, value: unknown): Buffer | null;
  toConnectHeader(topic: string, key: string, bytes: Buffer | null): SchemaAndValue;
}

/** Works on source and sink records alike and keeps their kind. Returns null to drop the record. */
export interface Transformation {
  configure(config: ParsedConfig): void;
  apply<R extends SourceRecord | SinkRecord>(record: R): R | null;
  close?(): void;
}

export interface Predicate {
  configure(config: ParsedConfig): void;
  test(record: SourceRecord | SinkRecord): boolean;
  close?(): void;
}

/** Thrown by plugins for what may succeed when tried again (RetriableException). */
export class RetriableError extends Error {
  override readonly name = 'RetriableException';
}

/**
 * True for what may succeed when tried again. By the name: a plugin that `plugin.path` loaded may have another copy of
 * the class, or none, and names its error `RetriableException`.
 */
export function isRetriable(error: unknown): boolean {
  return error instanceof Error && error.name === 'RetriableException';
}

/**
 * Any error a plugin or the runtime reports. `javaClass` heads the trace as Kafka Connect prints it, such as
 * `org.apache.kafka.connect.errors.DataException`.
 */
export class ConnectError extends Error {
  override readonly name = 'ConnectException';
  readonly javaClass: string;

  constructor(message: string, options: { readonly cause?: unknown; readonly javaClass?: string } = {}) {
    super(message, { cause: options.cause });
    this.javaClass = options.javaClass ?? 'org.apache.kafka.connect.errors.ConnectException';
  }
}

export type { ConsumerRecord };
