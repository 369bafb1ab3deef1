import { describeConfigsApi, errorCode } from '../../kafka/index.ts';
import { type BrokerState, handler, NO_THROTTLE } from '../handler.ts';
import type { Topic } from '../topics/topic-catalogue.ts';
import { topicConfigKeys } from '../topics/topic-config.ts';

/** Resource types (ConfigResource.Type) and where a value is from (DescribeConfigsResponse.ConfigSource). */
const TOPIC = 2;
const BROKER = 4;
const source = { topic: 1, staticBroker: 4, default: 5 } as const;
const STRING_TYPE = 2;

export const handleDescribeConfigs = handler(describeConfigsApi, (request, { broker }) => ({
  ...NO_THROTTLE,
  results: request.resources.map(({ resourceType, resourceName, configurationKeys }) => {
    const resource = { resourceType, resourceName, errorMessage: null };
    const topic = broker.topics.get(resourceName);
    if (resourceType === TOPIC && !topic) {
      return { ...resource, errorCode: errorCode('UNKNOWN_TOPIC_OR_PARTITION'), configs: [] };
    }
    const all =
      resourceType === TOPIC && topic ? topicEntries(topic) : resourceType === BROKER ? brokerEntries(broker) : [];
    const configs = all.filter(({ name }) => !configurationKeys?.length || configurationKeys.includes(name));
    return { ...resource, errorCode: 0, configs };
  }),
}));

function topicEntries(topic: Topic) {
  return Object.entries(topicConfigKeys).map(([name, { defaultValue, type }]) => {
    const own = topic.config[name];
    return {
      name,
      value: own ?? defaultValue,
      readOnly: false,
      configSource: own === undefined ? source.default : source.topic,
      isSensitive: false,
      synonyms: [],
      configType: type,
    };
  });
}

/** What clients ask a broker for: enough to say how topics are made here. */
function brokerEntries({ nodeId, topics }: BrokerState) {
  const values = {
    'auto.create.topics.enable': 'true',
    'broker.id': String(nodeId),
    'default.replication.factor': '1',
    'num.partitions': '1',
    'offsets.topic.replication.factor': '1',
    'cluster.id': topics.clusterId,
  };
  return Object.entries(values).map(([name, value]) => ({
    name,
    value,
    readOnly: true,
    configSource: source.staticBroker,
    isSensitive: false,
    synonyms: [],
    configType: STRING_TYPE,
  }));
}
