import { decodeSubscription, errorCode, offsetDeleteApi } from '../../kafka/index.ts';
import type { Group } from '../groups/group.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

/** Refused for topics that members are subscribed to (KIP-496). */
export const handleOffsetDelete = handler(offsetDeleteApi, (request, { broker }) => {
  const { groupId } = request;
  if (!broker.groups.exists(groupId)) {
    return { ...NO_THROTTLE, errorCode: errorCode('GROUP_ID_NOT_FOUND'), topics: [] };
  }
  const group = broker.groups.find(groupId);
  if (group && group.members.size > 0 && group.protocolType !== 'consumer') {
    return { ...NO_THROTTLE, errorCode: errorCode('NON_EMPTY_GROUP'), topics: [] };
  }
  const subscribed = group ? subscribedTopics(group) : new Set<string>();
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => {
      if (subscribed.has(name)) return { partitionIndex, errorCode: errorCode('GROUP_SUBSCRIBED_TO_TOPIC') };
      broker.groups.offsets.delete(groupId, name, partitionIndex);
      return { partitionIndex, errorCode: 0 };
    }),
  }));
  return { ...NO_THROTTLE, errorCode: 0, topics };
});

function subscribedTopics(group: Group): ReadonlySet<string> {
  const topics = new Set<string>();
  for (const member of group.members.values()) {
    for (const { metadata } of member.protocols) for (const topic of decodeSubscription(metadata)) topics.add(topic);
  }
  return topics;
}
