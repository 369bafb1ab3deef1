import type { OffsetAndMetadata, TopicPartition } from '../../kafka/index.ts';

/** The next offset to read of each partition. */
export class PartitionOffsets {
  readonly #offsets = new Map<string, OffsetAndMetadata>();

  get(partition: TopicPartition): bigint | undefined {
    return this.#offsets.get(idOf(partition))?.offset;
  }

  set({ topic, partition }: TopicPartition, offset: bigint): void {
    this.#offsets.set(idOf({ topic, partition }), { topic, partition, offset });
  }

  /** Takes over what the other one knows. */
  update(other: PartitionOffsets): void {
    for (const [id, offset] of other.#offsets) this.#offsets.set(id, offset);
  }

  delete(partition: TopicPartition): void {
    this.#offsets.delete(idOf(partition));
  }

  all(): readonly OffsetAndMetadata[] {
    return [...this.#offsets.values()];
  }

  /** Those of the partitions that are known. */
  of(partitions: readonly TopicPartition[]): readonly OffsetAndMetadata[] {
    return partitions.flatMap((partition) => this.#offsets.get(idOf(partition)) ?? []);
  }
}

/** Topic names hold no slash. */
export function idOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
