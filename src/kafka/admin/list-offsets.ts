import type { OffsetAndMetadata, TopicPartition } from '../client.ts';
import { type Cluster, isReady } from '../cluster/index.ts';
import { checkError, errorCode, KafkaError, listOffsetsApi } from '../protocol/index.ts';
import { groupByTopic } from '../topic-partitions.ts';

/** Timestamps with a meaning of their own (ListOffsetsRequest). */
const timestamps = { latest: -1n, earliest: -2n } as const;

/** The first or the next offset of each partition, from the partitions' leaders. */
export async function listOffsets(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  which: 'earliest' | 'latest',
  isolationLevel: 'read_uncommitted' | 'read_committed' = 'read_uncommitted',
): Promise<OffsetAndMetadata[]> {
  const byLeader = new Map<number, TopicPartition[]>();
  for (const partition of partitions) {
    const leader = await leaderOf(cluster, partition);
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition]);
  }
  const answers = [...byLeader].map(async ([leader, list]) => {
    const answer = await cluster.to(leader, listOffsetsApi, {
      replicaId: -1,
      isolationLevel: isolationLevel === 'read_committed' ? 1 : 0,
      topics: groupByTopic(list).map(([name, entries]) => ({
        name,
        partitions: entries.map(({ partition }) => ({ partitionIndex: partition, timestamp: timestamps[which] })),
      })),
    });
    return answer.topics.flatMap((topic) =>
      topic.partitions.map(({ partitionIndex, errorCode: code, offset }) => {
        checkError(code, `Offsets of ${topic.name}-${partitionIndex}`);
        return { topic: topic.name, partition: partitionIndex, offset };
      }),
    );
  });
  return (await Promise.all(answers)).flat();
}

async function leaderOf(cluster: Cluster, { topic, partition }: TopicPartition): Promise<number> {
  if (!isReady(cluster.topic(topic))) await cluster.refresh([topic]);
  const metadata = cluster.topic(topic);
  const leader = metadata?.leaders[partition];
  if (leader !== undefined && leader >= 0) return leader;
  const code = metadata?.errorCode || errorCode(leader === -1 ? 'LEADER_NOT_AVAILABLE' : 'UNKNOWN_TOPIC_OR_PARTITION');
  throw new KafkaError(code, `Topic ${topic}, partition ${partition}`);
}
