import type { ClientMetric } from './client-metric.ts';
import { ConsumerMetrics } from './consumer-metrics.ts';
import { ProducerMetrics } from './producer-metrics.ts';
import type { SampleWindow } from './sampled.ts';

/** The counters of the producers and consumers that are open; each takes its own out when it closes. */
export class ClientMetrics {
  readonly #window: SampleWindow;
  readonly #open = new Set<ProducerMetrics | ConsumerMetrics>();

  constructor(window: SampleWindow) {
    this.#window = window;
  }

  producer(clientId: string): ProducerMetrics {
    return this.#add(new ProducerMetrics(clientId, this.#window));
  }

  consumer(clientId: string): ConsumerMetrics {
    return this.#add(new ConsumerMetrics(clientId, this.#window));
  }

  remove(metrics: ProducerMetrics | ConsumerMetrics): void {
    this.#open.delete(metrics);
  }

  values(): ClientMetric[] {
    return [...this.#open].flatMap((metrics) => metrics.values());
  }

  #add<M extends ProducerMetrics | ConsumerMetrics>(metrics: M): M {
    this.#open.add(metrics);
    return metrics;
  }
}
