import type { ClientMetric } from './client-metric.ts';
import { ConsumerMetrics } from './consumer-metrics.ts';
import { NetworkMetrics } from './network-metrics.ts';
import { ProducerMetrics } from './producer-metrics.ts';
import type { SampleWindow } from './sampled.ts';

interface Counters {
  values(): ClientMetric[];
}

/** The counters of the clients that are open; each takes its own out when it closes. */
export class ClientMetrics {
  readonly #window: SampleWindow;
  readonly #open = new Set<Counters>();

  constructor(window: SampleWindow) {
    this.#window = window;
  }

  producer(clientId: string): ProducerMetrics {
    return this.#add(new ProducerMetrics(clientId, this.#window));
  }

  consumer(clientId: string): ConsumerMetrics {
    return this.#add(new ConsumerMetrics(clientId, this.#window));
  }

  /** Of an admin client nothing but its network is counted. */
  admin(clientId: string): NetworkMetrics {
    return this.#add(new NetworkMetrics('admin-client-metrics', clientId, this.#window));
  }

  remove(counters: Counters): void {
    this.#open.delete(counters);
  }

  values(): ClientMetric[] {
    return [...this.#open].flatMap((counters) => counters.values());
  }

  #add<C extends Counters>(counters: C): C {
    this.#open.add(counters);
    return counters;
  }
}
