import type {
  ClusterMetadata,
  KafkaAdmin,
  KafkaConnectionConfig,
  NewTopic,
  OffsetAndMetadata,
  TopicPartition,
} from '../client.ts';
import { Cluster } from '../cluster/index.ts';
import {
  type Api,
  checkError,
  deleteGroupsApi,
  errorCode,
  KafkaError,
  offsetCommitApi,
  offsetDeleteApi,
  offsetFetchApi,
  type RequestInput,
  type ResponseOf,
} from '../protocol/index.ts';
import { groupByTopic } from '../topic-partitions.ts';
import { createTopic } from './create-topic.ts';
import { listOffsets } from './list-offsets.ts';
import { retried } from './retried.ts';

/**
 * Administration over our own connections. Failure CC7011 as soon as no bootstrap server can be reached;
 * KafkaError for what the cluster refuses.
 */
export function createAdmin(config: KafkaConnectionConfig): KafkaAdmin {
  const network = config.metrics?.admin(config.clientId);
  return new Admin(new Cluster(config, network), () => network && config.metrics?.remove(network));
}

class Admin implements KafkaAdmin {
  readonly #cluster: Cluster;
  readonly #onClose: () => void;

  constructor(cluster: Cluster, onClose: () => void) {
    this.#cluster = cluster;
    this.#onClose = onClose;
  }

  async describeCluster(): Promise<ClusterMetadata> {
    const { clusterId, controllerId, brokers, topics } = await this.#cluster.refresh(null);
    return {
      clusterId,
      controllerId,
      brokers,
      topics: [...topics.values()].map(({ name, leaders, internal }) => ({
        name,
        partitions: leaders.length,
        internal,
      })),
    };
  }

  async listTopics(): Promise<readonly string[]> {
    return [...(await this.#cluster.refresh(null)).topics.keys()];
  }

  async describeTopics(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (topics.length === 0) return new Map();
    const found = new Map<string, number>();
    for (const topic of (await this.#cluster.refresh(topics)).topics.values()) {
      if (topic.errorCode === errorCode('UNKNOWN_TOPIC_OR_PARTITION')) continue;
      checkError(topic.errorCode, `Topic ${topic.name}`);
      found.set(topic.name, topic.leaders.length);
    }
    return found;
  }

  createTopic(topic: NewTopic): Promise<boolean> {
    return createTopic(this.#cluster, topic);
  }

  async endOffsets(topic: string): Promise<readonly OffsetAndMetadata[]> {
    return retried(this.#cluster.config, async () => {
      const found = (await this.#cluster.refresh([topic])).topics.get(topic);
      checkError(found?.errorCode ?? errorCode('UNKNOWN_TOPIC_OR_PARTITION'), `Topic ${topic}`);
      const partitions = (found?.leaders ?? []).map((_, partition) => ({ topic, partition }));
      return listOffsets(this.#cluster, partitions, 'latest');
    });
  }

  async groupOffsets(groupId: string): Promise<readonly OffsetAndMetadata[]> {
    const answer = await this.#toCoordinator(groupId, offsetFetchApi, { groupId, topics: null }, (a) => a.errorCode);
    const offsets: OffsetAndMetadata[] = [];
    for (const topic of answer.topics) {
      for (const { partitionIndex, committedOffset, errorCode: code } of topic.partitions) {
        checkError(code, `Offsets of group ${groupId}`);
        if (committedOffset >= 0n)
          offsets.push({ topic: topic.name, partition: partitionIndex, offset: committedOffset });
      }
    }
    return offsets;
  }

  /** Refused with UNKNOWN_MEMBER_ID while the group has members. */
  async alterGroupOffsets(groupId: string, offsets: readonly OffsetAndMetadata[]): Promise<void> {
    if (offsets.length === 0) return;
    const topics = groupByTopic(offsets).map(([name, list]) => ({
      name,
      partitions: list.map(({ partition, offset }) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedMetadata: '',
      })),
    }));
    const request = { groupId, memberId: '', topics };
    const what = `Offsets of group ${groupId}`;
    await this.#toCoordinator(groupId, offsetCommitApi, request, (answer) => firstError(answer.topics), what);
  }

  async deleteGroupOffsets(groupId: string, partitions: readonly TopicPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    const topics = groupByTopic(partitions).map(([name, list]) => ({
      name,
      partitions: list.map(({ partition }) => ({ partitionIndex: partition })),
    }));
    const what = `Offsets of group ${groupId}`;
    await this.#toCoordinator(
      groupId,
      offsetDeleteApi,
      { groupId, topics },
      (answer) => answer.errorCode || firstError(answer.topics),
      what,
    );
  }

  async deleteGroup(groupId: string): Promise<void> {
    try {
      const what = `Group ${groupId}`;
      const request = { groupsNames: [groupId] };
      await this.#toCoordinator(groupId, deleteGroupsApi, request, (a) => a.results[0]?.errorCode ?? 0, what);
    } catch (error) {
      if (!(error instanceof KafkaError && error.is('GROUP_ID_NOT_FOUND'))) throw error;
    }
  }

  close(): Promise<void> {
    this.#onClose();
    return this.#cluster.close();
  }

  /** Asks a group's coordinator, again while it loads or moves. */
  #toCoordinator<A extends Api>(
    groupId: string,
    api: A,
    body: RequestInput<A>,
    errorOf: (answer: ResponseOf<A>) => number,
    what = `Group ${groupId}`,
  ): Promise<ResponseOf<A>> {
    return retried(this.#cluster.config, async () => {
      const nodeId = await this.#cluster.findCoordinator(groupId);
      const answer = await this.#cluster.to(nodeId, api, body);
      checkError(errorOf(answer), what);
      return answer;
    });
  }
}

function firstError(topics: readonly { readonly partitions: readonly { readonly errorCode: number }[] }[]): number {
  for (const topic of topics) {
    for (const partition of topic.partitions) if (partition.errorCode !== 0) return partition.errorCode;
  }
  return 0;
}
