export { createAdmin } from './admin/admin.ts';
export * from './client.ts';
export { ConnectionError, FrameReader, isRetriable } from './connection/index.ts';
export { createConsumer } from './consumer/consumer.ts';
export { decodeSubscription } from './consumer/group-protocol.ts';
export { partitionForKey } from './producer/murmur2.ts';
export { createProducer } from './producer/producer.ts';
export * from './protocol/index.ts';
export * from './record-batch/index.ts';
