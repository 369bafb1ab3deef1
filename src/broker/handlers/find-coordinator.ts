import { findCoordinatorApi } from '../../kafka/index.ts';
import { handler } from '../handler.ts';

/** There is one broker, so it coordinates every group and every transaction. */
export const handleFindCoordinator = handler(findCoordinatorApi, (_request, { broker, advertisedHost }) => ({
  errorCode: 0,
  errorMessage: null,
  nodeId: broker.nodeId,
  host: advertisedHost,
  port: broker.port,
}));
