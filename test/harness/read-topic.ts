import { type Admin, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { waitUntil } from './wait-until.ts';

function client(bootstrap: string): Kafka {
  return new Kafka({ clientId: 'test', brokers: [bootstrap], logLevel: logLevel.NOTHING });
}

/**
 * The first `count` records of a topic's one partition, in order, by a client that is not ours; fails where
 * fewer arrive in time. What lies behind them is not waited for: compare with `endOffset`.
 */
export async function readTopic(
  bootstrap: string,
  topic: string,
  count: number,
  timeoutMs = 60_000,
): Promise<readonly KafkaMessage[]> {
  await withAdmin(bootstrap, (admin) => waitUntil(`the topic ${topic}`, () => endOffset(admin, topic), { timeoutMs }));
  const consumer = client(bootstrap).consumer({ groupId: `read-${topic}-${process.pid}-${performance.now()}` });
  const messages: KafkaMessage[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => void messages.push(...batch.messages),
    });
    await waitUntil(`${count} records in ${topic}`, () => messages.length >= count, {
      timeoutMs,
    }).catch((error: unknown) => {
      throw new Error(`${topic} has ${messages.length} records, ${count} expected`, { cause: error });
    });
    return messages;
  } finally {
    await consumer.disconnect();
  }
}

/** How many records the topic's one partition has had; 0 where there is no such topic yet. */
export async function endOffset(admin: Admin, topic: string): Promise<number> {
  try {
    const [partition] = await admin.fetchTopicOffsets(topic);
    return Number(partition?.high ?? 0);
  } catch {
    return 0;
  }
}

/** Runs with a connected admin client that is not ours. */
export async function withAdmin<T>(bootstrap: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  // Whoever waits for something asks again; a missing topic is to be told at once.
  const admin = client(bootstrap).admin({ retry: { retries: 1, initialRetryTime: 50 } });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
