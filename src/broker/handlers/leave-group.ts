import { leaveGroupApi } from '../../kafka/index.ts';
import { handler } from '../handler.ts';

/** One member up to version 2, several from version 3 on. */
export const handleLeaveGroup = handler(leaveGroupApi, (request, { broker, version }) => {
  const { groupId } = request;
  if (version < 3) return { errorCode: broker.groups.leave(groupId, request.memberId, null) };
  const members = request.members.map(({ memberId, groupInstanceId }) => ({
    memberId,
    groupInstanceId,
    errorCode: broker.groups.leave(groupId, memberId, groupInstanceId),
  }));
  return { errorCode: 0, members };
});
