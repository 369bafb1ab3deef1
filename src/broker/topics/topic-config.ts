/** Numbers of config types in DescribeConfigs answers (ConfigDef.Type). */
const type = { boolean: 1, string: 2, int: 3, long: 5, double: 6, list: 7 } as const;

export interface TopicConfigKey {
  readonly defaultValue: string;
  readonly type: number;
}

/**
 * The topic configs that Kafka 4.3.1 knows, with its defaults. All are kept and shown; `max.message.bytes` and
 * `message.timestamp.*` alone have an effect here (docs/broker.md).
 */
export const topicConfigKeys: Readonly<Record<string, TopicConfigKey>> = {
  'cleanup.policy': { defaultValue: 'delete', type: type.list },
  'compression.gzip.level': { defaultValue: '-1', type: type.int },
  'compression.lz4.level': { defaultValue: '9', type: type.int },
  'compression.type': { defaultValue: 'producer', type: type.string },
  'compression.zstd.level': { defaultValue: '3', type: type.int },
  'delete.retention.ms': { defaultValue: '86400000', type: type.long },
  'file.delete.delay.ms': { defaultValue: '60000', type: type.long },
  'flush.messages': { defaultValue: '9223372036854775807', type: type.long },
  'flush.ms': { defaultValue: '9223372036854775807', type: type.long },
  'follower.replication.throttled.replicas': { defaultValue: '', type: type.list },
  'index.interval.bytes': { defaultValue: '4096', type: type.int },
  'leader.replication.throttled.replicas': { defaultValue: '', type: type.list },
  'local.retention.bytes': { defaultValue: '-2', type: type.long },
  'local.retention.ms': { defaultValue: '-2', type: type.long },
  'max.compaction.lag.ms': { defaultValue: '9223372036854775807', type: type.long },
  'max.message.bytes': { defaultValue: '1048588', type: type.int },
  'message.timestamp.after.max.ms': { defaultValue: '3600000', type: type.long },
  'message.timestamp.before.max.ms': { defaultValue: '9223372036854775807', type: type.long },
  'message.timestamp.type': { defaultValue: 'CreateTime', type: type.string },
  'min.cleanable.dirty.ratio': { defaultValue: '0.5', type: type.double },
  'min.compaction.lag.ms': { defaultValue: '0', type: type.long },
  'min.insync.replicas': { defaultValue: '1', type: type.int },
  preallocate: { defaultValue: 'false', type: type.boolean },
  'remote.log.copy.disable': { defaultValue: 'false', type: type.boolean },
  'remote.log.delete.on.disable': { defaultValue: 'false', type: type.boolean },
  'remote.storage.enable': { defaultValue: 'false', type: type.boolean },
  'retention.bytes': { defaultValue: '-1', type: type.long },
  'retention.ms': { defaultValue: '604800000', type: type.long },
  'segment.bytes': { defaultValue: '1073741824', type: type.int },
  'segment.index.bytes': { defaultValue: '10485760', type: type.int },
  'segment.jitter.ms': { defaultValue: '0', type: type.long },
  'segment.ms': { defaultValue: '604800000', type: type.long },
  'unclean.leader.election.enable': { defaultValue: 'false', type: type.boolean },
};

/** Why a config cannot be set, undefined when it can. */
export function problemOfTopicConfig(name: string, value: string): string | undefined {
  const key = topicConfigKeys[name];
  if (!key) return `Unknown topic config name: ${name}`;
  const isNumber = key.type === type.int || key.type === type.long;
  const isWrong =
    (isNumber && !/^-?\d+$/.test(value)) ||
    (key.type === type.double && !Number.isFinite(Number(value))) ||
    (key.type === type.boolean && !/^(true|false)$/i.test(value)) ||
    (name === 'message.timestamp.type' && !['CreateTime', 'LogAppendTime'].includes(value)) ||
    (name === 'cleanup.policy' && !/^(delete|compact|delete,compact|compact,delete)$/.test(value.replace(/ /g, '')));
  return isWrong ? `Invalid value ${value} for configuration ${name}` : undefined;
}

export function isListConfig(name: string): boolean {
  return topicConfigKeys[name]?.type === type.list;
}
