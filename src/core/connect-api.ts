/**
 * The shapes of Kafka Connect's REST API (org.apache.kafka.connect.runtime.rest.entities), used by the
 * client on the control side and by the built-in worker: the one thing both halves share.
 */

/** GET / */
export interface ServerInfo {
  readonly version: string;
  readonly commit: string;
  readonly kafka_cluster_id: string;
}

export type ConnectorType = 'source' | 'sink' | 'unknown';
export type ConnectorStateName = 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'UNASSIGNED' | 'RESTARTING';
export type TargetState = 'RUNNING' | 'PAUSED' | 'STOPPED';

/** A flat config; a value read back from a worker is a string, or null where a client sent null. */
export type FlatConfig = Readonly<Record<string, string>>;

export interface TaskId {
  readonly connector: string;
  readonly task: number;
}

export interface ConnectorInfo {
  readonly name: string;
  readonly config: FlatConfig;
  readonly tasks: readonly TaskId[];
  readonly type: ConnectorType;
}

export interface ConnectorState {
  readonly state: ConnectorStateName;
  readonly worker_id: string;
  readonly version?: string | null;
  readonly trace?: string;
}

export interface TaskState extends ConnectorState {
  readonly id: number;
}

export interface ConnectorStateInfo {
  readonly name: string;
  readonly connector: ConnectorState;
  readonly tasks: readonly TaskState[];
  readonly type: ConnectorType;
}

/** GET /connectors?expand=info&expand=status: by connector name. */
export type ExpandedConnectors = Readonly<
  Record<string, { readonly info?: ConnectorInfo; readonly status?: ConnectorStateInfo }>
>;

export interface TaskInfo {
  readonly id: TaskId;
  readonly config: FlatConfig;
}

export interface ConnectorOffset {
  readonly partition: Readonly<Record<string, unknown>> | null;
  readonly offset: Readonly<Record<string, unknown>> | null;
}

export interface ConnectorOffsets {
  readonly offsets: readonly ConnectorOffset[];
}

export type PluginType = 'source' | 'sink' | 'converter' | 'header_converter' | 'transformation' | 'predicate';

export interface PluginInfo {
  readonly class: string;
  readonly type: PluginType;
  readonly version?: string;
}

export type ConfigTypeName = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD';

export interface ConfigKeyInfo {
  readonly name: string;
  readonly type: ConfigTypeName;
  readonly required: boolean;
  readonly default_value: string | null;
  readonly importance: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly documentation: string;
  readonly group: string | null;
  readonly order_in_group: number;
  readonly width: 'NONE' | 'SHORT' | 'MEDIUM' | 'LONG';
  readonly display_name: string;
  readonly dependents: readonly string[];
}

export interface ConfigValueInfo {
  readonly name: string;
  readonly value: string | null;
  readonly recommended_values: readonly string[];
  readonly errors: readonly string[];
  readonly visible: boolean;
}

/** PUT /connector-plugins/{class}/config/validate */
export interface ConfigInfos {
  readonly name: string;
  readonly error_count: number;
  readonly groups: readonly string[];
  readonly configs: readonly { readonly definition: ConfigKeyInfo | null; readonly value: ConfigValueInfo }[];
}

export interface CreateConnectorRequest {
  readonly name: string;
  readonly config: FlatConfig;
  readonly initial_state?: TargetState;
}

/** An entry of GET /admin/loggers. */
export interface LoggerLevel {
  readonly level: string;
  /** Milliseconds since the epoch; null: never changed. From 3.7. */
  readonly last_modified?: number | null;
}

/** The body of every error answer. */
export interface ErrorMessage {
  readonly error_code: number;
  readonly message: string | null;
}
