import { messageOf, sleep } from '../../core/index.ts';
import { listOffsets } from '../admin/list-offsets.ts';
import type {
  ConsumerRecord,
  KafkaConnectionConfig,
  KafkaConsumer,
  KafkaConsumerOptions,
  OffsetAndMetadata,
  RebalanceListener,
  TopicPartition,
} from '../client.ts';
import { Cluster } from '../cluster/index.ts';
import { Backoff, isRetriable } from '../connection/index.ts';
import type { ConsumerMetrics } from '../metrics/index.ts';
import { errorCode, KafkaError } from '../protocol/index.ts';
import { keyOf } from '../topic-partitions.ts';
import { Fetcher } from './fetcher.ts';
import { GroupMember } from './group-member.ts';
import { type AssignedPartition, SubscriptionState } from './subscription-state.ts';
import { TopicSelection } from './topic-selection.ts';

/** The Java client's defaults, of the key named in each line. */
const defaults = {
  autoOffsetReset: 'earliest', // what Kafka Connect sets; auto.offset.reset itself is latest
  maxPollRecords: 500, // max.poll.records
  sessionTimeoutMs: 45_000, // session.timeout.ms
  heartbeatIntervalMs: 3_000, // heartbeat.interval.ms
  maxPollIntervalMs: 300_000, // max.poll.interval.ms
  metadataMaxAgeMs: 300_000, // metadata.max.age.ms
  fetchMaxWaitMs: 500, // fetch.max.wait.ms
  fetchMinBytes: 1, // fetch.min.bytes
  fetchMaxBytes: 50 * 1024 * 1024, // fetch.max.bytes
  maxPartitionFetchBytes: 1024 * 1024, // max.partition.fetch.bytes
  isolationLevel: 'read_uncommitted', // isolation.level
  groupInstanceId: '', // group.instance.id: none
  allowAutoCreateTopics: true, // allow.auto.create.topics
  excludeInternalTopics: true, // exclude.internal.topics
} as const;

/** Between two looks for topics, while one is under way. */
const RETRY_MS = 100;
/** A poll looks around this often, whatever has not been heard. */
const MAX_WAIT_MS = 1_000;

/** A consumer with the contract of client.ts. Connects when first used. */
export function createConsumer(config: KafkaConnectionConfig, options: KafkaConsumerOptions): KafkaConsumer {
  return new Consumer(config, { ...defaults, ...withoutUndefined(options) });
}

type Options = Required<KafkaConsumerOptions>;

