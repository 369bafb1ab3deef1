import type { RecordText } from '../oracle/oracle.ts';
import { readRowDifferences } from '../oracle/row-differences.ts';
import { type SettingRow, settingRows } from '../oracle/transform-rows.ts';
import { chain, json, type SinkCase, type SinkInput } from './data-case.ts';

const documented = readRowDifferences();

/** What it does is not seen in a file: rows of the sources have headers, and a topic's name is put into a field here. */
const isSeen = (transform: string) => !transform.endsWith('Header') && !transform.endsWith('Headers');

/**
 * A setting of each key of each transform on every kind of key or value: one connector a setting, whose records are
 * the inputs, and whose queue has those that fail.
 */
export const matrixCases: readonly SinkCase[] = firstOfEachKey().map(({ name, rows }) => ({
  name: `every input: ${name}`,
  records: rows.filter(isComparable).map(({ question }) => inputOf(question.record)),
  config: {
    'key.converter': json,
    'key.converter.schemas.enable': 'true',
    'value.converter': json,
    'value.converter.schemas.enable': 'true',
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': '{q}',
    'errors.deadletterqueue.topic.replication.factor': '1',
    'errors.deadletterqueue.context.headers.enable': 'true',
    ...chain(...stepsOf(rows[0]!)),
  },
  expect: 'all read',
}));

function firstOfEachKey() {
  const seen = new Set<string>();
  return settingRows.filter(({ rows }) => {
    const cell = rows.find((row) => row.cell !== undefined)?.cell;
    if (cell === undefined || !isSeen(cell.transform) || seen.has(`${cell.transform} ${cell.key}`)) return false;
    seen.add(`${cell.transform} ${cell.key}`);
    return true;
  });
}

/** A router is followed by the name of the topic as a field. */
function stepsOf({ question }: SettingRow): Record<string, string>[] {
  const type = question.class.split('.').at(-1)!;
  const topic = { type: 'InsertField$Value', 'topic.field': 'topic' };
  return [{ type, ...question.config }, ...(type.endsWith('Router') ? [topic] : [])];
}

/** Sinks only; no byte[], which Java prints by its address; nothing that docs/records.md lists. */
function isComparable({ name, question }: SettingRow): boolean {
  const { offset, timestamp } = question.record;
  const isSink = offset !== undefined && timestamp !== undefined;
  return isSink && !/bytes/.test(name) && !documented.some(({ rows }) => rows.test(name));
}

function inputOf({ key, value, timestamp }: RecordText): SinkInput {
  return { key: inEnvelope(key), value: inEnvelope(value), timestampMs: timestamp! };
}

/** With schemas enabled a value without one has a schema that is null. */
function inEnvelope(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return text.startsWith('{"schema":') ? text : `{"schema":null,"payload":${text}}`;
}
