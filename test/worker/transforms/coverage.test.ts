import { describe, expect, test } from 'vitest';
import { builtInPlugins } from '../../../src/worker/built-in-plugins.ts';
import { rowGroups as jdkGroups } from '../../real/oracle/all-rows.ts';
import { readRowDifferences } from '../../real/oracle/row-differences.ts';
import { impossibleCells, isImpossible } from '../../real/oracle/transform-coverage.ts';
import { type Cell, settingRows } from '../../real/oracle/transform-rows.ts';
import { typedValues } from '../../real/oracle/typed-values.ts';
import { rowGroups as recordGroups } from '../../real/records/row-groups.ts';
import { untoldKeys } from '../../real/records/told-keys.ts';

const rowNames = [
  ...jdkGroups.flatMap(({ rows }) => rows.map(({ name }) => name)),
  ...recordGroups.flatMap(({ rows }) => rows),
];
const kafkas = 'org.apache.kafka.connect.';
const transforms = builtInPlugins.filter(
  ({ kind, className }) => kind === 'transformation' && className.startsWith(`${kafkas}transforms.`),
);

/** Every key that the transforms have, with and without a schema, under every kind of input. */
const cells: readonly Cell[] = transforms.flatMap(({ className, configDef }) =>
  configDef.keys.flatMap(({ name: key }) =>
    (['schema', 'schemaless'] as const).flatMap((form) =>
      (['fine', 'null', 'missing field', 'wrong type'] as const).map((kind) => ({
        transform: className.slice(`${kafkas}transforms.`.length),
        key,
        form,
        kind,
      })),
    ),
  ),
);

const text = (cell: Cell) => `${cell.transform} ${cell.key}, ${cell.form}: ${cell.kind}`;
const filled = new Set(settingRows.flatMap(({ rows }) => rows.flatMap(({ cell }) => (cell ? [text(cell)] : []))));

/** Of a converter, without the settings that stand in its name. */
const conversions = new Set(
  rowNames.map((name) => name.replace(/^(\S+ of a \S+)(?: \S+=\S+)* (reads|writes) /, '$1 $2 ')),
);

describe('the records that go through Kafka Connect and ours', () => {
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

  const plugins = builtInPlugins.filter(
    ({ kind, className }) => kind !== 'source' && kind !== 'sink' && !className.startsWith('io.confluent.'),
  );

  test.each(
    plugins.map(({ kind, className, configDef }) => ({
      kind,
      className,
      keys: configDef.keys.map(({ name }) => name),
    })),
  )('give $className ($kind) each of its keys', ({ className, keys }) => {
    expect(untoldKeys(className, keys)).toEqual([]);
  });

  test('make each converter write and read each type, as key, value and header', () => {
    const wanted = plugins
      .filter(({ kind }) => kind === 'converter' || kind === 'header_converter')
      .flatMap(({ kind, className }) => {
        const name = className.split('.').at(-1)!;
        const roles = kind === 'converter' ? ['key', 'value'] : ['header'];
        return roles.flatMap((role) =>
          [...Object.keys(typedValues).map((type) => `writes ${type}`), 'reads null', 'reads no byte'].map(
            (what) => `${name} of a ${role} ${what}`,
          ),
        );
      });
    expect(wanted.filter((row) => !conversions.has(row))).toEqual([]);
  });

  test('say one thing by one name', () => {
    const names = new Set<string>();
    expect(rowNames.filter((name) => names.size === names.add(name).size)).toEqual([]);
  });

  test('are what every line of docs/records.md is about', () => {
    const lines = readRowDifferences();
    expect(lines.length).toBeGreaterThan(0);
    const aboutNone = lines.filter(({ rows }) => !rowNames.some((name) => rows.test(name)));
    expect(aboutNone.map(({ glob }) => glob)).toEqual([]);
  });
});
