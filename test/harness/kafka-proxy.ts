import { connect, createServer, type Server, type Socket } from 'node:net';
import {
  type Api,
  decodeResponse,
  encodeResponse,
  FrameReader,
  fetchApi,
  findCoordinatorApi,
  metadataApi,
  type ResponseOf,
} from '../../src/kafka/index.ts';

export type FetchAnswer = ResponseOf<typeof fetchApi>;
/** What becomes of one answer to a fetch: another one, or undefined: the connection is cut in its place. */
export type Tamper = (answer: FetchAnswer) => FetchAnswer | undefined;

const MAX_FRAME_BYTES = 100 * 1024 * 1024;

/**
 * Stands between Kafka clients and a broker of one node, as the address that the broker itself tells, so that every
 * connection comes through here; `tamper` sees each answer to a fetch before the client does.
 */
export class KafkaProxy {
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #brokerPort: number;
  port = 0;
  tamper: Tamper = (answer) => answer;
  /** Topics that the broker is said to keep for itself. */
  readonly internal = new Set<string>();
  /** Sees each request, as a frame with its size, before the broker does. */
  onRequest: (frame: Buffer) => void = () => {};
  /** How many answers to an API, by its key, are cut off next. */
  readonly cutNext = new Map<number, number>();

  private constructor(brokerPort: number) {
    this.#brokerPort = brokerPort;
    this.#server = createServer((client) => this.#accept(client));
  }

  static async start(brokerPort: number): Promise<KafkaProxy> {
    const proxy = new KafkaProxy(brokerPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    const address = proxy.#server.address();
    proxy.port = typeof address === 'object' && address ? address.port : 0;
    return proxy;
  }

  /** Every connection breaks; clients may connect anew. */
  cutAll(): void {
    for (const socket of this.#connections) socket.destroy();
  }

  async close(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    const broker = connect(this.#brokerPort, '127.0.0.1');
    const asked = new Map<number, { readonly key: number; readonly version: number }>();
    const end = () => {
      client.destroy();
      broker.destroy();
      this.#connections.delete(client);
    };
    this.#connections.add(client);
    for (const socket of [client, broker]) socket.on('error', end).on('close', end);
    const requests = new FrameReader(MAX_FRAME_BYTES, (frame) => {
      asked.set(frame.readInt32BE(8), { key: frame.readInt16BE(4), version: frame.readInt16BE(6) });
      this.onRequest(frame);
      broker.write(frame);
    });
    const answers = new FrameReader(MAX_FRAME_BYTES, (frame) => {
      const correlationId = frame.readInt32BE(4);
      const request = asked.get(correlationId);
      asked.delete(correlationId);
      const chunks = request ? this.#answer(request.key, request.version, correlationId, frame) : [frame];
      if (chunks === undefined) end();
      else for (const chunk of chunks) client.write(chunk);
    });
    client.on('data', (chunk: Buffer) => requests.push(chunk));
    broker.on('data', (chunk: Buffer) => answers.push(chunk));
  }

  #answer(key: number, version: number, correlationId: number, frame: Buffer): readonly Buffer[] | undefined {
    const cuts = this.cutNext.get(key) ?? 0;
    this.cutNext.set(key, Math.max(0, cuts - 1));
    if (cuts > 0) return undefined;
    const read = <A extends Api>(api: A) => decodeResponse(api, version, frame);
    if (key === metadataApi.key) {
      const answer = read(metadataApi);
      const brokers = answer.brokers.map((node) => ({ ...node, port: this.port }));
      const topics = answer.topics.map((topic) => ({ ...topic, isInternal: this.internal.has(topic.name) }));
      return encodeResponse(metadataApi, version, correlationId, { ...answer, brokers, topics });
    }
    if (key === findCoordinatorApi.key) {
      return encodeResponse(findCoordinatorApi, version, correlationId, {
        ...read(findCoordinatorApi),
        port: this.port,
      });
    }
    if (key !== fetchApi.key) return [frame];
    const answer = this.tamper(read(fetchApi));
    return answer && encodeResponse(fetchApi, version, correlationId, answer);
  }
}
