import type { TopicPartition } from '../client.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { Reader } from '../protocol/reader.ts';
import { struct } from '../protocol/struct.ts';
import { array, int16, int32, nullableBytes, string } from '../protocol/wire-type.ts';
import { Writer } from '../protocol/writer.ts';
import { groupByTopic } from '../topic-partitions.ts';

/**
 * What members of a consumer group tell each other through JoinGroup and SyncGroup
 * (ConsumerProtocolSubscription and ConsumerProtocolAssignment). Version 1 is written; of newer ones the fields of
 * version 0 are read, as they come first in every version.
 */
const VERSION = 1;

const topicPartitions = struct({ topic: string, partitions: array(int32) });
const at = { version: VERSION, flexible: false };
const subscriptionCodec = struct({
  version: int16,
  topics: array(string),
  userData: nullableBytes,
  ownedPartitions: array(topicPartitions),
}).compile(at);
const assignmentCodec = struct({
  version: int16,
  assignedPartitions: array(topicPartitions),
  userData: nullableBytes,
}).compile(at);
const topicsCodec = struct({ version: int16, topics: array(string) }).compile(at);
const assignedCodec = struct({ version: int16, assignedPartitions: array(topicPartitions) }).compile(at);

/** @param topics sorted, so that equal subscriptions are equal bytes */
export function encodeSubscription(topics: readonly string[]): Buffer {
  const w = new Writer();
  subscriptionCodec.write(w, { version: VERSION, topics, userData: null, ownedPartitions: [] });
  return Buffer.concat(w.finish());
}

export function decodeSubscription(bytes: Buffer): readonly string[] {
  const { version, topics } = topicsCodec.read(new Reader(bytes)) as { version: number; topics: readonly string[] };
  if (version < 0) throw new ProtocolError(`a group member's subscription has version ${version}`);
  return topics;
}

export function encodeAssignment(partitions: readonly TopicPartition[]): Buffer {
  const w = new Writer();
  const assignedPartitions = groupByTopic(partitions).map(([topic, list]) => ({
    topic,
    partitions: list.map(({ partition }) => partition),
  }));
  assignmentCodec.write(w, { version: VERSION, assignedPartitions, userData: null });
  return Buffer.concat(w.finish());
}

/** No bytes at all is no partitions: what a member gets that the leader did not know. */
export function decodeAssignment(bytes: Buffer): TopicPartition[] {
  if (bytes.length === 0) return [];
  const { assignedPartitions } = assignedCodec.read(new Reader(bytes)) as {
    assignedPartitions: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
  };
  return assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}
