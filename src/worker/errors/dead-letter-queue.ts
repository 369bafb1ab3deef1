import type { TaskId } from '../../core/index.ts';
import type { KafkaProducer, RecordHeader } from '../../kafka/index.ts';
import type { Logger } from '../log/index.ts';
import type { ErrorCounts } from '../metrics/index.ts';
import { ConnectError } from '../plugins/index.ts';
import { javaTrace } from '../runtime/java-trace.ts';
import type { ErrorHandling, TaskClients } from '../runtime/task-deps.ts';
import type { ErrorReporter, RecordFailure } from './stage.ts';

type DeadLetterConfig = NonNullable<ErrorHandling['deadLetterQueue']>;

/** Sends a sink's failed records, as they were consumed, to another topic (errors.deadletterqueue.*). */
export class DeadLetterQueue implements ErrorReporter {
  readonly #config: DeadLetterConfig;
  readonly #id: TaskId;
  readonly #producer: KafkaProducer;
  readonly #log: Logger;
  readonly #counts: ErrorCounts;

  /**
   * Creates the topic where it is missing, with one partition.
   * @throws ConnectError where that fails, such as for more replicas than there are brokers
   */
  static async open(
    config: DeadLetterConfig,
    id: TaskId,
    clients: TaskClients,
    log: Logger,
    counts: ErrorCounts,
  ): Promise<DeadLetterQueue> {
    try {
      await createTopic(config, clients);
      return new DeadLetterQueue(config, id, await clients.deadLetterProducer(), log, counts);
    } catch (cause) {
      throw new ConnectError(`Could not initialize dead letter queue with topic=${config.topic}`, { cause });
    }
  }

  private constructor(config: DeadLetterConfig, id: TaskId, producer: KafkaProducer, log: Logger, counts: ErrorCounts) {
    this.#config = config;
    this.#id = id;
    this.#producer = producer;
    this.#log = log.named('org.apache.kafka.connect.runtime.errors.DeadLetterQueueReporter');
    this.#counts = counts;
  }

  async report(failure: RecordFailure): Promise<void> {
    if (failure.failed.kind !== 'sink') return;
    const { key, value, headers, timestampMs } = failure.failed.record;
    const { topic, contextHeaders } = this.#config;
    const allHeaders = contextHeaders ? [...headers, ...this.#contextHeaders(failure)] : headers;
    const time = timestampMs < 0 ? null : timestampMs;
    this.#counts.sentToDeadLetters();
    try {
      await this.#producer.send([{ topic, partition: null, key, value, headers: allHeaders, timestampMs: time }]);
    } catch (error) {
      this.#counts.notTakenByDeadLetters();
      const message = `Could not produce message to dead letter queue. topic=${topic}`;
      this.#log.error(message, error);
      throw new ConnectError(message, { cause: error });
    }
  }

  async close(timeoutMs: number): Promise<void> {
    await this.#producer.close(timeoutMs);
  }

  /** Where the record came from and what went wrong (KIP-298), as UTF-8 text. */
  #contextHeaders({ failed, stage, className, error }: RecordFailure): RecordHeader[] {
    if (failed.kind !== 'sink') return [];
    const texts: readonly (readonly [string, string | null])[] = [
      ['topic', failed.record.topic],
      ['partition', String(failed.record.partition)],
      ['offset', String(failed.record.offset)],
      ['connector.name', this.#id.connector],
      ['task.id', String(this.#id.task)],
      ['stage', stage],
      ['class.name', className],
      ['exception.class.name', errorClass(error)],
      ['exception.message', error instanceof Error && error.message !== '' ? error.message : null],
      ['exception.stacktrace', javaTrace(error)],
    ];
    return texts.map(([name, text]) => ({
      key: `__connect.errors.${name}`,
      value: text === null ? null : Buffer.from(text),
    }));
  }
}

async function createTopic({ topic, replicationFactor }: DeadLetterConfig, clients: TaskClients): Promise<void> {
  const admin = await clients.deadLetterAdmin();
  try {
    const existing = await admin.describeTopics([topic]);
    if (!existing.has(topic)) await admin.createTopic({ name: topic, partitions: 1, replicationFactor, config: {} });
  } finally {
    await admin.close();
  }
}

function errorClass(error: unknown): string {
  if (!(error instanceof Error)) return 'java.lang.RuntimeException';
  return 'javaClass' in error && typeof error.javaClass === 'string' ? error.javaClass : error.name;
}
