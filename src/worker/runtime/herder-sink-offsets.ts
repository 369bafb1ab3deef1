import type { ConnectorOffset } from '../../core/index.ts';
import { type KafkaAdmin, KafkaError, type OffsetAndMetadata, type TopicPartition } from '../../kafka/index.ts';
import { javaText } from '../data/index.ts';
import { badRequest, RequestError } from './herder-error.ts';
import { askConnector, type OffsetTarget } from './herder-offsets.ts';

/** The committed offsets of a sink's group, in the shape of the REST API. */
export async function sinkOffsets(admin: KafkaAdmin, name: string, groupId: string): Promise<ConnectorOffset[]> {
  try {
    return (await admin.groupOffsets(groupId)).map(toConnectorOffset);
  } catch (error) {
    throw new RequestError(500, `Failed to retrieve consumer group offsets for sink connector ${name}`, {
      cause: error,
    });
  }
}

/** Sets and deletes offsets of a stopped sink's group. @returns whether the connector handled them as well */
export async function alterSinkOffsets(
  admin: KafkaAdmin,
  target: OffsetTarget,
  groupId: string,
  offsets: readonly ConnectorOffset[],
): Promise<boolean> {
  const parsed = parseSinkOffsets(offsets);
  const wanted = [...parsed.values()];
  if (wanted.some(({ offset }) => offset !== null && offset < 0n)) {
    throw badRequest(`Failed to modify offsets for sink connector ${target.name}: an offset is negative`);
  }
  const handled = await askConnector(target, offsets);
  const altered = wanted.filter((entry): entry is OffsetAndMetadata => entry.offset !== null);
  const reset = wanted.filter((entry) => entry.offset === null);
  await change(target.name, 'alter', async () => {
    await requirePartitions(admin, altered);
    if (altered.length > 0) await admin.alterGroupOffsets(groupId, altered);
    if (reset.length > 0) await admin.deleteGroupOffsets(groupId, reset);
  });
  return handled;
}

/** Deletes the group of a stopped sink; one that is not there is reset already. */
export async function resetSinkOffsets(admin: KafkaAdmin, target: OffsetTarget, groupId: string): Promise<boolean> {
  const committed = await sinkOffsets(admin, target.name, groupId);
  const handled = await askConnector(
    target,
    committed.map(({ partition }) => ({ partition, offset: null })),
  );
  await change(target.name, 'reset', () => admin.deleteGroup(groupId));
  return handled;
}

interface WantedOffset extends TopicPartition {
  readonly offset: bigint | null;
}

/** By partition; of two entries the later one counts. @throws RequestError 400 with Kafka's message (SinkUtils) */
function parseSinkOffsets(offsets: readonly ConnectorOffset[]): ReadonlyMap<string, WantedOffset> {
  const wanted = offsets.map((entry) => {
    const { topic, partition } = parsePartition(entry.partition);
    return [`${topic}-${partition}`, { topic, partition, offset: parseOffset(entry.offset) }] as const;
  });
  return new Map(wanted);
}

function parsePartition(values: ConnectorOffset['partition']): TopicPartition {
  if (values === null) throw badRequest('The partition for a sink connector offset cannot be null or missing');
  if (!('kafka_topic' in values && 'kafka_partition' in values)) {
    throw badRequest(
      "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
    );
  }
  const topic = values['kafka_topic'];
  const partition = values['kafka_partition'];
  if (topic === null) throw badRequest('Kafka topic names must be valid strings and may not be null');
  if (partition === null) throw badRequest('Kafka partitions must be valid numbers and may not be null');
  const number = integerOf(partition, 32);
  if (number === null) {
    throw badRequest(
      `Failed to parse the following Kafka partition value in the provided offsets: '${javaText(null, partition)}'. ` +
        'Partition values for sink connectors need to be integers.',
    );
  }
  return { topic: javaText(null, topic), partition: Number(number) };
}

function parseOffset(values: ConnectorOffset['offset']): bigint | null {
  if (values === null) return null;
  if (!('kafka_offset' in values)) {
    throw badRequest("The offset for a sink connector should either be null or contain the key 'kafka_offset'");
  }
  const offset = integerOf(values['kafka_offset'], 64);
  if (offset === null) {
    throw badRequest(
      'Failed to parse the following Kafka offset value in the provided offsets: ' +
        `'${javaText(null, values['kafka_offset'])}'. Offset values for sink connectors need to be integers.`,
    );
  }
  return offset;
}

/** A whole number, or its text. */
function integerOf(value: unknown, bits: number): bigint | null {
  const text = typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' ? String(value) : '';
  if (!/^[+-]?\d+$/.test(text)) return null;
  const number = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(bits, number) === number ? number : null;
}

/** Kafka takes an offset for any partition number; Kafka Connect 4.3.1 fails on one that is not there. */
async function requirePartitions(admin: KafkaAdmin, altered: readonly OffsetAndMetadata[]): Promise<void> {
  const counts = await admin.describeTopics([...new Set(altered.map(({ topic }) => topic))]);
  for (const { topic, partition } of altered) {
    if (partition < 0 || partition >= (counts.get(topic) ?? 0)) throw new Error(`${topic}-${partition} does not exist`);
  }
}

async function change(name: string, verb: 'alter' | 'reset', work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new RequestError(500, failure(name, verb, isInUse(error)), { cause: error });
  }
}

/** A group that has members takes no offsets, and is not deleted. */
function isInUse(error: unknown): boolean {
  const codes = ['UNKNOWN_MEMBER_ID', 'GROUP_SUBSCRIBED_TO_TOPIC', 'NON_EMPTY_GROUP', 'REBALANCE_IN_PROGRESS'] as const;
  return error instanceof KafkaError && codes.some((code) => error.is(code));
}

function failure(name: string, verb: 'alter' | 'reset', inUse: boolean): string {
  if (!inUse) return `Failed to ${verb} consumer group offsets for connector ${name}`;
  return (
    `Failed to ${verb} consumer group offsets for connector ${name} either because its tasks haven't stopped ` +
    `completely yet or the connector was resumed before the request to ${verb} its offsets could be successfully ` +
    "completed. If the connector is in a stopped state, this operation can be safely retried. If it doesn't " +
    'eventually succeed, the Connect cluster may need to be restarted to get rid of the zombie sink tasks.'
  );
}

function toConnectorOffset({ topic, partition, offset }: OffsetAndMetadata): ConnectorOffset {
  return { partition: { kafka_partition: partition, kafka_topic: topic }, offset: { kafka_offset: offset } };
}
