import { Failure, isNoTls, messageOf, type TlsProblem, type TlsWords, tlsProblem } from '../../core/index.ts';
import type { KafkaConnectionConfig } from '../client.ts';
import { BrokerConnection, ConnectionError } from '../connection/index.ts';
import type { NetworkMetrics } from '../metrics/index.ts';
import {
  type Api,
  checkError,
  findCoordinatorApi,
  metadataApi,
  type RequestInput,
  type ResponseOf,
} from '../protocol/index.ts';
import { type BrokerNode, type MetadataSnapshot, snapshotOf, type TopicMetadata } from './metadata.ts';

/** What a connection is for: group requests may wait long, so they have one of their own, as in the Java client. */
export type Lane = 'data' | 'coordinator';

const SAME_WARNING_MS = 30_000;

/**
 * A client's view of one cluster: its connections, opened when first needed and opened again when broken, and
 * the metadata it last read. Nothing here retries; callers do, with their own limits.
 */
export class Cluster {
  readonly config: KafkaConnectionConfig;
  readonly #connections = new Map<string, Promise<BrokerConnection>>();
  readonly #topics = new Map<string, TopicMetadata>();
  #brokers = new Map<number, BrokerNode>();
  readonly #network: NetworkMetrics | undefined;
  readonly #warnedMs = new Map<string, number>();
  #closed = false;

  /** @param network counts what its connections do */
  constructor(config: KafkaConnectionConfig, network?: NetworkMetrics) {
    this.config = config;
    this.#network = network;
  }

  /** What is known of a topic without asking. */
  topic(name: string): TopicMetadata | undefined {
    return this.#topics.get(name);
  }

  /** Reads metadata of the given topics, or of all with null. May create them, where `create` and the broker allow. */
  async refresh(topics: readonly string[] | null, create = false): Promise<MetadataSnapshot> {
    const response = await this.any(metadataApi, {
      topics: topics === null ? null : topics.map((name) => ({ name })),
      allowAutoTopicCreation: create,
    });
    const snapshot = snapshotOf(response);
    if (snapshot.brokers.length > 0) this.#brokers = new Map(snapshot.brokers.map((node) => [node.nodeId, node]));
    if (topics === null) this.#topics.clear();
    for (const topic of snapshot.topics.values()) this.#topics.set(topic.name, topic);
    return snapshot;
  }

