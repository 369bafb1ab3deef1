import type { FlatConfig } from '../../core/index.ts';
import type { KafkaConsumerOptions, KafkaProducerOptions } from '../../kafka/index.ts';
import { ConfigError } from '../config/index.ts';
import { clientFlag, clientNumber } from './connection-config.ts';

const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const resets = ['latest', 'earliest', 'none'] as const;
const isolations = ['read_committed', 'read_uncommitted'] as const;
const acks = ['all', '-1', '0', '1'] as const;
/** Codecs whose level can be chosen here. */
const levelled = ['gzip', 'zstd'] as const;

/**
 * Settings of the Java producer as options of ours. `acks=0` is taken as 1, the least that ours asks for.
 * @throws ConfigError with the client's own message
 */
export function producerOptions(props: FlatConfig): KafkaProducerOptions {
  const wanted = oneOf(props, 'acks', acks);
  const compression = oneOf(props, 'compression.type', compressions);
  const codec = levelled.find((name) => name === compression);
  return {
    acks: wanted === '0' || wanted === '1' ? '1' : 'all',
    compression,
    compressionLevel: codec && clientNumber(props, `compression.${codec}.level`),
    retries: clientNumber(props, 'retries'),
    deliveryTimeoutMs: clientNumber(props, 'delivery.timeout.ms'),
    maxBlockMs: clientNumber(props, 'max.block.ms'),
    metadataMaxAgeMs: clientNumber(props, 'metadata.max.age.ms'),
    ignoresKeys: clientFlag(props, 'partitioner.ignore.keys'),
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
    fetchMaxBytes: clientNumber(props, 'fetch.max.bytes'),
    groupInstanceId: props['group.instance.id'],
    allowAutoCreateTopics: clientFlag(props, 'allow.auto.create.topics'),
    excludeInternalTopics: clientFlag(props, 'exclude.internal.topics'),
  };
}

function oneOf<T extends string>(props: FlatConfig, key: string, words: readonly T[]): T | undefined {
  const value = props[key]?.trim();
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw ConfigError.invalid(key, value, `String must be one of: ${words.join(', ')}`);
  return word;
}
