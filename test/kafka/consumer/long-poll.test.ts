import { expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../../../src/broker/index.ts';
import { createConsumer, createProducer, errorCode } from '../../../src/kafka/index.ts';
import { testFolder } from '../../harness/index.ts';
import { KafkaProxy } from '../../harness/kafka-proxy.ts';
import { record } from '../client-contract.ts';

it('one poll that may take minutes tries fetches again that have failed, each after its backoff', async () => {
  const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: testFolder() });
  onTestFinished(() => broker.close());
  const proxy = await KafkaProxy.start(broker.port);
  onTestFinished(() => proxy.close());
  const config = { bootstrapServers: [`127.0.0.1:${proxy.port}`], clientId: 'test' };
  const producer = createProducer(config);
  onTestFinished(() => producer.close());
  await producer.send([record({ topic: 't', value: Buffer.from('x') })]);
  let faults = 15;
  proxy.tamper = (answer) => {
    if (faults-- <= 0) return answer;
    const failed = { errorCode: errorCode('NOT_LEADER_OR_FOLLOWER'), records: null };
    const responses = answer.responses.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((partition) => ({ ...partition, ...failed })),
    }));
    return { ...answer, responses };
  };
  const consumer = createConsumer(config, { groupId: '', autoOffsetReset: 'earliest' });
  onTestFinished(() => consumer.close());
  consumer.assign([{ topic: 't', partition: 0 }]);
  const records = await consumer.poll(300_000);
  expect(records.map(({ value }) => String(value))).toEqual(['x']);
});
