import { javaErrorClass } from './error-class.ts';

/** What an error code of the protocol means to a client. */
export interface ErrorInfo {
  readonly name: string;
  /** The same request may succeed later (RetriableException). */
  readonly retriable: boolean;
  /** What is known of the cluster is out of date (InvalidMetadataException). */
  readonly staleMetadata: boolean;
}

/** Name, retriable, stale metadata by code, after org.apache.kafka.common.protocol.Errors of 4.3.1. */
const table = {
  OFFSET_OUT_OF_RANGE: [1, 0, 0],
  CORRUPT_MESSAGE: [2, 1, 0],
  UNKNOWN_TOPIC_OR_PARTITION: [3, 1, 1],
  INVALID_FETCH_SIZE: [4, 0, 0],
  LEADER_NOT_AVAILABLE: [5, 1, 1],
  NOT_LEADER_OR_FOLLOWER: [6, 1, 1],
  REQUEST_TIMED_OUT: [7, 1, 0],
  BROKER_NOT_AVAILABLE: [8, 0, 0],
  REPLICA_NOT_AVAILABLE: [9, 1, 1],
  MESSAGE_TOO_LARGE: [10, 0, 0],
  STALE_CONTROLLER_EPOCH: [11, 0, 0],
  OFFSET_METADATA_TOO_LARGE: [12, 0, 0],
  NETWORK_EXCEPTION: [13, 1, 1],
  COORDINATOR_LOAD_IN_PROGRESS: [14, 1, 0],
  COORDINATOR_NOT_AVAILABLE: [15, 1, 0],
  NOT_COORDINATOR: [16, 1, 0],
  INVALID_TOPIC_EXCEPTION: [17, 0, 0],
  RECORD_LIST_TOO_LARGE: [18, 0, 0],
  NOT_ENOUGH_REPLICAS: [19, 1, 0],
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: [20, 1, 0],
  INVALID_REQUIRED_ACKS: [21, 0, 0],
  ILLEGAL_GENERATION: [22, 0, 0],
  INCONSISTENT_GROUP_PROTOCOL: [23, 0, 0],
  INVALID_GROUP_ID: [24, 0, 0],
  UNKNOWN_MEMBER_ID: [25, 0, 0],
  INVALID_SESSION_TIMEOUT: [26, 0, 0],
  REBALANCE_IN_PROGRESS: [27, 0, 0],
  INVALID_COMMIT_OFFSET_SIZE: [28, 0, 0],
  TOPIC_AUTHORIZATION_FAILED: [29, 0, 0],
  GROUP_AUTHORIZATION_FAILED: [30, 0, 0],
  CLUSTER_AUTHORIZATION_FAILED: [31, 0, 0],
  INVALID_TIMESTAMP: [32, 0, 0],
  UNSUPPORTED_SASL_MECHANISM: [33, 0, 0],
  ILLEGAL_SASL_STATE: [34, 0, 0],
  UNSUPPORTED_VERSION: [35, 0, 0],
  TOPIC_ALREADY_EXISTS: [36, 0, 0],
  INVALID_PARTITIONS: [37, 0, 0],
  INVALID_REPLICATION_FACTOR: [38, 0, 0],
  INVALID_REPLICA_ASSIGNMENT: [39, 0, 0],
  INVALID_CONFIG: [40, 0, 0],
  NOT_CONTROLLER: [41, 1, 0],
  INVALID_REQUEST: [42, 0, 0],
  UNSUPPORTED_FOR_MESSAGE_FORMAT: [43, 0, 0],
  POLICY_VIOLATION: [44, 0, 0],
  OUT_OF_ORDER_SEQUENCE_NUMBER: [45, 0, 0],
  DUPLICATE_SEQUENCE_NUMBER: [46, 0, 0],
  INVALID_PRODUCER_EPOCH: [47, 0, 0],
  INVALID_TXN_STATE: [48, 0, 0],
  INVALID_PRODUCER_ID_MAPPING: [49, 0, 0],
  INVALID_TRANSACTION_TIMEOUT: [50, 0, 0],
  CONCURRENT_TRANSACTIONS: [51, 1, 0],
  TRANSACTION_COORDINATOR_FENCED: [52, 0, 0],
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: [53, 0, 0],
  SECURITY_DISABLED: [54, 0, 0],
  OPERATION_NOT_ATTEMPTED: [55, 0, 0],
  KAFKA_STORAGE_ERROR: [56, 1, 1],
  LOG_DIR_NOT_FOUND: [57, 0, 0],
  SASL_AUTHENTICATION_FAILED: [58, 0, 0],
  UNKNOWN_PRODUCER_ID: [59, 0, 0],
  REASSIGNMENT_IN_PROGRESS: [60, 0, 0],
  DELEGATION_TOKEN_AUTH_DISABLED: [61, 0, 0],
  DELEGATION_TOKEN_NOT_FOUND: [62, 0, 0],
  DELEGATION_TOKEN_OWNER_MISMATCH: [63, 0, 0],
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: [64, 0, 0],
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: [65, 0, 0],
  DELEGATION_TOKEN_EXPIRED: [66, 0, 0],
  INVALID_PRINCIPAL_TYPE: [67, 0, 0],
  NON_EMPTY_GROUP: [68, 0, 0],
  GROUP_ID_NOT_FOUND: [69, 0, 0],
  FETCH_SESSION_ID_NOT_FOUND: [70, 1, 0],
  INVALID_FETCH_SESSION_EPOCH: [71, 1, 0],
  LISTENER_NOT_FOUND: [72, 1, 1],
  TOPIC_DELETION_DISABLED: [73, 0, 0],
  FENCED_LEADER_EPOCH: [74, 1, 1],
  UNKNOWN_LEADER_EPOCH: [75, 1, 0],
  UNSUPPORTED_COMPRESSION_TYPE: [76, 0, 0],
  STALE_BROKER_EPOCH: [77, 0, 0],
  OFFSET_NOT_AVAILABLE: [78, 1, 0],
  MEMBER_ID_REQUIRED: [79, 0, 0],
  PREFERRED_LEADER_NOT_AVAILABLE: [80, 1, 1],
  GROUP_MAX_SIZE_REACHED: [81, 0, 0],
  FENCED_INSTANCE_ID: [82, 0, 0],
  ELIGIBLE_LEADERS_NOT_AVAILABLE: [83, 1, 1],
  ELECTION_NOT_NEEDED: [84, 1, 1],
  NO_REASSIGNMENT_IN_PROGRESS: [85, 0, 0],
  GROUP_SUBSCRIBED_TO_TOPIC: [86, 0, 0],
  INVALID_RECORD: [87, 0, 0],
  UNSTABLE_OFFSET_COMMIT: [88, 1, 0],
  THROTTLING_QUOTA_EXCEEDED: [89, 1, 0],
  PRODUCER_FENCED: [90, 0, 0],
  RESOURCE_NOT_FOUND: [91, 0, 0],
  DUPLICATE_RESOURCE: [92, 0, 0],
  UNACCEPTABLE_CREDENTIAL: [93, 0, 0],
  INCONSISTENT_VOTER_SET: [94, 0, 0],
  INVALID_UPDATE_VERSION: [95, 0, 0],
  FEATURE_UPDATE_FAILED: [96, 0, 0],
  PRINCIPAL_DESERIALIZATION_FAILURE: [97, 0, 0],
  SNAPSHOT_NOT_FOUND: [98, 0, 0],
  POSITION_OUT_OF_RANGE: [99, 0, 0],
  UNKNOWN_TOPIC_ID: [100, 1, 1],
  DUPLICATE_BROKER_REGISTRATION: [101, 0, 0],
  BROKER_ID_NOT_REGISTERED: [102, 0, 0],
  INCONSISTENT_TOPIC_ID: [103, 1, 1],
  INCONSISTENT_CLUSTER_ID: [104, 0, 0],
  TRANSACTIONAL_ID_NOT_FOUND: [105, 0, 0],
  FETCH_SESSION_TOPIC_ID_ERROR: [106, 1, 0],
  INELIGIBLE_REPLICA: [107, 0, 0],
  NEW_LEADER_ELECTED: [108, 0, 0],
  OFFSET_MOVED_TO_TIERED_STORAGE: [109, 0, 0],
  FENCED_MEMBER_EPOCH: [110, 0, 0],
  UNRELEASED_INSTANCE_ID: [111, 0, 0],
  UNSUPPORTED_ASSIGNOR: [112, 0, 0],
  STALE_MEMBER_EPOCH: [113, 0, 0],
  MISMATCHED_ENDPOINT_TYPE: [114, 0, 0],
  UNSUPPORTED_ENDPOINT_TYPE: [115, 0, 0],
  UNKNOWN_CONTROLLER_ID: [116, 0, 0],
  UNKNOWN_SUBSCRIPTION_ID: [117, 0, 0],
  TELEMETRY_TOO_LARGE: [118, 0, 0],
  INVALID_REGISTRATION: [119, 0, 0],
  TRANSACTION_ABORTABLE: [120, 0, 0],
  INVALID_RECORD_STATE: [121, 0, 0],
  SHARE_SESSION_NOT_FOUND: [122, 1, 0],
  INVALID_SHARE_SESSION_EPOCH: [123, 1, 0],
  FENCED_STATE_EPOCH: [124, 0, 0],
  INVALID_VOTER_KEY: [125, 0, 0],
  DUPLICATE_VOTER: [126, 0, 0],
  VOTER_NOT_FOUND: [127, 0, 0],
  INVALID_REGULAR_EXPRESSION: [128, 0, 0],
  REBOOTSTRAP_REQUIRED: [129, 0, 0],
  STREAMS_INVALID_TOPOLOGY: [130, 0, 0],
  STREAMS_INVALID_TOPOLOGY_EPOCH: [131, 0, 0],
  STREAMS_TOPOLOGY_FENCED: [132, 0, 0],
  SHARE_SESSION_LIMIT_REACHED: [133, 1, 0],
} as const satisfies Record<string, readonly [code: number, retriable: 0 | 1, staleMetadata: 0 | 1]>;

