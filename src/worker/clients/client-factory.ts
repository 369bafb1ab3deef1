import type { FlatConfig } from '../../core/index.ts';
import type { ClientMetrics, KafkaAdmin, KafkaConsumer, KafkaProducer } from '../../kafka/index.ts';
import { createAdmin, createConsumer, createProducer } from '../../kafka/index.ts';
import { consumerOptions, producerOptions } from './client-options.ts';
import { connectionConfig } from './connection-config.ts';

/** Makes Kafka clients from the settings of Java ones. Throws ConfigError for settings that cannot be used. */
export interface ClientFactory {
  producer(props: FlatConfig): KafkaProducer;
  consumer(props: FlatConfig): KafkaConsumer;
  admin(props: FlatConfig): KafkaAdmin;
}

/**
 * @param onWarning hears what a client tries again, in one sentence
 * @param metrics where clients count what they do
 */
export function kafkaClientFactory(onWarning: (message: string) => void, metrics?: ClientMetrics): ClientFactory {
  return {
    producer: (props) => createProducer({ ...connectionConfig(props), onWarning, metrics }, producerOptions(props)),
    consumer: (props) => createConsumer({ ...connectionConfig(props), onWarning, metrics }, consumerOptions(props)),
    admin: (props) => createAdmin({ ...connectionConfig(props), onWarning, metrics }),
  };
}
