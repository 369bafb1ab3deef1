import { deleteRecordsApi, errorCode } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

/** Offset -1 stands for all records. */
export const handleDeleteRecords = handler(deleteRecordsApi, (request, { broker }) => ({
  ...NO_THROTTLE,
  topics: request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, offset }) => {
      const topic = broker.topics.get(name);
      const log = topic?.partitions[partitionIndex];
      const failed = { partitionIndex, lowWatermark: -1n };
      if (!topic || !log) return { ...failed, errorCode: errorCode('UNKNOWN_TOPIC_OR_PARTITION') };
      const before = offset === -1n ? log.endOffset : Number(offset);
      if (before > log.endOffset || before < 0) return { ...failed, errorCode: errorCode('OFFSET_OUT_OF_RANGE') };
      broker.topics.deleteRecords(topic, partitionIndex, before);
      return { partitionIndex, lowWatermark: BigInt(log.startOffset), errorCode: 0 };
    }),
  })),
}));
