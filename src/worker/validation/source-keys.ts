import { type ConfigKeySpec, nonNull, oneOfIgnoringCase } from '../config/index.ts';

/** What a source has beyond the keys of every connector (SourceConnectorConfig), in its order. */
export const sourceKeys: readonly ConfigKeySpec[] = [
  {
    name: 'topic.creation.groups',
    type: 'LIST',
    defaultValue: [],
    validator: (key, value) => {
      nonNull(key, value);
      if (new Set(value as string[]).size < (value as string[]).length) throw new Error('Duplicate alias provided.');
    },
    importance: 'LOW',
    documentation: 'Groups of topics that the worker creates alike, besides the group "default".',
    group: 'Topic Creation',
    orderInGroup: 1,
    width: 'LONG',
    displayName: 'Topic Creation Groups',
  },
  {
    name: 'exactly.once.support',
    type: 'STRING',
    defaultValue: 'requested',
    validator: oneOfIgnoringCase('REQUIRED', 'REQUESTED'),
    importance: 'MEDIUM',
    documentation: 'Whether exactly-once is checked for in advance. Of use in distributed mode only.',
    group: 'Exactly Once Support',
    orderInGroup: 2,
    width: 'SHORT',
    displayName: 'Exactly once support',
  },
  {
    name: 'transaction.boundary',
    type: 'STRING',
    defaultValue: 'poll',
    validator: oneOfIgnoringCase('INTERVAL', 'POLL', 'CONNECTOR'),
    importance: 'MEDIUM',
    documentation: 'Where transactions end: poll, interval or connector. Of use in distributed mode only.',
    group: 'Exactly Once Support',
    orderInGroup: 3,
    width: 'SHORT',
    displayName: 'Transaction Boundary',
  },
  {
    name: 'transaction.boundary.interval.ms',
    type: 'LONG',
    defaultValue: null,
    validator: (_key, value) => {
      if (value !== null && (value as bigint) < 0n) throw new Error('Value must be at least 0');
    },
    importance: 'LOW',
    documentation: 'With transaction.boundary=interval: how long a transaction lasts, in milliseconds.',
    group: 'Exactly Once Support',
    orderInGroup: 4,
    width: 'SHORT',
    displayName: 'Transaction boundary interval',
  },
  {
    name: 'offsets.storage.topic',
    type: 'STRING',
    defaultValue: null,
    validator: (_key, value) => {
      if (typeof value === 'string' && value.trim() === '') throw new Error('String must be non-empty');
    },
    importance: 'LOW',
    documentation: 'A topic of its own for the offsets of this connector. Of use in distributed mode only.',
    group: 'offsets.topic',
    orderInGroup: 1,
    width: 'LONG',
    displayName: 'Offsets topic',
  },
];
