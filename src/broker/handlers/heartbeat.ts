import { heartbeatApi } from '../../kafka/index.ts';
import { handler } from '../handler.ts';

export const handleHeartbeat = handler(heartbeatApi, (request, { broker }) => {
  const { groupId, memberId, groupInstanceId, generationId } = request;
  return { errorCode: broker.groups.heartbeat(groupId, memberId, groupInstanceId, generationId) };
});
