import type { KafkaSettings } from '../definition/index.ts';
import type { KafkaConnectionConfig } from '../kafka/index.ts';
import { readTls } from './read-tls.ts';

/** How to reach an environment's Kafka. `folder` is the project's: its PEM files are named from there. */
export async function kafkaConnectionOf(settings: KafkaSettings, folder: string): Promise<KafkaConnectionConfig> {
  const { bootstrapServers, tls, sasl } = settings;
  return {
    bootstrapServers,
    clientId: 'connectctl',
    ...(tls !== false && { tls: tls === true ? {} : await readTls(tls, folder, 'kafka.tls') }),
    ...(sasl && { sasl }),
  };
}
