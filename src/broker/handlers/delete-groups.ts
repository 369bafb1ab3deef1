import { deleteGroupsApi } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

export const handleDeleteGroups = handler(deleteGroupsApi, ({ groupsNames }, { broker }) => ({
  ...NO_THROTTLE,
  results: groupsNames.map((groupId) => ({ groupId, errorCode: broker.groups.delete(groupId) })),
}));
