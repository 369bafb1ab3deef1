import type { ParsedConfig } from '../../config/index.ts';
import type { DeleteMode } from './unwrap-keys.ts';

/** What is done with a delete event, with the tombstone after it, and whether rows say if they were deleted. */
export interface DeleteHandling {
  readonly deletes: 'drop' | 'null-value' | 'null-value-and-schema' | 'rewrite';
  readonly keepsTombstones: boolean;
}

const BY_MODE: Readonly<Record<DeleteMode, DeleteHandling>> = {
  drop: { deletes: 'drop', keepsTombstones: false },
  tombstone: { deletes: 'null-value', keepsTombstones: false },
  rewrite: { deletes: 'rewrite', keepsTombstones: false },
  'rewrite-with-tombstone': { deletes: 'rewrite', keepsTombstones: true },
  'delete-to-tombstone': { deletes: 'null-value-and-schema', keepsTombstones: false },
};

const BY_OLD_MODE = { drop: 'drop', none: 'null-value', rewrite: 'rewrite' } as const;

/**
 * By `delete.tombstone.handling.mode`; without it by the older pair `drop.tombstones` and `delete.handling.mode`, whose
 * defaults are true and drop; without any of them as `tombstone`, which is the default of Debezium 3.
 */
export function deleteHandlingOf(config: ParsedConfig): DeleteHandling {
  const mode = config['delete.tombstone.handling.mode'] as string | null;
  if (mode !== null) return BY_MODE[mode.toLowerCase() as DeleteMode];
  const dropTombstones = config['drop.tombstones'] as boolean | null;
  const oldMode = config['delete.handling.mode'] as string | null;
  if (dropTombstones === null && oldMode === null) return BY_MODE.tombstone;
  return {
    deletes: BY_OLD_MODE[(oldMode ?? 'drop').toLowerCase() as keyof typeof BY_OLD_MODE],
    keepsTombstones: dropTombstones === false,
  };
}
