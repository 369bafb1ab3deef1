import { listGroupsApi } from '../../kafka/index.ts';
import { handler } from '../handler.ts';

export const handleListGroups = handler(listGroupsApi, ({ statesFilter }, { broker }) => {
  const groups = broker.groups.ids().map((groupId) => {
    const group = broker.groups.find(groupId);
    return { groupId, protocolType: group?.protocolType ?? '', groupState: group?.state ?? 'Empty' };
  });
  const wanted = new Set(statesFilter.map((state) => state.toLowerCase()));
  const shown = groups.filter(({ groupState }) => wanted.size === 0 || wanted.has(groupState.toLowerCase()));
  return { errorCode: 0, groups: shown };
});
