import type { KafkaObserver, TopicWriter } from '../apply/index.ts';
import type { ResolvedEnvironment } from '../definition/index.ts';
import { kafkaConnectionOf } from './kafka-of.ts';

/** What plan and apply do with Kafka itself: declared topics, and the groups that a new sink would find. */
export interface KafkaSide extends KafkaObserver, TopicWriter {
  close(): Promise<void>;
}

/** A plan must not hang on a Kafka that drops packets. */
const CONNECT_TIMEOUT_MS = 5000;

/**
 * Undefined where the environment has no `kafka`, whose client is loaded only for one that has. `folder` is the
 * project's.
 */
export async function kafkaSideOf(environment: ResolvedEnvironment, folder: string): Promise<KafkaSide | undefined> {
  if (!environment.kafka) return undefined;
  const { createAdmin, createTopicAdmin } = await import('../kafka/index.ts');
  const config = { ...(await kafkaConnectionOf(environment.kafka, folder)), connectTimeoutMs: CONNECT_TIMEOUT_MS };
  const [admin, topics] = [createAdmin(config), createTopicAdmin(config)];
  return {
    topics: (names) => topics.describe(names),
    refusals: (changes) => topics.check(changes),
    hasGroup: async (groupId) => (await admin.groupOffsets(groupId)).length > 0,
    create: async (topic) => {
      await admin.createTopic(topic);
    },
    addPartitions: (name, total) => topics.addPartitions(name, total),
    alterConfig: (name, config) => topics.alterConfig(name, config),
    close: async () => {
      await Promise.all([admin.close(), topics.close()]);
    },
  };
}