export type ErrorName = keyof typeof table;

const infos = new Map<number, ErrorInfo>(
  Object.entries(table).map(([name, [code, retriable, stale]]) => [
    code,
    { name, retriable: retriable === 1, staleMetadata: stale === 1 },
  ]),
);

/** The code of an error by its name; `NONE` is 0. */
export function errorCode(name: ErrorName | 'NONE' | 'UNKNOWN_SERVER_ERROR'): number {
  if (name === 'NONE') return 0;
  return name === 'UNKNOWN_SERVER_ERROR' ? -1 : table[name][0];
}

export function errorInfo(code: number): ErrorInfo {
  return (
    infos.get(code) ?? {
      name: code === -1 ? 'UNKNOWN_SERVER_ERROR' : `UNKNOWN(${code})`,
      retriable: false,
      staleMetadata: false,
    }
  );
}

/** An error code in an answer of the broker. */
export class KafkaError extends Error {
  override readonly name: string = 'KafkaError';
  readonly errorCode: number;
  readonly retriable: boolean;

  /** @param what the operation and its subject, such as `Commit of group a` */
  constructor(code: number, what: string, detail?: string | null) {
    const info = errorInfo(code);
    super(`${what}: ${info.name}${detail ? ` (${detail})` : ''}`);
    this.errorCode = code;
    this.retriable = info.retriable;
  }

  /** What Java's clients throw in its place: traces and dead letters say it. */
  get javaClass(): string {
    return javaErrorClass(infos.get(this.errorCode)?.name ?? 'UNKNOWN_SERVER_ERROR');
  }

  is(name: ErrorName): boolean {
    return this.errorCode === errorCode(name);
  }
}

/** Throws a KafkaError unless the code is 0. */
export function checkError(code: number, what: string, detail?: string | null): void {
  if (code !== 0) throw new KafkaError(code, what, detail);
}
