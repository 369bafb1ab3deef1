import { describeClusterApi } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

export const handleDescribeCluster = handler(describeClusterApi, (_request, { broker, advertisedHost }) => ({
  ...NO_THROTTLE,
  errorCode: 0,
  errorMessage: null,
  clusterId: broker.topics.clusterId,
  controllerId: broker.nodeId,
  brokers: [{ brokerId: broker.nodeId, host: advertisedHost, port: broker.port, rack: null }],
}));
