import type { Diagnostic, Sensitive, SourceSpan, TargetState } from '../core/index.ts';

/** A value of the flat config: a secret is wrapped and is unwrapped at the REST call alone. */
export type ConfigText = string | Sensitive;

/** One connector of one environment, every layer, reference and fan-out worked in. */
export interface ResolvedConnector {
  readonly name: string;
  /** The pipeline it is written in; for a plain file, its path without extension. */
  readonly pipeline: string;
  /** The flat keys as sent, sorted by key; without `name`, without our marks, without `${keep}` keys. */
  readonly config: ReadonlyMap<string, ConfigText>;
  /** `${keep}` keys with what a create takes: undefined means that a create is an error. Sorted by key. */
  readonly keep: ReadonlyMap<string, ConfigText | undefined>;
  /** The keys of `config` and `keep` that hold a secret. */
  readonly sensitiveKeys: ReadonlySet<string>;
  /** The keys of `config` that hold a placeholder of `${env.X}` in place of its value: not checked. Absent: none. */
  readonly placeholderKeys?: ReadonlySet<string>;
  /** Whether a flat key holds a secret by its name, for keys that only the worker has, too. */
  isSensitiveKey(key: string): boolean;
  /** Where the value of a flat key is written (a reference: where the reference stands). */
  sourceOf(key: string): SourceSpan | undefined;
  /** Where a flat key itself is written; absent or undefined where only its value is known. */
  keySourceOf?(key: string): SourceSpan | undefined;
  /** Where the connector begins: its name. */
  readonly source: SourceSpan;
  /** Undefined: not managed here. A create then starts RUNNING. */
  readonly state: TargetState | undefined;
  readonly stateSource: SourceSpan | undefined;
  /** Names of connectors of this environment that have to be in their wanted state first. */
  readonly dependsOn: readonly string[];
  readonly preventDestroy: boolean;
  /** Earlier names, newest first as written; empty for most. */
  readonly movedFrom: readonly string[];
  readonly offsets: DeclaredOffsets | undefined;
  /** What this connector silences: by hazard id or diagnostic code. */
  readonly allow: ReadonlyMap<string, Allowance>;
  readonly labels: ReadonlyMap<string, string>;
  readonly description: string | undefined;
  /** The `forEach` entry it comes from. */
  readonly entry: string | undefined;
}

/** Where a connector's reading begins; used once, when connectctl creates it. */
export type DeclaredOffsets =
  | {
      readonly kind: 'pairs';
      /** The list of {partition, offset} as JSON text, 64-bit integers whole: the `offsets` of PATCH …/offsets. */
      readonly json: string;
      readonly source: SourceSpan;
    }
  | { readonly kind: 'from'; readonly connector: string; readonly source: SourceSpan };

export interface Allowance {
  readonly reason: string;
  readonly source: SourceSpan;
}

/** A topic that a document, connector or template declares. */
export interface ResolvedTopic {
  readonly name: string;
  readonly pipeline: string;
  /** Undefined: the broker's default, and not compared. */
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
  /** Declared keys only; null resets one to the broker's default. Sorted by key. */
  readonly config: ReadonlyMap<string, string | null>;
  readonly source: SourceSpan;
  /** Where a field is written: `partitions`, `replicationFactor`, `config.KEY`. */
  sourceOf(field: string): SourceSpan | undefined;
}

/** An entry of `removed`. */
export interface RemovedConnector {
  readonly name: string;
  readonly pipeline: string;
  /** false: it goes on running and only our marks are taken off. */
  readonly destroy: boolean;
  readonly offsets: 'keep' | 'reset';
  readonly source: SourceSpan;
}

export interface ConnectTls {
  /** Paths of PEM files, relative to the project folder. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export interface ConnectSettings {
  /** Tried in turn. No trailing slash. */
  readonly urls: readonly string[];
  readonly auth:
    | { readonly kind: 'basic'; readonly username: string; readonly password: Sensitive }
    | { readonly kind: 'bearer'; readonly token: Sensitive }
    | undefined;
  readonly tls: ConnectTls | undefined;
  readonly headers: ReadonlyMap<string, ConfigText>;
}

export interface KafkaSettings {
  /** host:port each. */
  readonly bootstrapServers: readonly string[];
  readonly tls: boolean | ConnectTls;
  readonly sasl:
    | {
        readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
        readonly username: string;
        readonly password: Sensitive;
      }
    | undefined;
}

/** One environment of connectctl.yaml, `extends` and references worked in. */
export interface ResolvedEnvironment {
  readonly name: string;
  readonly project: string;
  readonly connect: ConnectSettings;
  readonly kafka: KafkaSettings | undefined;
  /** The mark's value: PROJECT/ENVIRONMENT unless written. */
  readonly owner: string;
  readonly ownership: 'marks' | 'none';
  readonly prune: boolean;
  readonly protected: boolean;
  /** Globs of keys that the service adds by itself. */
  readonly ignoreKeys: readonly string[];
  readonly source: SourceSpan;
}

/** What a command line adds to the files. */
export interface ResolveOptions {
  readonly environment: string;
  /** `--var`: stronger than any file. */
  readonly vars?: ReadonlyMap<string, string>;
  /** For `${env.X}` in connectctl.yaml: the variables, or placeholders where they don't matter (validate). */
  readonly env: Readonly<Record<string, string | undefined>> | 'placeholders';
  /** False where nothing is asked of a worker: environment variables of the connection may then be unset. */
  readonly connects?: boolean;
}

/** Everything that the files say about one environment. */
export interface Resolution {
  /** Undefined where connectctl.yaml has no such environment; a diagnostic says so. */
  readonly environment: ResolvedEnvironment | undefined;
  /** Sorted by name. Those with errors are left out. */
  readonly connectors: readonly ResolvedConnector[];
  /** Those with errors, as far as they could be read: for checks that tell more of what is wrong. */
  readonly failed?: readonly ResolvedConnector[];
  /** Sorted by name. */
  readonly topics: readonly ResolvedTopic[];
  readonly removed: readonly RemovedConnector[];
  /** Sorted by place; without those of loadProject. */
  readonly diagnostics: readonly Diagnostic[];
}
