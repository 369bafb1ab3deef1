import { alterConfigsApi, errorCode } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';
import { problemOfTopicConfig } from '../topics/topic-config.ts';

const TOPIC = 2;

/** Replaces all configs of a topic by those given. */
export const handleAlterConfigs = handler(alterConfigsApi, (request, { broker }) => ({
  ...NO_THROTTLE,
  responses: request.resources.map(({ resourceType, resourceName, configs }) => {
    const answer = { resourceType, resourceName, errorCode: 0, errorMessage: null as string | null };
    const topic = broker.topics.get(resourceName);
    if (resourceType !== TOPIC) {
      return {
        ...answer,
        errorCode: errorCode('INVALID_REQUEST'),
        errorMessage: 'Only topics can be configured here.',
      };
    }
    if (!topic) return { ...answer, errorCode: errorCode('UNKNOWN_TOPIC_OR_PARTITION') };
    const problem = configs.map(({ name, value }) => problemOfTopicConfig(name, value ?? '')).find(Boolean);
    if (problem) return { ...answer, errorCode: errorCode('INVALID_CONFIG'), errorMessage: problem };
    const config = Object.fromEntries(configs.map(({ name, value }) => [name, value ?? '']));
    if (!request.validateOnly) broker.topics.setConfig(topic, config);
    return answer;
  }),
}));
