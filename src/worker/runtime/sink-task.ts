import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConsumerRecord, KafkaConsumer, TopicPartition } from '../../kafka/index.ts';
import type { SinkRecord } from '../data/index.ts';
import { DeadLetterQueue, LogReporter, RecordErrors } from '../errors/index.ts';
import { ConnectError, type ErrantRecordReporter, isRetriable, type SinkTask } from '../plugins/index.ts';
import { inTurn } from './in-turn.ts';
import { idOf, PartitionOffsets } from './partition-offsets.ts';
import { SinkContext } from './sink-context.ts';
import { SinkConversion } from './sink-conversion.ts';
import { SinkOffsets } from './sink-offsets.ts';
import type { SinkTaskDeps } from './task-deps.ts';
import { type TaskControl, TaskLifecycle, type TaskWork } from './task-lifecycle.ts';
import type { TaskRunner } from './task-runner.ts';

/** Before a batch is delivered again where the task did not say how long to wait. */
const REDELIVERY_DELAY_MS = 1000;
const CLOSE_TIMEOUT_MS = 30_000;
const TASK_CLASS = 'org.apache.kafka.connect.sink.SinkTask';

/**
 * Runs a sink task: consume, converters, transforms, put, and an offset is committed only when the task has taken
 * everything before it (org.apache.kafka.connect.runtime.WorkerSinkTask): at least once.
 */
export function createSinkTaskRunner(deps: SinkTaskDeps): TaskRunner {
  const work = new SinkTaskWork(deps);
  return new TaskLifecycle('WorkerSinkTask', deps.spec.id, work, deps.listener, deps.log, deps.initiallyPaused);
}

class SinkTaskWork implements TaskWork {
  readonly #deps: SinkTaskDeps;
  readonly #task: SinkTask;
  readonly #conversion: SinkConversion;
  #consumer: KafkaConsumer | null = null;
  #deadLetters: DeadLetterQueue | null = null;
  #errors!: RecordErrors;
  #context!: SinkContext;
  #offsets!: SinkOffsets;
  #isStarted = false;
  #isAbandoned = false;
  #isConsumerPaused = false;
  /** Converted and not yet taken by the task; `batchOffsets` is where reading goes on after it. */
  #batch: SinkRecord[] = [];
  #batchOffsets = new PartitionOffsets();
  #isRedelivering = false;
  #nextCommitMs = 0;
  #rebalanceError: { readonly error: unknown } | null = null;
  readonly #activeTopics = new Set<string>();

  constructor(deps: SinkTaskDeps) {
    this.#deps = deps;
    this.#task = deps.plugin.createTask();
    this.#conversion = new SinkConversion(deps);
  }

