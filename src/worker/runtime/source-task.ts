import { setImmediate as nextTurn } from 'node:timers/promises';
import { sleep } from '../../core/index.ts';
import type { KafkaProducer, ProducerRecord } from '../../kafka/index.ts';
import type { SourceRecord } from '../data/index.ts';
import { LogReporter, RecordErrors } from '../errors/index.ts';
import { decodeOffset, encodePartition } from '../offsets/index.ts';
import { isRetriable, type SourceTask, type SourceTaskContext } from '../plugins/index.ts';
import { inTurn } from './in-turn.ts';
import { SourceConversion } from './source-conversion.ts';
import { SourceOffsetCommits } from './source-offset-commits.ts';
import { type SourceBatch, SourceSender } from './source-sender.ts';
import { SubmittedRecords } from './submitted-records.ts';
import type { SourceTaskDeps } from './task-deps.ts';
import { type TaskControl, TaskLifecycle, type TaskWork } from './task-lifecycle.ts';
import type { TaskRunner } from './task-runner.ts';
import { TopicCreation } from './topic-creation.ts';

/** A pause after a poll that asked to be tried again. */
const POLL_RETRY_DELAY_MS = 1000;
/** How long closing a client may take (Worker's CLOSE_TIMEOUT). */
const CLOSE_TIMEOUT_MS = 30_000;

/**
 * Runs a source task: poll, transforms, converters, send, and an offset is stored only when everything before it has
 * been acknowledged (org.apache.kafka.connect.runtime.WorkerSourceTask): at least once.
 */
export function createSourceTaskRunner(deps: SourceTaskDeps): TaskRunner {
  const work = new SourceTaskWork(deps);
  return new TaskLifecycle('WorkerSourceTask', deps.spec.id, work, deps.listener, deps.log, deps.initiallyPaused);
}

class SourceTaskWork implements TaskWork {
  readonly #deps: SourceTaskDeps;
  readonly #task: SourceTask;
  readonly #conversion: SourceConversion;
  readonly #submitted: SubmittedRecords;
  readonly #commits: SourceOffsetCommits;
  #producer: KafkaProducer | null = null;
  #sender: SourceSender | null = null;
  #topics: TopicCreation | null = null;
  #errors!: RecordErrors;
  #isStarted = false;
  #isAbandoned = false;

  constructor(deps: SourceTaskDeps) {
    this.#deps = deps;
    this.#task = deps.plugin.createTask();
    this.#conversion = new SourceConversion(deps);
    this.#submitted = new SubmittedRecords(deps.spec.id.connector);
    this.#commits = new SourceOffsetCommits(
      deps.offsetStore,
      this.#submitted,
      () => this.#task.commit?.(),
      deps.log.named('org.apache.kafka.connect.runtime.WorkerSourceTask'),
      deps.metrics,
    );
  }

  async open({ signal }: TaskControl): Promise<void> {
    const { spec, clients, errors, log, metrics, topicCreation } = this.#deps;
    const reporter = new LogReporter(spec.id, errors.logIncludesMessages, log, metrics.errors);
    this.#errors = new RecordErrors(errors, errors.logEnabled ? [reporter] : [], signal, metrics.errors);
    this.#producer = await clients.producer();
    const onActiveTopic = (topic: string) => this.#deps.listener.onActiveTopic(spec.id.connector, topic);
    this.#sender = new SourceSender(this.#producer, this.#errors, metrics, onActiveTopic, this.#deps.bufferBytes);
    if (topicCreation !== null) this.#topics = new TopicCreation(topicCreation, await clients.admin());
    this.#isStarted = true;
    await this.#task.start(spec.taskConfig, this.#context(signal));
    this.#commits.startEvery(this.#deps.offsetFlushIntervalMs);
  }

  async run(control: TaskControl): Promise<void> {
    const sender = this.#sender!;
    while (!control.signal.aborted) {
      if (control.isPaused) {
        control.reportState();
        await control.untilResumed();
        if (!control.signal.aborted) control.reportState();
        continue;
      }
      await sender.untilRoom(control.signal);
      if (control.signal.aborted) return;
      const records = await this.#poll(control.signal);
      if (records !== null && records.length > 0) await this.#send(records);
      // A connector that never waits must not keep sockets and timers from being served.
      await nextTurn();
    }
  }

  async close(): Promise<void> {
    this.#commits.stop();
    await inTurn(
      () => this.#producer?.flush(),
      () => this.#sender?.untilAllDone(this.#deps.offsetFlushTimeoutMs),
      () => (this.#isAbandoned ? undefined : this.#commits.commit()),
      () => (this.#isStarted ? this.#task.stop() : undefined),
      () => this.#conversion.close(),
      () => this.#topics?.close(),
      () => this.#producer?.close(CLOSE_TIMEOUT_MS),
    );
  }

  wake(): void {
    this.#sender?.wake();
  }

  abandon(): void {
    this.#isAbandoned = true;
    this.#commits.stop();
    void this.#producer?.close(0).catch(() => {});
    void this.#topics?.close().catch(() => {});
  }

  async #poll(signal: AbortSignal): Promise<readonly SourceRecord[] | null> {
    try {
      const startedMs = performance.now();
      const records = await this.#task.poll();
      if (records !== null && records.length > 0) {
        this.#deps.metrics.polled(records.length, performance.now() - startedMs);
      }
      return records;
    } catch (error) {
      if (!isRetriable(error)) throw error;
      this.#deps.log.warn('The task failed to poll records and will try again', error);
      await sleep(POLL_RETRY_DELAY_MS, signal);
      return null;
    }
  }

  async #send(records: readonly SourceRecord[]): Promise<void> {
    const batch: SourceBatch = { submitted: { isAcknowledged: false }, records: [], sources: [], sizeBytes: 0 };
    for (const record of records) {
      let converted: ProducerRecord | null;
      try {
        converted = this.#conversion.convert(record);
      } catch (error) {
        converted = await this.#recover(record, error);
      }
      if (converted === null) continue;
      batch.records.push(converted);
      batch.sources.push(record);
      batch.sizeBytes += (converted.value?.length ?? 0) + (converted.key?.length ?? 0);
      if (this.#topics !== null && !this.#topics.isKnown(converted.topic)) await this.#topics.ensure(converted.topic);
    }
    this.#deps.metrics.dropped(records.length - batch.records.length);
    // Sent even when the task is to stop meanwhile: not every connector can read its records again.
    if (batch.records.length === 0) return;
    for (const record of batch.sources) this.#submitted.submit(record, batch.submitted);
    this.#sender!.send(batch);
  }

  #recover(record: SourceRecord, error: unknown): Promise<ProducerRecord | null> {
    if (error instanceof Error && 'javaClass' in error && error.javaClass === INVALID_RECORD) throw error;
    const position = () => this.#conversion.position();
    return this.#errors.recover(error, { kind: 'source', record }, position, () => this.#conversion.convert(record));
  }

  #context(signal: AbortSignal): SourceTaskContext {
    const { offsetStore, spec, log } = this.#deps;
    return {
      log,
      signal,
      offset: (partition) => decodeOffset(offsetStore.get(encodePartition(spec.id.connector, partition))),
    };
  }
}

/** Not a matter of errors.tolerance: thrown after the guarded stages. */
const INVALID_RECORD = 'org.apache.kafka.common.InvalidRecordException';
