import type { TopicPartition } from '../client.ts';
import { keyOf } from '../topic-partitions.ts';
import { type ClientMetric, clientMetrics } from './client-metric.ts';
import { avgAndMax, Counted } from './counted.ts';
import { NetworkMetrics } from './network-metrics.ts';
import { Sampled, type SampleWindow } from './sampled.ts';

interface TopicCounts {
  readonly records: Counted;
  readonly bytes: Counted;
}

interface Lag extends TopicPartition {
  readonly sampled: Sampled;
  last: number;
}

/** What a consumer counts, a poll or a request at a time (FetchMetricsRegistry, ConsumerCoordinatorMetrics). */
export class ConsumerMetrics {
  readonly network: NetworkMetrics;
  readonly #clientId: string;
  readonly #window: SampleWindow;
  readonly #records: Counted;
  readonly #bytes: Counted;
  readonly #fetches: Counted;
  readonly #fetchSizes: Sampled;
  readonly #fetchTimes: Sampled;
  readonly #perRequest: Sampled;
  readonly #lagMax: Sampled;
  readonly #commits: Counted;
  readonly #commitTimes: Sampled;
  readonly #heartbeats: Counted;
  readonly #topics = new Map<string, TopicCounts>();
  #lags = new Map<string, Lag>();
  #assigned = 0;
  #rebalances = 0;
  #lastHeartbeatMs: number | null = null;
  #lastPollMs: number | null = null;

  constructor(clientId: string, window: SampleWindow) {
    this.network = new NetworkMetrics('consumer-metrics', clientId, window);
    this.#clientId = clientId;
    this.#window = window;
    this.#records = new Counted(window);
    this.#bytes = new Counted(window);
    this.#fetches = new Counted(window);
    this.#fetchSizes = new Sampled(window);
    this.#fetchTimes = new Sampled(window);
    this.#perRequest = new Sampled(window);
    this.#lagMax = new Sampled(window);
    this.#commits = new Counted(window);
    this.#commitTimes = new Sampled(window);
    this.#heartbeats = new Counted(window);
  }

  polled(): void {
    this.#lastPollMs = this.#window.nowMs();
  }

  fetched(sizeBytes: number, durationMs: number): void {
    this.#fetches.add(1);
    this.#fetchSizes.record(sizeBytes);
    this.#fetchTimes.record(durationMs);
  }

  /** What one answer brought of a partition. */
  received(topic: string, sizeBytes: number): void {
    this.#bytes.add(sizeBytes);
    this.#topic(topic).bytes.add(sizeBytes);
  }

  /** Handed out. @param lag how many records of the partition are left to read */
  consumed(partition: TopicPartition, records: number, lag: bigint | null): void {
    if (records > 0) {
      this.#records.add(records);
      this.#topic(partition.topic).records.add(records);
      this.#perRequest.record(records);
    }
    if (lag !== null) this.#noteLag(partition, Math.max(0, Number(lag)));
  }

  committed(durationMs: number): void {
    this.#commits.add(1);
    this.#commitTimes.record(durationMs);
  }

  heartbeat(): void {
    this.#heartbeats.add(1);
    this.#lastHeartbeatMs = this.#window.nowMs();
  }

  /** A rebalance has ended; the lag of what is no longer assigned is forgotten. */
  assigned(partitions: readonly TopicPartition[]): void {
    this.#rebalances++;
    this.#assigned = partitions.length;
    const keys = new Set(partitions.map(keyOf));
    this.#lags = new Map([...this.#lags].filter(([key]) => keys.has(key)));
  }

  values(): ClientMetric[] {
    return [
      ...this.#fetchValues(),
      ...this.#topicValues(),
      ...this.#lagValues(),
      ...this.#groupValues(),
      ...this.network.values(),
    ];
  }

  #fetchValues(): ClientMetric[] {
    return clientMetrics(
      { group: 'consumer-fetch-manager-metrics', clientId: this.#clientId },
      {
        ...this.#records.values('records-consumed'),
        ...this.#bytes.values('bytes-consumed'),
        ...this.#fetches.values('fetch'),
        ...avgAndMax('fetch-size', this.#fetchSizes),
        ...avgAndMax('fetch-latency', this.#fetchTimes),
        'records-per-request-avg': this.#perRequest.avg(),
        'records-lag-max': this.#lagMax.max(),
      },
    );
  }

  #topicValues(): ClientMetric[] {
    return [...this.#topics].flatMap(([topic, { records, bytes }]) =>
      clientMetrics(
        { group: 'consumer-fetch-manager-metrics', clientId: this.#clientId, topic },
        { ...records.values('records-consumed'), ...bytes.values('bytes-consumed') },
      ),
    );
  }

  #lagValues(): ClientMetric[] {
    return [...this.#lags.values()].flatMap(({ topic, partition, sampled, last }) =>
      clientMetrics(
        { group: 'consumer-fetch-manager-metrics', clientId: this.#clientId, topic, partition },
        { 'records-lag': last, ...avgAndMax('records-lag', sampled) },
      ),
    );
  }

  #groupValues(): ClientMetric[] {
    const since = (ms: number | null) => (ms === null ? -1 : Math.floor((this.#window.nowMs() - ms) / 1000));
    const coordinator = clientMetrics(
      { group: 'consumer-coordinator-metrics', clientId: this.#clientId },
      {
        'assigned-partitions': this.#assigned,
        ...this.#commits.values('commit'),
        ...avgAndMax('commit-latency', this.#commitTimes),
        ...this.#heartbeats.values('heartbeat'),
        'last-heartbeat-seconds-ago': since(this.#lastHeartbeatMs),
        'rebalance-total': this.#rebalances,
      },
    );
    const consumer = clientMetrics(
      { group: 'consumer-metrics', clientId: this.#clientId },
      { 'last-poll-seconds-ago': since(this.#lastPollMs) },
    );
    return [...coordinator, ...consumer];
  }

  #noteLag(place: TopicPartition, lag: number): void {
    const key = keyOf(place);
    const { topic, partition } = place;
    const entry = this.#lags.get(key) ?? { topic, partition, sampled: new Sampled(this.#window), last: 0 };
    this.#lags.set(key, entry);
    entry.last = lag;
    entry.sampled.record(lag);
    this.#lagMax.record(lag);
  }

  #topic(topic: string): TopicCounts {
    const existing = this.#topics.get(topic);
    if (existing) return existing;
    const counts = { records: new Counted(this.#window), bytes: new Counted(this.#window) };
    this.#topics.set(topic, counts);
    return counts;
  }
}
