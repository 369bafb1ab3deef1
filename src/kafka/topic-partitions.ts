import type { TopicPartition } from './client.ts';

/** One text per topic and partition, for keys of maps. */
export function keyOf(partition: TopicPartition): string {
  return `${partition.topic}-${partition.partition}`;
}

/** Requests name a topic once, with its partitions under it. */
export function groupByTopic<T extends TopicPartition>(list: Iterable<T>): [topic: string, partitions: T[]][] {
  const groups = new Map<string, T[]>();
  for (const entry of list) {
    const group = groups.get(entry.topic);
    if (group) group.push(entry);
    else groups.set(entry.topic, [entry]);
  }
  return [...groups];
}
