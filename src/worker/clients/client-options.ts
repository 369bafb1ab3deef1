import type { FlatConfig } from '../../core/index.ts';
import type { KafkaConsumerOptions, KafkaProducerOptions } from '../../kafka/index.ts';
import { ConfigError } from '../config/index.ts';
import { clientNumber } from './connection-config.ts';

const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const resets = ['latest', 'earliest', 'none'] as const;
const isolations = ['read_committed', 'read_uncommitted'] as const;
const acks = ['all', '-1', '0', '1'] as const;

/**
 * Settings of the Java producer as options of ours. `acks` is checked and then always `all`.
 * @throws ConfigError with the client's own message
 */
export function producerOptions(props: FlatConfig): KafkaProducerOptions {
  oneOf(props, 'acks', acks);
  return {
    compression: oneOf(props, 'compression.type', compressions),
    lingerMs: clientNumber(props, 'linger.ms'),
    batchSizeBytes: clientNumber(props, 'batch.size'),
    maxRequestSizeBytes: clientNumber(props, 'max.request.size'),
  };
}

/** Settings of the Java consumer as options of ours; `group.id` has to be there. */
export function consumerOptions(props: FlatConfig): KafkaConsumerOptions {
  return {
    groupId: props['group.id'] ?? '',
    autoOffsetReset: oneOf(props, 'auto.offset.reset', resets),
    maxPollRecords: clientNumber(props, 'max.poll.records'),
    sessionTimeoutMs: clientNumber(props, 'session.timeout.ms'),
    heartbeatIntervalMs: clientNumber(props, 'heartbeat.interval.ms'),
    maxPollIntervalMs: clientNumber(props, 'max.poll.interval.ms'),
    metadataMaxAgeMs: clientNumber(props, 'metadata.max.age.ms'),
    fetchMaxWaitMs: clientNumber(props, 'fetch.max.wait.ms'),
    fetchMinBytes: clientNumber(props, 'fetch.min.bytes'),
    maxPartitionFetchBytes: clientNumber(props, 'max.partition.fetch.bytes'),
    isolationLevel: oneOf(props, 'isolation.level', isolations),
  };
}

function oneOf<T extends string>(props: FlatConfig, key: string, words: readonly T[]): T | undefined {
  const value = props[key]?.trim();
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw ConfigError.invalid(key, value, `String must be one of: ${words.join(', ')}`);
  return word;
}