  async open(control: TaskControl): Promise<void> {
    const { spec, clients, errors, log, metrics, subscription } = this.#deps;
    const reporters = [];
    if (errors.logEnabled) reporters.push(new LogReporter(spec.id, errors.logIncludesMessages, log, metrics.errors));
    if (errors.deadLetterQueue !== null) {
      const { deadLetterQueue } = errors;
      this.#deadLetters = await DeadLetterQueue.open(deadLetterQueue, spec.id, clients, log, metrics.errors);
      reporters.push(this.#deadLetters);
    }
    this.#errors = new RecordErrors(errors, reporters, control.signal, metrics.errors);
    const consumer = await clients.consumer();
    this.#consumer = consumer;
    this.#context = new SinkContext(consumer, control.signal, this.#errantRecordReporter(), log);
    const offsetsLog = log.named('org.apache.kafka.connect.runtime.WorkerSinkTask');
    this.#offsets = new SinkOffsets(consumer, this.#task, offsetsLog, metrics);
    consumer.subscribe(subscription, {
      onAssigned: (partitions) => this.#guardRebalance(() => this.#onAssigned(partitions)),
      onRevoked: (partitions, lost) => this.#guardRebalance(() => this.#onRevoked(partitions, lost)),
    });
    this.#isStarted = true;
    await this.#task.start(spec.taskConfig, this.#context);
    this.#nextCommitMs = Date.now() + this.#deps.offsetFlushIntervalMs;
  }

  async run(control: TaskControl): Promise<void> {
    while (!control.signal.aborted) {
      this.#followPause(control);
      await this.#commitWhenDue();
      this.#rewind();
      const records = await this.#consumer!.poll(this.#pollTimeoutMs());
      if (this.#rebalanceError !== null) throw this.#rebalanceError.error;
      if (records.length > 0) this.#deps.metrics.read(records.length);
      await this.#convert(records);
      if (!control.signal.aborted || this.#batch.length > 0) await this.#deliver();
      await nextTurn();
    }
  }

  async close(): Promise<void> {
    const assigned = this.#consumer?.assignment() ?? [];
    await inTurn(
      () => (this.#isStarted && !this.#isAbandoned ? this.#closePartitions(assigned, false) : undefined),
      () => (this.#isStarted ? this.#task.stop() : undefined),
      () => this.#conversion.close(),
      () => this.#consumer?.close(),
      () => this.#errors?.settled(),
      () => this.#deadLetters?.close(CLOSE_TIMEOUT_MS),
    );
  }

  wake(): void {
    this.#consumer?.wakeup();
  }

  abandon(): void {
    this.#isAbandoned = true;
    void this.#consumer?.close().catch(() => {});
    void this.#deadLetters?.close(0).catch(() => {});
  }

  /** While paused the group is still polled, so that partitions are kept, and what was delivered is committed. */
  #followPause(control: TaskControl): void {
    if (control.isPaused === this.#isConsumerPaused) return;
    this.#isConsumerPaused = control.isPaused;
    if (control.isPaused) this.#context.requestCommit();
    this.#applyPause();
    control.reportState();
  }

  /** Only what nobody wants to hold back is fetched. */
  #applyPause(): void {
    const assigned = this.#consumer!.assignment();
    const holdAll = this.#isConsumerPaused || this.#isRedelivering;
    const held = assigned.filter((partition) => holdAll || this.#context.isPaused(partition));
    const free = assigned.filter((partition) => !held.includes(partition));
    if (held.length > 0) this.#consumer!.pause(held);
    if (free.length > 0) this.#consumer!.resume(free);
  }

  async #commitWhenDue(): Promise<void> {
    const isRequested = this.#context.takeCommitRequest();
    if (!isRequested && Date.now() < this.#nextCommitMs) return;
    await this.#errors.settled();
    const outcome = await this.#offsets.commit(this.#consumer!.assignment(), false);
    // What waits to be delivered is read again, after what the task could not keep.
    if (outcome === 'rewound') this.#endBatch();
    this.#nextCommitMs = Date.now() + this.#deps.offsetFlushIntervalMs;
  }

  /** Where the task asked to read on from another offset. */
  #rewind(): void {
    for (const { partition, offset } of this.#context.takeSeeks()) {
      this.#consumer!.seek(partition, offset);
      this.#offsets.startAt(partition, offset);
      this.#batchOffsets.delete(partition);
    }
  }

  #pollTimeoutMs(): number {
    const untilCommit = Math.max(0, this.#nextCommitMs - Date.now());
    const asked = this.#context.takeTimeout();
    if (asked !== null) return Math.min(untilCommit, asked);
    return this.#isRedelivering ? Math.min(untilCommit, REDELIVERY_DELAY_MS) : untilCommit;
  }

  async #convert(records: readonly ConsumerRecord[]): Promise<void> {
    let lastTopic = '';
    for (let i = 0; i < records.length; i++) {
      const consumed = records[i]!;
      if (consumed.topic !== lastTopic) {
        lastTopic = consumed.topic;
        this.#noteTopic(lastTopic);
      }
      let record: SinkRecord | null;
      try {
        record = this.#conversion.convert(consumed);
      } catch (error) {
        record = await this.#recover(consumed, error);
      }
      if (record !== null) this.#batch.push(record);
      const next = records[i + 1];
      if (next?.partition !== consumed.partition || next.topic !== consumed.topic) {
        this.#batchOffsets.set(consumed, consumed.offset + 1n);
      }
    }
  }

  #recover(record: ConsumerRecord, error: unknown): Promise<SinkRecord | null> {
    const position = () => this.#conversion.position();
    return this.#errors.recover(error, { kind: 'sink', record }, position, () => this.#conversion.convert(record));
  }

  /** Also with an empty list: tasks that buffer do their work in `put`. */
  async #deliver(): Promise<void> {
    const startedMs = performance.now();
    try {
      await this.#task.put(this.#batch);
      this.#errors.throwRefused();
    } catch (error) {
      if (!isRetriable(error)) {
        throw new ConnectError('Exiting WorkerSinkTask due to unrecoverable exception.', { cause: error });
      }
      this.#deps.log.warn('RetriableException from SinkTask, the same batch is delivered again', error);
      this.#isRedelivering = true;
      this.#applyPause();
      return;
    }
    if (this.#batch.length > 0) this.#deps.metrics.put(this.#batch.length, performance.now() - startedMs);
    this.#offsets.delivered(this.#batchOffsets);
    this.#endBatch();
  }

  #endBatch(): void {
    this.#batch = [];
    this.#batchOffsets = new PartitionOffsets();
    if (!this.#isRedelivering) return;
    this.#isRedelivering = false;
    this.#applyPause();
  }

  async #onAssigned(partitions: readonly TopicPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    for (const partition of partitions) {
      this.#offsets.startAt(partition, await this.#consumer!.position(partition));
    }
    this.#deps.metrics.assigned(this.#consumer!.assignment().length);
    this.#applyPause();
    await this.#task.open?.(partitions);
  }

