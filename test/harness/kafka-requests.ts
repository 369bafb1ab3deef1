import { type Api, decodeRequestBody, decodeRequestHeader, Reader, type RequestOf } from '../../src/kafka/index.ts';
import type { KafkaProxy } from './kafka-proxy.ts';

/** The requests that have come through a proxy, in order. */
export class KafkaRequests {
  readonly #frames: Buffer[] = [];

  constructor(proxy: KafkaProxy) {
    proxy.onRequest = (frame) => this.#frames.push(frame);
  }

  /** Those of one API from one client, by its id. */
  of<A extends Api>(api: A, clientId: string): RequestOf<A>[] {
    return this.#frames.flatMap((frame) => {
      if (frame.readInt16BE(4) !== api.key) return [];
      const reader = new Reader(frame, 4);
      const header = decodeRequestHeader(reader, (_key, version) => version >= api.flexibleSince);
      return header.clientId === clientId ? [decodeRequestBody(api, header.apiVersion, reader)] : [];
    });
  }
}