  /** Reads again what is known already. */
  async refreshKnown(): Promise<void> {
    if (this.#topics.size > 0) await this.refresh([...this.#topics.keys()]);
  }

  /** Sends to whichever broker answers. Failure CC7011 when none can be reached. */
  async any<A extends Api>(api: A, body: RequestInput<A>): Promise<ResponseOf<A>> {
    const connection = await this.#anyConnection();
    try {
      return await connection.send(api, body);
    } catch (error) {
      // It opened and then did not talk: a listener that wants TLS or SASL does so.
      const isFirst = this.#brokers.size === 0 && error instanceof ConnectionError;
      throw isFirst ? unreachable(this.config, [error]) : error;
    }
  }

  /** Sends to one broker. ConnectionError when it is not known or cannot be reached. */
  async to<A extends Api>(
    nodeId: number,
    api: A,
    body: RequestInput<A>,
    options: { readonly lane?: Lane; readonly timeoutMs?: number } = {},
  ): Promise<ResponseOf<A>> {
    const node = this.#brokers.get(nodeId);
    if (!node) throw new ConnectionError(`Kafka broker ${nodeId} is not known`);
    const connection = await this.#connection(node.host, node.port, options.lane ?? 'data');
    return connection.send(api, body, options.timeoutMs);
  }

  /** The node that coordinates a group or a transactional id; its address becomes known. */
  async findCoordinator(key: string, type: 'group' | 'transaction' = 'group'): Promise<number> {
    const keyType = type === 'group' ? 0 : 1;
    const found = await this.any(findCoordinatorApi, { key, keyType });
    checkError(found.errorCode, `Coordinator of ${type} ${key}`, found.errorMessage);
    this.#brokers.set(found.nodeId, { nodeId: found.nodeId, host: found.host, port: found.port });
    return found.nodeId;
  }

  /** Hands a line to the config's `onWarning`, the same one at most twice a minute: retries go on for ever. */
  warn(message: string): void {
    const nowMs = Date.now();
    if (this.#closed || nowMs - (this.#warnedMs.get(message) ?? 0) < SAME_WARNING_MS) return;
    if (this.#warnedMs.size >= 100) this.#warnedMs.clear();
    this.#warnedMs.set(message, nowMs);
    this.config.onWarning?.(message);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const opened = [...this.#connections.values()];
    this.#connections.clear();
    for (const connection of opened) {
      // One that is still opening, or never opened, has nothing to close now.
      connection.then((open) => open.close()).catch(() => undefined);
    }
  }

  async #anyConnection(): Promise<BrokerConnection> {
    const known = [...this.#brokers.values()].map(({ host, port }) => ({ host, port }));
    const candidates = [...known, ...this.config.bootstrapServers.map(parseAddress)];
    const failures: unknown[] = [];
    for (const { host, port } of candidates) {
      try {
        return await this.#connection(host, port, 'data');
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        failures.push(error);
      }
    }
    throw unreachable(this.config, failures);
  }

  #connection(host: string, port: number, lane: Lane): Promise<BrokerConnection> {
    if (this.#closed) return Promise.reject(new ConnectionError('the Kafka client is closed'));
    const key = `${host}:${port}/${lane}`;
    const existing = this.#connections.get(key);
    if (!existing) return this.#open(key, host, port);
    return existing.then((connection) => (connection.isOpen ? connection : this.#reopen(key, existing, host, port)));
  }

  #reopen(key: string, old: Promise<BrokerConnection>, host: string, port: number): Promise<BrokerConnection> {
    const current = this.#connections.get(key);
    return current && current !== old ? current : this.#open(key, host, port);
  }

  #open(key: string, host: string, port: number): Promise<BrokerConnection> {
    const opening = BrokerConnection.open(host, port, this.config, this.#network);
    this.#connections.set(key, opening);
    opening.then(
      (connection) => {
        if (this.#closed) connection.close();
      },
      () => {
        if (this.#connections.get(key) === opening) this.#connections.delete(key);
      },
    );
    return opening;
  }
}

function parseAddress(address: string): { readonly host: string; readonly port: number } {
  const match = /^(?:[A-Za-z_]+:\/\/)?\[?([^\]]*?)\]?:(\d+)$/.exec(address.trim());
  if (!match?.[1] || !match[2]) {
    throw new Failure('CC7011', `\`${address}\` is not a Kafka address`, {
      help: 'Write bootstrap servers as host:port.',
    });
  }
  return { host: match[1], port: Number(match[2]) };
}

function unreachable(config: KafkaConnectionConfig, failures: readonly unknown[]): Failure {
  const { bootstrapServers: servers } = config;
  const problems = failures.map((failure) => tlsProblemOf(failure, config));
  const reasons = failures.map((failure, i) => problems[i]?.reason ?? reasonOf(failure, servers));
  const causes = [...new Set(reasons)].join('; ');
  return new Failure('CC7011', `No Kafka broker can be reached at ${servers.join(', ')} (${causes})`, {
    cause: failures[0],
    retryable: true,
    help: problems.find((one) => one)?.help ?? 'Is Kafka running there? `connectctl broker` starts an embedded one.',
  });
}

const BROKER_TLS: TlsWords = {
  peer: 'broker',
  address: 'kafka.bootstrapServers',
  ca: 'kafka.tls.ca of the environment (of a worker: ssl.truststore.location)',
  cert: 'kafka.tls.cert and kafka.tls.key of the environment (of a worker: ssl.keystore.location)',
};

function tlsProblemOf(failure: unknown, { tls }: KafkaConnectionConfig): TlsProblem | undefined {
  const cause = failure instanceof ConnectionError ? failure.cause : undefined;
  if (!(cause instanceof Error)) return undefined;
  if (tls && (isNoTls(cause) || /before secure TLS connection/.test(cause.message))) {
    const help = 'For a broker without TLS take kafka.tls away (of a worker: SSL from security.protocol).';
    return { reason: 'what listens there does not speak TLS', help };
  }
  return tlsProblem(cause, (tls?.cert ?? tls?.pfx) !== undefined, BROKER_TLS);
}

/** What stands in a sentence that names the servers: a single one is not named again. */
function reasonOf(failure: unknown, servers: readonly string[]): string {
  const message = messageOf(failure);
  if (servers.length > 1) return message;
  return message.replace(`Kafka broker ${servers[0]}: `, '').replace(` ${servers[0]}`, '');
}
