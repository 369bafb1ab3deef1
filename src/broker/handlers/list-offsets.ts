import { errorCode, listOffsetsApi } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';
import type { PartitionLog } from '../log/partition-log.ts';

/** Timestamps with a meaning of their own. */
const LATEST = -1n;
const EARLIEST = -2n;
const LARGEST_TIMESTAMP = -3n;
const NOT_FOUND = { offset: -1, timestampMs: -1 };

export const handleListOffsets = handler(listOffsetsApi, async (request, { broker }) => {
  const readCommitted = request.isolationLevel === 1;
  const topics = request.topics.map(async ({ name, partitions }) => ({
    name,
    partitions: await Promise.all(
      partitions.map(async ({ partitionIndex, timestamp }) => {
        const log = broker.topics.partition(name, partitionIndex);
        if (!log) {
          const code = errorCode('UNKNOWN_TOPIC_OR_PARTITION');
          return { partitionIndex, errorCode: code, timestamp: -1n, offset: -1n };
        }
        const found = await find(log, timestamp, readCommitted);
        return {
          partitionIndex,
          errorCode: 0,
          timestamp: BigInt(found.timestampMs),
          offset: BigInt(found.offset),
          leaderEpoch: 0,
        };
      }),
    ),
  }));
  return { ...NO_THROTTLE, topics: await Promise.all(topics) };
});

async function find(log: PartitionLog, timestamp: bigint, readCommitted: boolean) {
  switch (timestamp) {
    case LATEST:
      return { offset: readCommitted ? log.lastStableOffset : log.endOffset, timestampMs: -1 };
    case EARLIEST:
      return { offset: log.startOffset, timestampMs: -1 };
    case LARGEST_TIMESTAMP:
      return (await log.findLatestTime()) ?? NOT_FOUND;
    default:
      return (await log.findByTime(Number(timestamp))) ?? NOT_FOUND;
  }
}
