import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf } from '../../core/index.ts';
import type { KafkaConnectionConfig } from '../client.ts';
import type { NetworkMetrics } from '../metrics/index.ts';
import {
  type Api,
  apiVersionsApi,
  decodeResponse,
  encodeRequest,
  errorCode,
  KafkaError,
  ProtocolError,
  type RequestInput,
  type ResponseOf,
} from '../protocol/index.ts';
import { ConnectionError } from './connection-error.ts';
import { FrameReader } from './frame-reader.ts';
import { authenticate } from './sasl.ts';

/** The longest that a timer of Node.js waits. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** Larger answers are not from a Kafka broker: fetches are asked for with 50 MB at most. */
const MAX_FRAME_BYTES = 1024 * 1024 * 1024;
const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;
/** connections.max.idle.ms of Java's clients: a minute less than a broker's, which would close it under a request. */
const DEFAULT_MAX_IDLE_MS = 540_000;

interface Pending {
  readonly api: Api;
  readonly version: number;
  readonly resolve: (response: never) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * One connection to one broker: requests may be pipelined, answers come back in order. Versions are the newest
 * that both sides speak. Once broken it stays broken: every waiting request fails with a ConnectionError.
 */
export class BrokerConnection {
  readonly address: string;
  readonly #config: KafkaConnectionConfig;
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  readonly #versions = new Map<number, { readonly min: number; readonly max: number }>();
  readonly #network: NetworkMetrics | undefined;
  #isConnected = false;
  #correlationId = 0;
  #broken: ConnectionError | undefined;

  /** Opens, negotiates versions and authenticates. ConnectionError, or Failure CC7012 for wrong credentials. */
  static async open(
    host: string,
    port: number,
    config: KafkaConnectionConfig,
    network?: NetworkMetrics,
  ): Promise<BrokerConnection> {
    const connection = new BrokerConnection(host, port, config, network);
    try {
      await connection.#connected();
      await connection.#negotiate();
      if (config.sasl) await authenticate((api, body) => connection.send(api, body), config.sasl, connection.address);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  private constructor(host: string, port: number, config: KafkaConnectionConfig, network: NetworkMetrics | undefined) {
    this.address = `${host}:${port}`;
    this.#config = config;
    this.#network = network;
    const reader = new FrameReader(MAX_FRAME_BYTES, (frame) => this.#onFrame(frame));
    // Straight into the frame, which saves a buffer and a copy a chunk; TLS has its own way of reading.
    const onread = {
      buffer: () => reader.target(),
      callback: (bytes: number) => {
        this.#guarded(() => reader.received(bytes));
        return true;
      },
    };
    this.#socket = config.tls
      ? connectTls({ servername: isIpAddress(host) ? '' : host, ...config.tls, host, port })
      : connectTcp({ host, port, onread });
    this.#socket.setNoDelay(true);
    if (config.tls) this.#socket.on('data', (chunk: Buffer) => this.#guarded(() => reader.push(chunk)));
    this.#socket.once('connect', () => {
      this.#isConnected = true;
      this.#network?.opened();
    });
    this.#socket.on('error', (error) => this.#break(messageOf(error), error));
    this.#socket.on('close', () => this.#break('the connection was closed'));
    this.#socket.setTimeout(Math.min(Math.max(0, config.maxIdleMs ?? DEFAULT_MAX_IDLE_MS), MAX_TIMER_MS));
    this.#socket.on('timeout', () => {
      if (this.#pending.size === 0) this.#break('the connection was idle');
    });
  }

  get isOpen(): boolean {
    return this.#broken === undefined;
  }

  /** Does the broker speak a version of this API that is spoken here too? */
  supports(api: Api): boolean {
    return this.#versionOf(api) !== undefined;
  }

