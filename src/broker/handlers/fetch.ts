import { errorCode, fetchApi, type RequestOf } from '../../kafka/index.ts';
import { type BrokerState, handler, type RequestContext } from '../handler.ts';
import type { PartitionLog } from '../log/partition-log.ts';

type FetchRequest = RequestOf<typeof fetchApi>;

/** No session is ever opened: each request names all its partitions, which every client can do (KIP-227). */
const NO_SESSION = 0;

/**
 * Waits until `minBytes` have come or `maxWaitMs` is over. The first batch of the first partition that has one is
 * given whole, however large, so that a reader always gets on (KIP-74).
 */
export const handleFetch = handler(fetchApi, async (request, context) => {
  if (request.sessionId !== NO_SESSION && request.sessionEpoch > 0) {
    return { throttleTimeMs: 0, errorCode: errorCode('FETCH_SESSION_ID_NOT_FOUND'), responses: [] };
  }
  const deadlineMs = Date.now() + request.maxWaitMs;
  for (;;) {
    const answer = readAll(request, context.broker);
    const isOver = answer.bytes >= request.minBytes || answer.hasError || Date.now() >= deadlineMs;
    if (isOver || context.disconnected.aborted || context.broker.closing.aborted) {
      return { throttleTimeMs: 0, errorCode: 0, sessionId: NO_SESSION, responses: answer.responses };
    }
    await appended(request, context, deadlineMs - Date.now());
  }
});

function readAll(request: FetchRequest, broker: BrokerState) {
  let bytes = 0;
  let hasError = false;
  const responses = request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition, fetchOffset, partitionMaxBytes }) => {
      const log = broker.topics.partition(topic, partition);
      const offset = Number(fetchOffset);
      const code = problemOf(log, offset);
      if (!log || code !== 0) {
        hasError = true;
        return emptyAnswer(partition, code, log);
      }
      const readCommitted = request.isolationLevel === 1;
      const upTo = readCommitted ? log.lastStableOffset : log.endOffset;
      const room = Math.max(0, Math.min(partitionMaxBytes, request.maxBytes - bytes));
      if (room === 0 && bytes > 0) return emptyAnswer(partition, 0, log);
      const { records, aborted } = log.read(offset, room, upTo);
      bytes += records.length;
      return {
        ...emptyAnswer(partition, 0, log),
        records,
        abortedTransactions: readCommitted
          ? aborted.map(({ producerId, firstOffset }) => ({ producerId, firstOffset: BigInt(firstOffset) }))
          : null,
      };
    }),
  }));
  return { responses, bytes, hasError };
}

function problemOf(log: PartitionLog | undefined, offset: number): number {
  if (!log) return errorCode('UNKNOWN_TOPIC_OR_PARTITION');
  return offset < log.startOffset || offset > log.endOffset ? errorCode('OFFSET_OUT_OF_RANGE') : 0;
}

function emptyAnswer(partitionIndex: number, code: number, log: PartitionLog | undefined) {
  return {
    partitionIndex,
    errorCode: code,
    highWatermark: BigInt(log?.endOffset ?? -1),
    lastStableOffset: BigInt(log?.lastStableOffset ?? -1),
    logStartOffset: BigInt(log?.startOffset ?? -1),
    abortedTransactions: null as readonly { readonly producerId: bigint; readonly firstOffset: bigint }[] | null,
    records: Buffer.alloc(0),
  };
}

/** Ends with the next append to any of the partitions, the deadline, the client's leaving, or the broker's end. */
function appended(request: FetchRequest, context: RequestContext, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const ends: (() => void)[] = [];
    const finish = () => {
      for (const end of ends) end();
      resolve();
    };
    const timer = setTimeout(finish, Math.max(1, waitMs));
    ends.push(() => clearTimeout(timer));
    for (const signal of [context.disconnected, context.broker.closing]) {
      signal.addEventListener('abort', finish, { once: true });
      ends.push(() => signal.removeEventListener('abort', finish));
    }
    for (const { topic, partitions } of request.topics) {
      for (const { partition } of partitions) {
        const log = context.broker.topics.partition(topic, partition);
        if (log) ends.push(log.onAppend(finish));
      }
    }
  });
}