class Consumer implements KafkaConsumer {
  readonly #cluster: Cluster;
  readonly #options: Options;
  readonly #state = new SubscriptionState();
  readonly #fetcher: Fetcher;
  readonly #member: GroupMember;
  readonly #metrics: ConsumerMetrics | undefined;
  #selection: TopicSelection | undefined;
  #listener: RebalanceListener | undefined;
  #joining: Promise<readonly TopicPartition[]> | undefined;
  #refreshing = false;
  #wokenUp = false;
  #hasProgress = false;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(config: KafkaConnectionConfig, options: Options) {
    this.#metrics = config.metrics?.consumer(config.clientId);
    this.#cluster = new Cluster(config, this.#metrics?.network);
    this.#options = options;
    const signal = () => this.#signal();
    this.#member = new GroupMember(
      this.#cluster,
      {
        ...options,
        requireStable: options.isolationLevel === 'read_committed',
        groupInstanceId: options.groupInstanceId || null,
        metrics: this.#metrics,
      },
      signal,
    );
    this.#fetcher = new Fetcher(
      this.#cluster,
      this.#state,
      {
        maxWaitMs: options.fetchMaxWaitMs,
        minBytes: options.fetchMinBytes,
        maxBytes: options.fetchMaxBytes,
        maxPartitionBytes: options.maxPartitionFetchBytes,
        readCommitted: options.isolationLevel === 'read_committed',
        metrics: this.#metrics,
      },
      signal,
    );
  }

  subscribe(selection: Parameters<KafkaConsumer['subscribe']>[0], listener: RebalanceListener): void {
    this.#selection = new TopicSelection(this.#cluster, selection, this.#options);
    this.#listener = listener;
    this.#member.requestRejoin();
  }

  assign(partitions: readonly TopicPartition[]): void {
    this.#selection = undefined;
    this.#state.assign(partitions);
  }

  assignment(): readonly TopicPartition[] {
    return this.#state.all().map(({ topic, partition }) => ({ topic, partition }));
  }

  async poll(timeoutMs: number): Promise<readonly ConsumerRecord[]> {
    const deadlineMs = Date.now() + timeoutMs;
    this.#member.polled();
    this.#metrics?.polled();
    for (;;) {
      if (this.#takeWakeup()) return [];
      this.#hasProgress = false;
      let againMs = Number.POSITIVE_INFINITY;
      if (this.#selection) await this.#ensureMember(deadlineMs);
      if (!this.#joining) {
        await this.#updatePositions(() => this.#wokenUp || this.#member.needsRejoin || Date.now() >= deadlineMs);
        const records = await this.#drain();
        againMs = this.#fetcher.sendFetches();
        if (records.length > 0) return records;
      }
      const untilMs = Math.min(deadlineMs, againMs);
      if (this.#takeWakeup() || Date.now() >= deadlineMs) return [];
      await this.#progress(untilMs);
    }
  }

  async position(partition: TopicPartition): Promise<bigint> {
    const assigned = this.#state.get(partition);
    const deadlineMs = Date.now() + (this.#cluster.config.apiTimeoutMs ?? 60_000);
    await this.#updatePositions(() => this.#closed || Date.now() >= deadlineMs);
    if (assigned.position === undefined) throw new Error(`The position of ${keyOf(partition)} cannot be read`);
    return assigned.position;
  }

  seek(partition: TopicPartition, offset: bigint): void {
    this.#state.get(partition).seek(offset);
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#state.get(partition).isPaused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#state.get(partition).isPaused = false;
  }

  commit(offsets: readonly OffsetAndMetadata[]): Promise<void> {
    return this.#member.commit(offsets);
  }

  committed(partitions: readonly TopicPartition[]): Promise<readonly OffsetAndMetadata[]> {
    return this.#member.committed(partitions);
  }

  wakeup(): void {
    this.#wokenUp = true;
    this.#signal();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.wakeup();
    if (this.#selection) await this.#giveUpPartitions();
    await this.#member.close();
    if (this.#metrics) this.#cluster.config.metrics?.remove(this.#metrics);
    await this.#cluster.close();
    await this.#joining?.catch(() => undefined);
  }

  /** Starts or ends a rebalance where one is due. Callbacks run here, inside the poll. */
  async #ensureMember(deadlineMs: number): Promise<void> {
    await this.#refreshSelection();
    if (!this.#joining && this.#member.needsRejoin) {
      await this.#giveUpPartitions();
      const joining = this.#join();
      this.#joining = joining;
      // Heard below, in this poll or a later one.
      joining.catch(() => undefined).finally(() => this.#signal());
    }
    if (!this.#joining) return;
    const timer = new AbortController();
    const waited = sleep(Math.max(0, deadlineMs - Date.now()), timer.signal);
    const outcome = await Promise.race([this.#joining, waited, this.#woken()]).finally(() => timer.abort());
    if (!outcome) return;
    this.#joining = undefined;
    this.#state.assign(outcome);
    this.#metrics?.assigned(outcome);
    if (outcome.length > 0) await this.#cluster.refresh([...new Set(outcome.map(({ topic }) => topic))]);
    await this.#listener?.onAssigned(outcome);
  }

  async #join(): Promise<readonly TopicPartition[]> {
    const topics = () => this.#selection?.topicsToJoin() ?? [];
    try {
      return await this.#member.join(topics, async (all) => {
        this.#selection?.sharedOut(await this.#cluster.refresh(all));
        return (topic) => {
          const known = this.#cluster.topic(topic);
          return known && known.errorCode === 0 ? known.leaders.length : 0;
        };
      });
    } catch (error) {
      this.#joining = undefined;
      throw error;
    }
  }

  /** The eager protocol: everything is given up before each join. */
  async #giveUpPartitions(): Promise<void> {
    const owned = this.assignment();
    const isLost = this.#member.isLost;
    if (owned.length > 0) await this.#listener?.onRevoked(owned, isLost);
    this.#state.assign([]);
  }

  /** The first reading is waited for, later ones run beside the polls. */
  async #refreshSelection(): Promise<void> {
    const selection = this.#selection;
    if (!selection || selection.dueInMs(Date.now()) > 0 || this.#refreshing) return;
    this.#refreshing = true;
    const refresh = selection
      .refresh()
      .then((isChanged) => {
        if (isChanged) this.#member.requestRejoin();
      })
      .catch((error: unknown) => {
        if (!isRetriable(error)) throw error;
        this.#cluster.warn(`${messageOf(error)}; trying again`);
      })
      .finally(() => {
        this.#refreshing = false;
      });
    if (this.#member.needsRejoin) await refresh;
    else refresh.catch((error: unknown) => this.#cluster.warn(messageOf(error)));
  }

  /** Where reading starts: the group's committed offsets, else by auto.offset.reset. Tries again until `isOver`. */
  async #updatePositions(isOver: () => boolean): Promise<void> {
    const backoff = new Backoff(this.#cluster.config);
    for (;;) {
      const missing = this.#state.all().filter(({ position }) => position === undefined);
      if (missing.length === 0) return;
      try {
        const uncommitted = missing.filter(({ needsReset }) => !needsReset);
        if (this.#options.groupId !== '') this.#state.startAt(await this.#member.committed(uncommitted));
        await this.#reset(missing.filter(({ position }) => position === undefined));
        return;
      } catch (error) {
        if (!isRetriable(error)) throw error;
        this.#cluster.warn(`${messageOf(error)}; trying again`);
        if (isOver()) return;
        await this.#cluster.refresh([...new Set(missing.map(({ topic }) => topic))]).catch(() => undefined);
        await backoff.wait();
      }
    }
  }

  async #reset(partitions: readonly AssignedPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    const { autoOffsetReset, isolationLevel } = this.#options;
    if (autoOffsetReset === 'none') {
      const names = partitions.map(keyOf).join(', ');
      throw new KafkaError(
        errorCode('OFFSET_OUT_OF_RANGE'),
        `No usable offset of ${names}, and auto.offset.reset is none`,
      );
    }
    const offsets = await listOffsets(this.#cluster, partitions, autoOffsetReset, isolationLevel);
    for (const entry of offsets) {
      const partition = this.#state.find(entry);
      if (partition && partition.position === undefined) partition.seek(entry.offset);
    }
  }

  /**
   * Up to max.poll.records of what has arrived, partition by partition. Whose answer has been handed out comes last
   * in the next poll: a busy partition must not keep those of other brokers waiting.
   */
  async #drain(): Promise<ConsumerRecord[]> {
    const records: ConsumerRecord[] = [];
    for (const partition of this.#state.all()) {
      while (partition.fetched && !partition.isPaused) {
        const left = this.#options.maxPollRecords - records.length;
        if (left <= 0) return records;
        const { fetched, readableEnd } = partition;
        const before = records.length;
        const hasMore = await fetched.drain(records, left);
        partition.position = fetched.nextOffset;
        const lag = readableEnd === null ? null : readableEnd - fetched.nextOffset;
        this.#metrics?.consumed(partition, records.length - before, lag);
        if (hasMore) continue;
        partition.dropDrained();
        this.#state.moveToEnd(partition);
      }
    }
    return records;
  }

  #takeWakeup(): boolean {
    const wokenUp = this.#wokenUp;
    this.#wokenUp = false;
    return wokenUp;
  }

  /**
   * Waits for a fetch, a rebalance or a wakeup, and no longer than until topics are to be looked for. Not by `sleep` with
   * a signal, nor ten times a second: an idle consumer does nothing else.
   * @param untilMs when something is due whatever happens, in milliseconds since the epoch
   */
  #progress(untilMs: number): Promise<void> {
    const nowMs = Date.now();
    // While topics are being looked for it stays due.
    const lookMs = Math.max(RETRY_MS, this.#selection?.dueInMs(nowMs) ?? MAX_WAIT_MS);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(MAX_WAIT_MS, lookMs, Math.max(1, untilMs - nowMs)));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#wokenUp || this.#hasProgress) this.#wake();
    });
  }

  #woken(): Promise<undefined> {
    return new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
      // What happened since the poll looked last counts too.
      if (this.#wokenUp || this.#hasProgress) resolve(undefined);
    });
  }

  #signal(): void {
    this.#hasProgress = true;
    this.#wake?.();
  }
}

function withoutUndefined(options: KafkaConsumerOptions): KafkaConsumerOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as KafkaConsumerOptions;
}
