import type { DescribedTopic, KafkaConnectionConfig, KafkaTopicAdmin, TopicChange, TopicRefusal } from '../client.ts';
import { Cluster } from '../cluster/index.ts';
import {
  checkError,
  createPartitionsApi,
  describeConfigsApi,
  errorCode,
  incrementalAlterConfigsApi,
} from '../protocol/index.ts';
import { alteredResource, TOPIC } from './altered-resource.ts';
import { checkTopics } from './check-topics.ts';
import { retried } from './retried.ts';

/** DescribeConfigsResponse.ConfigSource: set on the topic itself. */
const TOPIC_SOURCE = 1;

/** Declared topics, read and changed key by key. Failure CC7011 as soon as no bootstrap server can be reached. */
export function createTopicAdmin(config: KafkaConnectionConfig): KafkaTopicAdmin {
  return new TopicAdmin(new Cluster(config));
}

class TopicAdmin implements KafkaTopicAdmin {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  async describe(names: readonly string[]): Promise<ReadonlyMap<string, DescribedTopic>> {
    if (names.length === 0) return new Map();
    const found = [...(await this.#cluster.refresh(names)).topics.values()].filter(
      (topic) => topic.errorCode !== errorCode('UNKNOWN_TOPIC_OR_PARTITION'),
    );
    for (const topic of found) checkError(topic.errorCode, `Topic ${topic.name}`);
    const configs = await this.#configsOf(found.map(({ name }) => name));
    return new Map(
      found.map(({ name, leaders, replicationFactor }) => [
        name,
        { partitions: leaders.length, replicationFactor, config: configs.get(name) ?? new Map() },
      ]),
    );
  }

  async addPartitions(name: string, total: number): Promise<void> {
    const timeoutMs = this.#cluster.config.requestTimeoutMs ?? 30_000;
    const request = { timeoutMs, validateOnly: false, topics: [{ name, count: total, assignments: null }] };
    await retried(this.#cluster.config, async () => {
      const { controllerId } = await this.#cluster.refresh([]);
      const result = (await this.#cluster.to(controllerId, createPartitionsApi, request)).results[0];
      checkError(result?.errorCode ?? -1, `Partitions of topic ${name}`, result?.errorMessage);
    });
  }

  async alterConfig(name: string, config: ReadonlyMap<string, string | null>): Promise<void> {
    if (config.size === 0) return;
    const resources = [alteredResource(name, config)];
    await retried(this.#cluster.config, async () => {
      const answer = await this.#cluster.any(incrementalAlterConfigsApi, { resources, validateOnly: false });
      const result = answer.responses[0];
      checkError(result?.errorCode ?? -1, `Config of topic ${name}`, result?.errorMessage);
    });
  }

  check(changes: readonly TopicChange[]): Promise<readonly TopicRefusal[]> {
    return checkTopics(this.#cluster, changes);
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }

  async #configsOf(names: readonly string[]): Promise<Map<string, DescribedTopic['config']>> {
    if (names.length === 0) return new Map();
    const resources = names.map((resourceName) => ({ resourceType: TOPIC, resourceName, configurationKeys: null }));
    const answer = await this.#cluster.any(describeConfigsApi, { resources });
    return new Map(
      answer.results.map(({ resourceName, configs, errorCode: code, errorMessage }) => {
        checkError(code, `Config of topic ${resourceName}`, errorMessage);
        const entries = configs.map(
          ({ name, value, configSource }) => [name, { value, isDefault: configSource !== TOPIC_SOURCE }] as const,
        );
        return [resourceName, new Map(entries)];
      }),
    );
  }
}
