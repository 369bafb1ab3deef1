import { type ClientMetric, clientMetrics } from './client-metric.ts';
import { avgAndMax, Counted } from './counted.ts';
import { Sampled, type SampleWindow } from './sampled.ts';

/**
 * What goes over all connections of one client, sizes included (Selector.SelectorMetrics of the Java clients). Bytes are
 * those of requests and answers, before TLS; a request or an answer is one operation, in however many pieces it goes.
 */
export class NetworkMetrics {
  readonly #group: string;
  readonly #clientId: string;
  readonly #operations: Counted;
  readonly #requests: Counted;
  readonly #requestSizes: Sampled;
  readonly #outgoing: Counted;
  readonly #responses: Counted;
  readonly #incoming: Counted;
  readonly #opened: Counted;
  readonly #closed: Counted;
  #connections = 0;

  /** @param group the JMX type that they are attributes of, such as `producer-metrics` */
  constructor(group: string, clientId: string, window: SampleWindow) {
    this.#group = group;
    this.#clientId = clientId;
    this.#operations = new Counted(window);
    this.#requests = new Counted(window);
    this.#requestSizes = new Sampled(window);
    this.#outgoing = new Counted(window);
    this.#responses = new Counted(window);
    this.#incoming = new Counted(window);
    this.#opened = new Counted(window);
    this.#closed = new Counted(window);
  }

  opened(): void {
    this.#connections++;
    this.#opened.add(1);
  }

  closed(): void {
    this.#connections--;
    this.#closed.add(1);
  }

  /** A request, as it is handed to the socket. */
  requested(bytes: number): void {
    this.#operations.add(1);
    this.#requests.add(1);
    this.#requestSizes.record(bytes);
    this.#outgoing.add(bytes);
  }

  /** An answer, once it is complete. */
  responded(bytes: number): void {
    this.#operations.add(1);
    this.#responses.add(1);
    this.#incoming.add(bytes);
  }

  values(): ClientMetric[] {
    return clientMetrics(
      { group: this.#group, clientId: this.#clientId },
      {
        ...this.#operations.values('network-io'),
        ...this.#requests.values('request'),
        ...avgAndMax('request-size', this.#requestSizes),
        ...this.#outgoing.values('outgoing-byte'),
        ...this.#responses.values('response'),
        ...this.#incoming.values('incoming-byte'),
        'connection-count': this.#connections,
        ...this.#opened.values('connection-creation'),
        ...this.#closed.values('connection-close'),
      },
    );
  }
}
