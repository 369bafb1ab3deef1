interface Stay {
  readonly partition: number;
  hasBatch: boolean;
}

/**
 * Where records without a key go: to one partition until its batch is full or gone, then to the next one, so that
 * batches fill (KIP-480). Begins anywhere, so that producers do not all begin at 0.
 */
export class StickyPartitions {
  readonly #stays = new Map<string, Stay>();

  /** @param partitions how many the topic has now */
  choose(topic: string, partitions: number): number {
    const stay = this.#stays.get(topic);
    if (stay && stay.partition < partitions) return stay.partition;
    const partition = Math.floor(Math.random() * partitions);
    this.#stays.set(topic, { partition, hasBatch: false });
    return partition;
  }

  /** A record that was sent where `choose` said began a batch: the second one ends the stay. */
  beganBatch(topic: string, partitions: number): void {
    const stay = this.#stays.get(topic);
    if (!stay) return;
    if (stay.hasBatch) this.#stays.set(topic, { partition: (stay.partition + 1) % partitions, hasBatch: false });
    else stay.hasBatch = true;
  }
}
