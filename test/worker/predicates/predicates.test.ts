import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/worker/config/index.ts';
import { type SourceRecord, schemas } from '../../../src/worker/data/index.ts';
import { predicatePlugins } from '../../../src/worker/predicates/index.ts';

const record: SourceRecord = {
  kind: 'source',
  topic: 'orders-eu',
  partition: null,
  keySchema: null,
  key: null,
  valueSchema: schemas.optionalString,
  value: null,
  timestampMs: null,
  headers: [{ key: 'trace', schema: null, value: 1n }],
  sourcePartition: null,
  sourceOffset: null,
};

const ROWS: readonly { name: string; config: Record<string, string>; expected: boolean }[] = [
  { name: 'TopicNameMatches', config: { pattern: 'orders-.*' }, expected: true },
  { name: 'TopicNameMatches', config: { pattern: 'orders' }, expected: false },
  { name: 'HasHeaderKey', config: { name: 'trace' }, expected: true },
  { name: 'HasHeaderKey', config: { name: 'Trace' }, expected: false },
  { name: 'RecordIsTombstone', config: {}, expected: true },
];

describe('a predicate', () => {
  test.each(ROWS)('$name with $config gives $expected', ({ name, config, expected }) => {
    const plugin = predicatePlugins.find(({ className }) => className.endsWith(`.${name}`))!;
    const predicate = plugin.create();
    predicate.configure(parseConfig(plugin.configDef, config));
    expect(predicate.test(record)).toBe(expected);
    if (name === 'RecordIsTombstone') expect(predicate.test({ ...record, value: '' })).toBe(false);
  });
});
