/** A sink whose dead letters may not all be taken, on both workers. `{q}` is the name of its queue. */
export interface DeadLetterCase {
  readonly name: string;
  /** Settings of the queue's topic; null: nobody has made it. */
  readonly topic: Readonly<Record<string, string>> | null;
  /** Over a sink of JSON without schemas that tolerates all. */
  readonly config?: Readonly<Record<string, string>>;
  /** The sink itself refuses each record, in place of its converter. */
  readonly refuses?: true;
  readonly becomes: 'RUNNING' | 'FAILED';
  /** How many of three records the queue gets; the second is a large one. */
  readonly letters: number;
  /** Part of what the log says of the queue, once; null: nothing. */
  readonly says: string | null;
  /** What is otherwise on ours, on purpose (docs/records.md). */
  readonly ours?: Partial<DeadLetterOutcome>;
}

/** What becomes of a case, with `{id}` for its own name. */
export interface DeadLetterOutcome {
  readonly state: string;
  /** What Kafka's own classes say in the trace. */
  readonly trace: readonly string[];
  readonly letters: readonly string[];
  /** The next offset to read, as the group has it. */
  readonly committed: number;
  /** What the log says of the queue: level, message and logger. */
  readonly log: readonly string[];
}

/** What shares a batch is a matter of time, and 4.3.1 was seen to go on with one that is too large without an end. */
const oneABatch = { 'producer.override.batch.size': '1' };
const small = { 'max.message.bytes': '300' };
const notProduced = 'Could not produce message to dead letter queue. topic={q} ';
const notOpened = 'Task threw an uncaught and unrecoverable exception.';

export const deadLetterCases: readonly DeadLetterCase[] = [
  { name: 'all taken', topic: {}, becomes: 'RUNNING', letters: 3, says: null },
  {
    name: 'one larger than the topic takes',
    topic: small,
    config: oneABatch,
    becomes: 'RUNNING',
    letters: 2,
    says: notProduced,
  },
  {
    name: 'one larger than the producer sends',
    topic: {},
    config: { 'producer.override.max.request.size': '300' },
    becomes: 'RUNNING',
    letters: 2,
    says: notProduced,
  },
  {
    name: 'nothing tolerated',
    topic: small,
    config: { 'errors.tolerance': 'none' },
    becomes: 'FAILED',
    letters: 1,
    says: null,
  },
  {
    name: 'more replicas than there are brokers',
    topic: null,
    config: { 'errors.deadletterqueue.topic.replication.factor': '3' },
    becomes: 'FAILED',
    letters: 0,
    says: notOpened,
  },
  {
    name: 'a topic that cannot be',
    topic: null,
    config: { 'errors.deadletterqueue.topic.name': 'no topic' },
    becomes: 'FAILED',
    letters: 0,
    says: notOpened,
  },
  { name: 'refused by the sink, all taken', topic: {}, refuses: true, becomes: 'RUNNING', letters: 3, says: null },
  {
    name: 'refused by the sink, one larger than the topic takes',
    topic: small,
    config: oneABatch,
    refuses: true,
    becomes: 'FAILED',
    letters: 2,
    says: notProduced,
    // 4.3.1 fails of it, and commits all the same when it closes the task.
    ours: {
      committed: 0,
      trace: [
        'org.apache.kafka.connect.errors.ConnectException: Could not produce message to dead letter queue. topic={id}-queue',
        'Caused by: org.apache.kafka.common.errors.RecordTooLargeException',
      ],
    },
  },
];
