import { createPartitionsApi, errorCode } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

export const handleCreatePartitions = handler(createPartitionsApi, (request, { broker }) => ({
  ...NO_THROTTLE,
  results: request.topics.map(({ name, count }) => {
    const topic = broker.topics.get(name);
    if (!topic) return { name, errorCode: errorCode('UNKNOWN_TOPIC_OR_PARTITION') };
    const have = topic.partitions.length;
    if (count <= have) {
      const errorMessage = `Topic ${name} has ${have} partitions, it cannot be given ${count}.`;
      return { name, errorCode: errorCode('INVALID_PARTITIONS'), errorMessage };
    }
    if (!request.validateOnly) broker.topics.addPartitions(topic, count);
    return { name, errorCode: 0 };
  }),
}));
