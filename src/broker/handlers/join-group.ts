import { joinGroupApi } from '../../kafka/index.ts';
import { handler } from '../handler.ts';

/** From this version on a client first learns its member id (KIP-394). */
const KNOWN_ID_VERSION = 4;

export const handleJoinGroup = handler(
  joinGroupApi,
  async (request, { broker, version, clientId, clientHost, disconnected }) => {
    const { groupId, memberId } = request;
    const abandon = () => broker.groups.find(groupId)?.abandonJoin(memberId);
    disconnected.addEventListener('abort', abandon, { once: true });
    try {
      return await broker.groups
        .join(groupId, {
          memberId,
          instanceId: request.groupInstanceId,
          clientId,
          clientHost,
          sessionTimeoutMs: request.sessionTimeoutMs,
          // Version 0 has one timeout for both.
          rebalanceTimeoutMs: request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
          protocolType: request.protocolType,
          protocols: request.protocols,
          wantsKnownId: version >= KNOWN_ID_VERSION,
        })
        .then((answer) => ({ ...answer, protocolName: answer.protocolName ?? (version >= 7 ? null : '') }));
    } finally {
      disconnected.removeEventListener('abort', abandon);
    }
  },
);