  /** @param timeoutMs how long the answer may take; the connection is given up when it takes longer */
  send<A extends Api>(
    api: A,
    body: RequestInput<A>,
    timeoutMs = this.#config.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS,
  ): Promise<ResponseOf<A>> {
    const version = this.#versionOf(api);
    if (version === undefined) {
      return Promise.reject(new KafkaError(errorCode('UNSUPPORTED_VERSION'), `${api.name} at ${this.address}`));
    }
    return this.#sendVersion(api, version, body, timeoutMs);
  }

  close(): void {
    this.#break('the connection was closed here');
  }

  #sendVersion<A extends Api>(
    api: A,
    version: number,
    body: RequestInput<A>,
    timeoutMs: number,
  ): Promise<ResponseOf<A>> {
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise<ResponseOf<A>>((resolve, reject) => {
      const correlationId = this.#correlationId++ & 0x7fffffff;
      const chunks = encodeRequest(api, version, correlationId, this.#config.clientId, body);
      const late = () => this.#break(`no answer to ${api.name} within ${timeoutMs} ms`);
      const timer = setTimeout(late, timeoutMs);
      this.#pending.set(correlationId, { api: api as Api, version, resolve, reject, timer });
      this.#socket.cork();
      let bytes = 0;
      for (const chunk of chunks) {
        bytes += chunk.length;
        this.#socket.write(chunk);
      }
      this.#socket.uncork();
      this.#network?.requested(bytes);
    });
  }

  #versionOf(api: Api): number | undefined {
    const range = this.#versions.get(api.key);
    if (!range) return undefined;
    const version = Math.min(api.maxVersion, range.max);
    return version >= Math.max(api.minVersion, range.min) ? version : undefined;
  }

  #connected(): Promise<void> {
    const timeoutMs = this.#config.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#break(`no connection within ${timeoutMs} ms`), timeoutMs);
      const settle = () => {
        clearTimeout(timer);
        if (this.#broken) reject(this.#broken);
        else resolve();
      };
      this.#socket.once(this.#config.tls ? 'secureConnect' : 'connect', settle);
      this.#socket.once('close', settle);
    });
  }

  /** A broker that is older than the version asked for says so in version 0, with its own list. */
  async #negotiate(): Promise<void> {
    const timeoutMs = this.#config.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
    const body = { clientSoftwareName: 'connectctl', clientSoftwareVersion: '0' };
    let answer = await this.#sendVersion(apiVersionsApi, 3, body, timeoutMs);
    if (answer.errorCode === errorCode('UNSUPPORTED_VERSION')) {
      answer = await this.#sendVersion(apiVersionsApi, 0, {}, timeoutMs);
    }
    if (answer.errorCode !== 0) throw new KafkaError(answer.errorCode, `ApiVersions at ${this.address}`);
    for (const { apiKey, minVersion, maxVersion } of answer.apiKeys) {
      this.#versions.set(apiKey, { min: minVersion, max: maxVersion });
    }
  }

  #onFrame(frame: Buffer): void {
    const correlationId = frame.readInt32BE(4);
    const pending = this.#pending.get(correlationId);
    if (!pending) throw new ProtocolError(`an answer to request ${correlationId}, which was never asked`);
    this.#pending.delete(correlationId);
    clearTimeout(pending.timer);
    this.#network?.responded(frame.length);
    try {
      pending.resolve(decodeApiVersionsSafely(pending, frame) as never);
    } catch (error) {
      pending.reject(error);
      throw error;
    }
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#break(messageOf(error), error);
    }
  }

  #break(why: string, cause?: unknown): void {
    if (this.#broken) return;
    this.#broken = new ConnectionError(`Kafka broker ${this.address}: ${why}`, { cause });
    this.#socket.destroy();
    if (this.#isConnected) this.#network?.closed();
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(this.#broken);
    }
    this.#pending.clear();
  }
}

function decodeApiVersionsSafely(pending: Pending, frame: Buffer): unknown {
  const isRefusal = pending.api.key === apiVersionsApi.key && frame.readInt16BE(8) === errorCode('UNSUPPORTED_VERSION');
  return decodeResponse(pending.api, isRefusal ? 0 : pending.version, frame);
}

function isIpAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}
