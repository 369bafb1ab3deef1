import { expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../../../src/broker/index.ts';
import { createAdmin, createConsumer, listOffsetsApi, type TopicPartition } from '../../../src/kafka/index.ts';
import { testFolder } from '../../harness/index.ts';
import { KafkaProxy } from '../../harness/kafka-proxy.ts';
import { pollUntil } from '../client-contract.ts';

it('a position is read although the first answers break and the consumer is woken meanwhile, as for a pause', async () => {
  const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: testFolder() });
  onTestFinished(() => broker.close());
  const proxy = await KafkaProxy.start(broker.port);
  onTestFinished(() => proxy.close());
  const config = { bootstrapServers: [`127.0.0.1:${proxy.port}`], clientId: 'test' };
  const admin = createAdmin(config);
  onTestFinished(() => admin.close());
  await admin.createTopic({ name: 't', partitions: 1, replicationFactor: -1, config: {} });
  const consumer = createConsumer(config, { groupId: 'g', sessionTimeoutMs: 6_000, fetchMaxWaitMs: 50 });
  onTestFinished(() => consumer.close());
  const positions: bigint[] = [];
  const onAssigned = async (partitions: readonly TopicPartition[]) => {
    proxy.cutNext.set(listOffsetsApi.key, 2);
    consumer.wakeup();
    for (const partition of partitions) positions.push(await consumer.position(partition));
  };
  consumer.subscribe({ topics: ['t'] }, { onAssigned, onRevoked: async () => undefined });
  await pollUntil(consumer, () => consumer.assignment().length === 1);
  expect(positions).toEqual([0n]);
});
