import { deleteTopicsApi, errorCode } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

/** Removes records, config, and the offsets that groups have committed for the topic. */
export const handleDeleteTopics = handler(deleteTopicsApi, async (request, { broker }) => {
  const responses: { name: string; errorCode: number }[] = [];
  for (const name of request.topicNames) {
    const topic = broker.topics.get(name);
    if (topic) {
      broker.groups.offsets.deleteTopic(name);
      await broker.topics.delete(topic);
    }
    responses.push({ name, errorCode: topic ? 0 : errorCode('UNKNOWN_TOPIC_OR_PARTITION') });
  }
  return { ...NO_THROTTLE, responses };
});
