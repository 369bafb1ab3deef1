import type { Socket } from 'node:net';
import { messageOf } from '../core/index.ts';
import {
  apiVersionsApi,
  decodeRequestBody,
  decodeRequestHeader,
  encodeResponse,
  errorCode,
  FrameReader,
  ProtocolError,
  Reader,
  type RequestHeader,
} from '../kafka/index.ts';
import type { BrokerState, Handler } from './handler.ts';
import { handlers } from './handlers/index.ts';

/** socket.request.max.bytes of Kafka: a larger frame is no request. */
const MAX_FRAME_BYTES = 100 * 1024 * 1024;
/** Requests read ahead while one is being answered; then reading stops until it is. */
const MAX_WAITING = 16;

/**
 * One client's connection: requests are answered one after the other, in their order, as Kafka does. Bytes that are
 * not the protocol's end this connection, with a line in the log, and nothing else.
 */
export class ClientConnection {
  readonly #socket: Socket;
  readonly #broker: BrokerState;
  readonly #log: (message: string) => void;
  readonly #disconnected = new AbortController();
  readonly #waiting: Buffer[] = [];
  readonly #clientHost: string;
  readonly #advertisedHost: string;
  #busy = false;

  constructor(socket: Socket, broker: BrokerState, advertisedHost: string, log: (message: string) => void) {
    this.#socket = socket;
    this.#broker = broker;
    this.#log = log;
    this.#clientHost = socket.remoteAddress ?? '';
    this.#advertisedHost = advertisedHost;
    const reader = new FrameReader(MAX_FRAME_BYTES, (frame) => this.#accept(frame));
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#fail(error);
      }
    });
    // A reset by the client is its business; 'close' follows.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#disconnected.abort());
  }

  close(): void {
    this.#socket.destroy();
  }

  #accept(frame: Buffer): void {
    this.#waiting.push(frame);
    if (this.#waiting.length >= MAX_WAITING) this.#socket.pause();
    if (!this.#busy) void this.#answerAll();
  }

  async #answerAll(): Promise<void> {
    this.#busy = true;
    try {
      for (let frame = this.#waiting.shift(); frame; frame = this.#waiting.shift()) {
        if (this.#waiting.length < MAX_WAITING) this.#socket.resume();
        await this.#answer(frame);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
    }
  }

  async #answer(frame: Buffer): Promise<void> {
    const reader = new Reader(frame, 4);
    const header = decodeRequestHeader(reader, isFlexible);
    const handler = handlers.get(header.apiKey);
    if (!handler) throw new ProtocolError(`API ${header.apiKey} is not served`);
    const { apiVersion } = header;
    if (apiVersion < handler.api.minVersion || apiVersion > handler.api.maxVersion) {
      await this.#refuseVersion(handler, header);
      return;
    }
    const request = decodeRequestBody(handler.api, apiVersion, reader);
    const answer = await handler.handle(request as never, {
      broker: this.#broker,
      version: apiVersion,
      clientId: header.clientId,
      clientHost: this.#clientHost,
      advertisedHost: this.#advertisedHost,
      disconnected: this.#disconnected.signal,
    });
    if (answer !== undefined)
      await this.#write(encodeResponse(handler.api, apiVersion, header.correlationId, answer as never));
  }

  /** A newer client asks for ApiVersions in a version of its own and expects the list in version 0 (KIP-511). */
  async #refuseVersion(handler: Handler, header: RequestHeader): Promise<void> {
    if (handler.api.key !== apiVersionsApi.key) {
      throw new ProtocolError(`${handler.api.name} version ${header.apiVersion} is not served`);
    }
    const list = handler.handle({} as never, undefined as never) as object;
    const answer = { ...list, errorCode: errorCode('UNSUPPORTED_VERSION') };
    await this.#write(encodeResponse(handler.api, 0, header.correlationId, answer as never));
  }

  /** Waits for a slow reader, so that its answers do not pile up in memory. */
  async #write(chunks: readonly Buffer[]): Promise<void> {
    if (this.#socket.destroyed) return;
    this.#socket.cork();
    let hasRoom = true;
    for (const chunk of chunks) hasRoom = this.#socket.write(chunk);
    this.#socket.uncork();
    if (hasRoom) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.on('drain', done);
      this.#socket.on('close', done);
    });
  }

  #fail(error: unknown): void {
    if (!this.#socket.destroyed) this.#log(`Closed the connection of ${this.#clientHost}: ${messageOf(error)}`);
    this.#waiting.length = 0;
    this.#socket.destroy();
  }
}

/** Of a version that is not served nothing is known, and nothing past the header's fixed part is read. */
function isFlexible(apiKey: number, apiVersion: number): boolean {
  const api = handlers.get(apiKey)?.api;
  return api !== undefined && apiVersion >= api.flexibleSince && apiVersion <= api.maxVersion;
}
