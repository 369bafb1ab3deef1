import { describeGroupsApi } from '../../kafka/index.ts';
import { handler } from '../handler.ts';

/** A group that is not there is Dead, without an error, up to the version served here. */
export const handleDescribeGroups = handler(describeGroupsApi, (request, { broker }) => ({
  groups: request.groups.map((groupId) => {
    const group = broker.groups.find(groupId);
    const state = group?.state ?? (broker.groups.exists(groupId) ? 'Empty' : 'Dead');
    const isStable = state === 'Stable';
    return {
      errorCode: 0,
      groupId,
      groupState: state,
      protocolType: group?.protocolType ?? '',
      protocolData: isStable ? (group?.protocolName ?? '') : '',
      members: [...(group?.members.values() ?? [])].map((member) => ({
        memberId: member.id,
        groupInstanceId: member.instanceId,
        clientId: member.clientId ?? '',
        clientHost: `/${member.clientHost}`,
        memberMetadata: isStable
          ? (member.protocols.find(({ name }) => name === group?.protocolName)?.metadata ?? Buffer.alloc(0))
          : Buffer.alloc(0),
        memberAssignment: member.assignment,
      })),
    };
  }),
}));
