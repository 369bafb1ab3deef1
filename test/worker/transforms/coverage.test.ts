import { describe, expect, test } from 'vitest';
import { transformationPlugins } from '../../../src/worker/transforms/index.ts';
import { rowGroups } from '../../real/oracle/all-rows.ts';
import { debeziumRows } from '../../real/oracle/debezium-rows.ts';
import { readRowDifferences } from '../../real/oracle/row-differences.ts';
import { impossibleCells, isImpossible } from '../../real/oracle/transform-coverage.ts';
import { type Cell, settingRows } from '../../real/oracle/transform-rows.ts';

const allRows = [...rowGroups.flatMap(({ rows }) => rows), ...debeziumRows];
const kafkas = 'org.apache.kafka.connect.transforms.';
const plugins = transformationPlugins.filter(({ className }) => className.startsWith(kafkas));

/** Every key that the transforms have, with and without a schema, under every kind of input. */
const cells: readonly Cell[] = plugins.flatMap(({ className, configDef }) =>
  configDef.keys.flatMap(({ name: key }) =>
    (['schema', 'schemaless'] as const).flatMap((form) =>
      (['fine', 'null', 'missing field', 'wrong type'] as const).map((kind) => ({
        transform: className.slice(kafkas.length),
        key,
        form,
        kind,
      })),
    ),
  ),
);

const text = (cell: Cell) => `${cell.transform} ${cell.key}, ${cell.form}: ${cell.kind}`;
const filled = new Set(settingRows.flatMap(({ rows }) => rows.flatMap(({ cell }) => (cell ? [text(cell)] : []))));

describe('the rows that Kafka Connect and ours are both asked', () => {
  test('cover every key of every transform, schema and schemaless, key and value: fine, null, missing, wrong type', () => {
    expect(cells.filter((cell) => !filled.has(text(cell)) && !isImpossible(cell)).map(text)).toEqual([]);
  });

  test('leave no cell out that a row fills, and none for a transform that does not exist', () => {
    expect(cells.filter((cell) => filled.has(text(cell)) && isImpossible(cell)).map(text)).toEqual([]);
    const unknown = impossibleCells.filter(({ transform }) => !cells.some((cell) => cell.transform === transform));
    expect(unknown).toEqual([]);
  });

  test('are about keys that exist', () => {
    const known = new Set(cells.map(text));
    expect([...filled].filter((name) => !known.has(name))).toEqual([]);
  });

  test('say one thing by one name', () => {
    const names = new Set<string>();
    const twice = allRows.filter(({ name }) => names.size === names.add(name).size);
    expect(twice.map(({ name }) => name)).toEqual([]);
  });

  test('are what every line of docs/records.md is about', () => {
    const lines = readRowDifferences();
    expect(lines.length).toBeGreaterThan(0);
    const aboutNone = lines.filter(({ rows }) => !allRows.some(({ name }) => rows.test(name)));
    expect(aboutNone.map(({ glob }) => glob)).toEqual([]);
  });
});
