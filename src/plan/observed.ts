import type {
  ConfigInfos,
  ConfigKeyInfo,
  ConnectorStateInfo,
  ConnectorType,
  FlatConfig,
  PluginInfo,
  ServerInfo,
} from '../core/index.ts';

/** One live connector as it was read. */
export interface ObservedConnector {
  readonly name: string;
  readonly config: FlatConfig;
  readonly type: ConnectorType;
  /** Undefined right after a create: the worker has no status record yet. */
  readonly status: ConnectorStateInfo | undefined;
  readonly taskCount: number;
}

/** What a worker can do, as far as a plan cares; from its version and its answers. */
export interface WorkerAbilities {
  readonly stop: boolean;
  readonly initialState: boolean;
  readonly patchConfig: boolean;
  readonly alterOffsets: boolean;
  /** Names with `/`, `\` or `%` can be asked about, changed and deleted: before 4.0. */
  readonly anyName: boolean;
  /** It gives a mask in place of passwords. */
  readonly masksSecrets: boolean;
  /** What its version promises and its answers deny, in words; undefined: nothing that is known. */
  readonly lacks?: string;
}

/** What the worker says about one class; a message where it could not be read. */
export type ClassDefinition =
  | { readonly kind: 'keys'; readonly keys: ReadonlyMap<string, ConfigKeyInfo> }
  | { readonly kind: 'unreadable'; readonly message: string };

/** The worker's own validation of one connector; a message where it gave none. */
export type Validation =
  | { readonly kind: 'answer'; readonly infos: ConfigInfos }
  | { readonly kind: 'error'; readonly message: string };

/** A declared topic as it stands in Kafka. */
export interface ObservedTopic {
  readonly partitions: number;
  readonly replicationFactor: number | undefined;
  /** Undefined: not read. */
  readonly config: ReadonlyMap<string, { readonly value: string | null; readonly isDefault: boolean }> | undefined;
}

/** Everything a plan looks at. The first four cost three requests; the rest is read only for what differs. */
export interface Observed {
  readonly url: string;
  readonly server: ServerInfo;
  readonly abilities: WorkerAbilities;
  readonly connectors: ReadonlyMap<string, ObservedConnector>;
  readonly plugins: readonly PluginInfo[];
  /** By class as a definition writes it. */
  readonly definitions: ReadonlyMap<string, ClassDefinition>;
  /** By connector name. */
  readonly validations: ReadonlyMap<string, Validation>;
  /** Names of consumer groups and connectors' offsets that a create would find; by connector name. */
  readonly leftovers: ReadonlyMap<string, string>;
  /** Undefined: no topic is declared, or Kafka was not asked. */
  readonly topics: ReadonlyMap<string, ObservedTopic> | undefined;
  /** What Kafka would refuse of the changes of topics. */
  readonly topicRefusals: readonly ObservedRefusal[];
}

/** Kafka's answer to a change of a topic that it was asked about and has not made. */
export interface ObservedRefusal {
  readonly name: string;
  /** The broker's own words. */
  readonly message: string;
  /** The user may not make the change, so whether it is possible is not known. */
  readonly isForbidden: boolean;
}

/** What a masking worker gives in place of a password; two lengths were seen. */
const SERVER_MASK = /^•{6,}$/;

/** True for a value that hides a password: unknown rather than different, and never sent back. */
export function isServerMask(value: string | null | undefined): boolean {
  return typeof value === 'string' && SERVER_MASK.test(value);
}
