import type { KafkaAdmin } from '../../kafka/index.ts';
import { ConnectError } from '../plugins/index.ts';
import type { TopicCreationGroup } from './task-deps.ts';

/** Creates the topics of a source by the connector's topic.creation.* groups, at the first record for each. */
export class TopicCreation {
  readonly #groups: readonly TopicCreationGroup[];
  readonly #admin: KafkaAdmin;
  readonly #known = new Set<string>();

  constructor(groups: readonly TopicCreationGroup[], admin: KafkaAdmin) {
    this.#groups = groups;
    this.#admin = admin;
  }

  isKnown(topic: string): boolean {
    return this.#known.has(topic);
  }

  /** @throws ConnectError where the topic is not there and can't be created */
  async ensure(topic: string): Promise<void> {
    const group = this.#groups.find((candidate) => candidate.includes(topic));
    try {
      const existing = await this.#admin.describeTopics([topic]);
      if (!existing.has(topic) && group !== undefined) {
        const { partitions, replicationFactor, config } = group;
        await this.#admin.createTopic({ name: topic, partitions, replicationFactor, config });
      }
    } catch (cause) {
      throw new ConnectError(
        `Task failed to create new topic ${topic}. Ensure that the task is authorized to create topics or that the ` +
          'topic exists and restart the task',
        { cause },
      );
    }
    this.#known.add(topic);
  }

  async close(): Promise<void> {
    await this.#admin.close();
  }
}
