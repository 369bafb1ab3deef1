import { compare } from '../../core/index.ts';
import type { TopicPartition } from '../client.ts';

export interface AssignableMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly topics: readonly string[];
}

/**
 * Shares out each topic's partitions in runs, in the order of the members: what `range` means in every client
 * (org.apache.kafka.clients.consumer.RangeAssignor without racks), so that any of them may lead the group.
 */
export function assignRange(
  members: readonly AssignableMember[],
  partitionsOf: (topic: string) => number,
): Map<string, TopicPartition[]> {
  const assignment = new Map<string, TopicPartition[]>(members.map(({ memberId }) => [memberId, []]));
  const sorted = [...members].sort(compareMembers);
  const topics = [...new Set(members.flatMap((member) => member.topics))].sort(compare);
  for (const topic of topics) {
    const takers = sorted.filter((member) => member.topics.includes(topic));
    const partitions = partitionsOf(topic);
    const share = Math.floor(partitions / takers.length);
    const larger = partitions % takers.length;
    let next = 0;
    takers.forEach(({ memberId }, i) => {
      for (let left = share + (i < larger ? 1 : 0); left > 0; left--) {
        assignment.get(memberId)?.push({ topic, partition: next++ });
      }
    });
  }
  return assignment;
}

/** Static members by their instance id, before the others by their member id (AbstractPartitionAssignor.MemberInfo). */
function compareMembers(a: AssignableMember, b: AssignableMember): number {
  if (a.groupInstanceId !== null && b.groupInstanceId !== null) return compare(a.groupInstanceId, b.groupInstanceId);
  if (a.groupInstanceId !== null) return -1;
  if (b.groupInstanceId !== null) return 1;
  return compare(a.memberId, b.memberId);
}
