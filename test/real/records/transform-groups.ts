import { debeziumRefused, debeziumRows } from '../oracle/debezium-rows.ts';
import type { RecordText, TransformQuestion } from '../oracle/oracle.ts';
import { refusedRows, type SettingRow, settingRows } from '../oracle/transform-rows.ts';
import { gatedSteps, gateOf, throughGate } from './gated-steps.ts';
import { asJson, messageOf, type RefusedRow, type SinkGroup, type SourceGroup } from './record-case.ts';
import { textSettings } from './text-settings.ts';

interface AskedRow {
  readonly name: string;
  readonly question: TransformQuestion;
}

/** Rows that are about one setting. */
type Setting = readonly AskedRow[];

const settings = settingRows.map(({ rows }) => rows);

/** Every setting of every transform on every input: a connector a transform, for keys and for values. */
export const transformSinks: readonly SinkGroup[] = sinkGroups(settings.map((rows) => rows.filter(isOfSink)));

/** A setting of each key of each transform on every input, what only sources can be asked, and lines of text. */
export const transformSources: readonly SourceGroup[] = sourceGroups([
  ...textSettings,
  ...settings.map((rows) => rows.filter((row) => !isOfSink(row))),
  ...firstOfEachKey().map((rows) =>
    rows.filter(isOfSink).map(({ name, question }) => ({ name: `${name}, of a source too`, question })),
  ),
]);

const debeziumSettings: readonly Setting[] = [
  ...groups(debeziumRows, ({ question }) => JSON.stringify(question.config)).values(),
];

/** Debezium's ExtractNewRecordState, with each setting on each event. */
export const debeziumSources: readonly SourceGroup[] = sourceGroups(debeziumSettings);
export const debeziumSinks: readonly SinkGroup[] = sinkGroups(
  debeziumSettings.map((rows) => rows.map(({ name, question }) => ({ name: `${name}, at a sink`, question }))),
);

/** What is refused when a transform is configured. */
export const refusedTransforms: readonly RefusedRow[] = [...refusedRows, ...debeziumRefused].map(
  ({ name, question }) => ({
    name,
    config: {
      transforms: 't',
      'transforms.t.type': question.class,
      ...Object.fromEntries(Object.entries(question.config).map(([key, value]) => [`transforms.t.${key}`, value])),
    },
  }),
);

function isOfSink({ question }: AskedRow): boolean {
  return question.record.offset !== undefined;
}

/** Routers are left out: what a source gives goes where they say. */
function firstOfEachKey(): readonly (readonly SettingRow[])[] {
  const seen = new Set<string>();
  return settings.filter((rows) => {
    const cell = rows.find((row) => row.cell !== undefined)?.cell;
    if (cell === undefined || cell.transform.endsWith('Router')) return false;
    return seen.size !== seen.add(`${cell.transform} ${cell.key}`).size;
  });
}

function sinkGroups(all: readonly Setting[]): SinkGroup[] {
  return byTransform(all).map(([name, own]) => ({
    name,
    config: { ...asJson, ...gatedSteps(own.map(stepOf)) },
    rows: own.flatMap((rows, step) =>
      rows.map((row) => ({ name: row.name, message: throughGate(messageOf(row.question.record), step) })),
    ),
  }));
}

function sourceGroups(all: readonly Setting[]): SourceGroup[] {
  return byTransform(all).map(([name, own]) => ({
    name,
    config: { ...asJson, ...gatedSteps(own.map(stepOf)) },
    rows: own.flatMap((rows, step) =>
      rows.map((row) => ({ name: row.name, record: gated(row.question.record, step) })),
    ),
  }));
}

function gated(record: RecordText, step: number): RecordText {
  return { ...record, headers: [{ key: gateOf(step), value: 'null' }, ...(record.headers ?? [])] };
}

function stepOf(rows: Setting) {
  const { class: className, config } = rows[0]!.question;
  return { class: className, config };
}

function byTransform(all: readonly Setting[]): [string, Setting[]][] {
  const own = groups(
    all.filter((rows) => rows.length > 0),
    (rows) => rows[0]!.question.class,
  );
  return [...own].map(([className, rows]) => [className.split('.').at(-1)!, rows]);
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const group = found.get(keyOf(item));
    if (group) group.push(item);
    else found.set(keyOf(item), [item]);
  }
  return found;
}
