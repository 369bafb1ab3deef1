import { messageOf } from '../../core/index.ts';
import { batchesOf, errorCode, KafkaError, produceApi } from '../../kafka/index.ts';
import { type BrokerState, handler } from '../handler.ts';
import { appendRules } from '../topics/topic-catalogue.ts';

/** Appends each partition's batches. A topic is made by the metadata request before, so one that is missing is unknown. */
export const handleProduce = handler(produceApi, (request, { broker }) => {
  const responses = request.topicData.map(({ name, partitionData }) => ({
    name,
    partitionResponses: partitionData.map(({ index, records }) => append(broker, request.acks, name, index, records)),
  }));
  return request.acks === 0 ? undefined : { responses };
});

function append(broker: BrokerState, acks: number, name: string, index: number, records: Buffer | null) {
  const topic = broker.topics.get(name);
  const log = topic?.partitions[index];
  if (![-1, 0, 1].includes(acks)) return failed(index, errorCode('INVALID_REQUIRED_ACKS'));
  if (!topic || !log) return failed(index, errorCode('UNKNOWN_TOPIC_OR_PARTITION'));
  if (!records || records.length === 0) return failed(index, errorCode('INVALID_RECORD'));
  try {
    checkTransaction(broker, name, index, records);
    const baseOffset = BigInt(log.append(records, appendRules(topic)));
    return { index, errorCode: 0, baseOffset, logStartOffset: BigInt(log.startOffset) };
  } catch (error) {
    if (error instanceof KafkaError) return failed(index, error.errorCode, messageOf(error));
    return failed(index, errorCode('KAFKA_STORAGE_ERROR'), messageOf(error));
  }
}

function checkTransaction(broker: BrokerState, topic: string, partition: number, records: Buffer): void {
  for (const batch of batchesOf(records)) {
    if (!batch.isTransactional || broker.transactions.isOpenIn(batch.producerId, { topic, partition })) continue;
    throw new KafkaError(errorCode('INVALID_TXN_STATE'), 'Append', 'the partition was not added to the transaction');
  }
}

function failed(index: number, code: number, errorMessage: string | null = null) {
  return { index, errorCode: code, baseOffset: -1n, errorMessage };
}
