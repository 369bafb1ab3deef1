import { syncGroupApi } from '../../kafka/index.ts';
import { handler } from '../handler.ts';

export const handleSyncGroup = handler(syncGroupApi, async (request, { broker }) => {
  const { groupId, memberId, groupInstanceId, generationId } = request;
  const assignments = new Map(request.assignments.map((entry) => [entry.memberId, entry.assignment]));
  const answer = await broker.groups.sync(groupId, memberId, groupInstanceId, generationId, assignments);
  const group = broker.groups.find(groupId);
  return { ...answer, protocolType: group?.protocolType ?? null, protocolName: group?.protocolName ?? null };
});
