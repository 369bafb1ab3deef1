import { errorCode, incrementalAlterConfigsApi, KafkaError } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';
import type { Topic } from '../topics/topic-catalogue.ts';
import { isListConfig, problemOfTopicConfig, topicConfigKeys } from '../topics/topic-config.ts';

const TOPIC = 2;
/** AlterConfigOp.OpType */
const SET = 0;
const DELETE = 1;
const APPEND = 2;

interface Change {
  readonly name: string;
  readonly configOperation: number;
  readonly value: string | null;
}

/** Changes the named keys and leaves the others as they are. */
export const handleIncrementalAlterConfigs = handler(incrementalAlterConfigsApi, (request, { broker }) => ({
  ...NO_THROTTLE,
  responses: request.resources.map(({ resourceType, resourceName, configs }) => {
    const resource = { resourceType, resourceName };
    const topic = broker.topics.get(resourceName);
    if (resourceType !== TOPIC) {
      return {
        ...resource,
        errorCode: errorCode('INVALID_REQUEST'),
        errorMessage: 'Only topics can be configured here.',
      };
    }
    if (!topic) return { ...resource, errorCode: errorCode('UNKNOWN_TOPIC_OR_PARTITION'), errorMessage: null };
    try {
      const config = configs.reduce((current, change) => applied(topic, current, change), topic.config);
      if (!request.validateOnly) broker.topics.setConfig(topic, config);
      return { ...resource, errorCode: 0, errorMessage: null };
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      return { ...resource, errorCode: error.errorCode, errorMessage: error.message };
    }
  }),
}));

function applied(topic: Topic, config: Topic['config'], { name, configOperation, value }: Change): Topic['config'] {
  const { [name]: before, ...others } = config;
  if (configOperation === DELETE) return others;
  let next = value ?? '';
  if (configOperation !== SET) {
    if (!isListConfig(name)) throw refused(topic, `${name} is not a list`);
    const list = (before ?? topicConfigKeys[name]?.defaultValue ?? '').split(',').filter((item) => item !== '');
    const items = next.split(',');
    const rest = list.filter((item) => !items.includes(item));
    next = (configOperation === APPEND ? [...rest, ...items] : rest).join(',');
  }
  const problem = problemOfTopicConfig(name, next);
  if (problem) throw refused(topic, problem);
  return { ...others, [name]: next };
}

function refused(topic: Topic, detail: string): KafkaError {
  return new KafkaError(errorCode('INVALID_CONFIG'), `Topic ${topic.name}`, detail);
}
