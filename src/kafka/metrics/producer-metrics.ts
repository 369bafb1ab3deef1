import { type ClientMetric, clientMetrics } from './client-metric.ts';
import { avgAndMax, Counted } from './counted.ts';
import { NetworkMetrics } from './network-metrics.ts';
import { Sampled, type SampleWindow } from './sampled.ts';

export interface SentBatch {
  readonly topic: string;
  readonly records: number;
  /** As written, and before it was compressed. */
  readonly sentBytes: number;
  readonly plainBytes: number;
  /** Since the batch was begun, until it was sent for the last time. */
  readonly queuedMs: number;
}

interface TopicCounts {
  readonly sends: Counted;
  readonly bytes: Counted;
  readonly errors: Counted;
  readonly retries: Counted;
}

/** What a producer counts, a batch or a request at a time (SenderMetricsRegistry of the Java client). */
export class ProducerMetrics {
  readonly network: NetworkMetrics;
  readonly #clientId: string;
  readonly #window: SampleWindow;
  readonly #sends: Counted;
  readonly #errors: Counted;
  readonly #retries: Counted;
  readonly #batchSizes: Sampled;
  readonly #recordSizes: Sampled;
  readonly #queueTimes: Sampled;
  readonly #compression: Sampled;
  readonly #latencies: Sampled;
  readonly #perRequest: Sampled;
  readonly #topics = new Map<string, TopicCounts>();
  #inFlight = 0;

  constructor(clientId: string, window: SampleWindow) {
    this.network = new NetworkMetrics('producer-metrics', clientId, window);
    this.#clientId = clientId;
    this.#window = window;
    this.#sends = new Counted(window);
    this.#errors = new Counted(window);
    this.#retries = new Counted(window);
    this.#batchSizes = new Sampled(window);
    this.#recordSizes = new Sampled(window);
    this.#queueTimes = new Sampled(window);
    this.#compression = new Sampled(window);
    this.#latencies = new Sampled(window);
    this.#perRequest = new Sampled(window);
  }

  requestBegan(records: number): void {
    this.#inFlight++;
    this.#perRequest.record(records);
  }

  /** Answered, or not: both end it. */
  requestEnded(durationMs: number): void {
    this.#inFlight--;
    this.#latencies.record(durationMs);
  }

  /** Kafka has it. */
  sent({ topic, records, sentBytes, plainBytes, queuedMs }: SentBatch): void {
    const counts = this.#topic(topic);
    this.#sends.add(records);
    counts.sends.add(records);
    counts.bytes.add(sentBytes);
    this.#batchSizes.record(sentBytes);
    this.#recordSizes.record(plainBytes / records);
    this.#compression.record(sentBytes / plainBytes);
    this.#queueTimes.record(queuedMs);
  }

  /** It will be sent again. */
  retried(topic: string, records: number): void {
    this.#retries.add(records);
    this.#topic(topic).retries.add(records);
  }

  /** It is given up. */
  failed(topic: string, records: number): void {
    this.#errors.add(records);
    this.#topic(topic).errors.add(records);
  }

  values(): ClientMetric[] {
    const clientId = this.#clientId;
    const all = clientMetrics(
      { group: 'producer-metrics', clientId },
      {
        ...this.#sends.values('record-send'),
        ...this.#errors.values('record-error'),
        ...this.#retries.values('record-retry'),
        ...avgAndMax('batch-size', this.#batchSizes),
        ...avgAndMax('record-size', this.#recordSizes),
        ...avgAndMax('record-queue-time', this.#queueTimes),
        ...avgAndMax('request-latency', this.#latencies),
        'compression-rate-avg': this.#compression.avg(),
        'records-per-request-avg': this.#perRequest.avg(),
        'requests-in-flight': this.#inFlight,
      },
    );
    const byTopic = [...this.#topics].flatMap(([topic, counts]) =>
      clientMetrics(
        { group: 'producer-topic-metrics', clientId, topic },
        {
          ...counts.sends.values('record-send'),
          ...counts.bytes.values('byte'),
          ...counts.errors.values('record-error'),
          ...counts.retries.values('record-retry'),
        },
      ),
    );
    return [...all, ...byTopic, ...this.network.values()];
  }

  #topic(topic: string): TopicCounts {
    const existing = this.#topics.get(topic);
    if (existing) return existing;
    const counted = () => new Counted(this.#window);
    const counts = { sends: counted(), bytes: counted(), errors: counted(), retries: counted() };
    this.#topics.set(topic, counts);
    return counts;
  }
}