  async #onRevoked(partitions: readonly TopicPartition[], lost: boolean): Promise<void> {
    // One that hangs must not keep its consumer in the group: the next one would wait for max.poll.interval.ms.
    if (partitions.length > 0 && !this.#isAbandoned) await this.#closePartitions(partitions, lost);
  }

  /** What the task has taken is committed before the partitions are somebody else's. */
  async #closePartitions(partitions: readonly TopicPartition[], lost: boolean): Promise<void> {
    try {
      await inTurn(
        () => (lost ? undefined : this.#commitOnClose(partitions)),
        () => this.#task.close?.(partitions),
      );
    } finally {
      this.#offsets.forget(partitions);
      this.#context.forget(partitions);
      const gone = new Set(partitions.map(idOf));
      this.#batch = this.#batch.filter(({ original }) => !gone.has(idOf(original)));
      for (const partition of partitions) this.#batchOffsets.delete(partition);
      this.#deps.metrics.assigned(Math.max(0, this.#consumer!.assignment().length - partitions.length));
    }
  }

  async #commitOnClose(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#errors.settled();
    await this.#offsets.commit(partitions, true);
  }

  /** An error of the task in a rebalance is the task's failure, not the consumer's. */
  async #guardRebalance(listener: () => Promise<void>): Promise<void> {
    try {
      await listener();
    } catch (error) {
      this.#rebalanceError ??= { error };
      // Else the poll that runs this would go on waiting for records.
      this.#consumer?.wakeup();
    }
  }

  #errantRecordReporter(): ErrantRecordReporter | null {
    if (!this.#errors.hasReporters) return null;
    return {
      report: ({ original, timestampMs, timestampType }, error) =>
        this.#errors.refuse({
          stage: 'TASK_PUT',
          className: TASK_CLASS,
          failed: { kind: 'sink', record: { ...original, timestampMs: timestampMs ?? -1, timestampType } },
          error,
        }),
    };
  }

  #noteTopic(topic: string): void {
    if (this.#activeTopics.has(topic)) return;
    this.#activeTopics.add(topic);
    this.#deps.listener.onActiveTopic(this.#deps.spec.id.connector, topic);
  }
}
