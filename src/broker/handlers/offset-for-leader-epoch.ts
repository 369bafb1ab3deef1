import { errorCode, offsetForLeaderEpochApi } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

/** The leader never changes, so its one epoch, 0, ends at the end of the log. */
export const handleOffsetForLeaderEpoch = handler(offsetForLeaderEpochApi, (request, { broker }) => ({
  ...NO_THROTTLE,
  topics: request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition, leaderEpoch }) => {
      const log = broker.topics.partition(topic, partition);
      if (!log) {
        const code = errorCode('UNKNOWN_TOPIC_OR_PARTITION');
        return { partition, errorCode: code, leaderEpoch: -1, endOffset: -1n };
      }
      const isKnown = leaderEpoch === 0;
      return {
        partition,
        errorCode: 0,
        leaderEpoch: isKnown ? 0 : -1,
        endOffset: isKnown ? BigInt(log.endOffset) : -1n,
      };
    }),
  })),
}));
