import { printable, renderTable } from '../../render/index.ts';
import { offsetText, type PartitionOffset, partitionKey, sortOffsets } from './offset-list.ts';

/** One partition of a preview. */
export interface OffsetChange {
  readonly partition: unknown;
  /** null: none now. */
  readonly before: unknown;
  /** null: none afterwards, so reading begins anew. */
  readonly after: unknown;
}

/** What setting these offsets does, partition by partition; those that stay as they are included. */
export function offsetChanges(
  current: readonly PartitionOffset[],
  wanted: readonly PartitionOffset[],
): readonly OffsetChange[] {
  const before = new Map(current.map((entry) => [partitionKey(entry.partition), entry.offset]));
  // The worker takes the last of two entries for one partition; so does the preview.
  const after = new Map(wanted.map((entry) => [partitionKey(entry.partition), entry]));
  return sortOffsets([...after.values()]).map(({ partition, offset }) => ({
    partition,
    before: before.get(partitionKey(partition)) ?? null,
    after: offset ?? null,
  }));
}

export function isChange({ before, after }: OffsetChange): boolean {
  return offsetText(before) !== offsetText(after) && partitionKey(before) !== partitionKey(after);
}

/** `orders:0  120 -> 0`, a line a partition. */
export function renderOffsetChanges(changes: readonly OffsetChange[], width: number | undefined): string {
  return renderTable(
    changes,
    [
      { header: 'PARTITION', read: ({ partition }) => offsetText(partition), shrinks: true },
      { header: 'BEFORE', read: ({ before }) => offsetText(before), shrinks: true },
      { header: '', read: (change) => (isChange(change) ? '->' : '=') },
      { header: 'AFTER', read: ({ after }) => printable(offsetText(after)), shrinks: true },
    ],
    { width },
  );
}
