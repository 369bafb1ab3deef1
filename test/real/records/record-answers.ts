import { readFileSync } from 'node:fs';
import type { ConsumerRecord } from '../../../src/kafka/index.ts';
import type { Answer } from '../oracle/oracle.ts';
import { traceMessages, withoutParserText } from '../parser-text.ts';

const CONTEXT = '__connect.errors.';

/** What a sink was given, by the place that the record was consumed from. */
export function sinkAnswers(file: string): ReadonlyMap<string, Answer> {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return new Map(
    lines.map((line) => {
      const { original, ...answer } = JSON.parse(line) as Answer & { readonly original: string };
      return [original, answer];
    }),
  );
}

/** A dead letter by its connector and the place that the record was consumed from. */
export function deadAnswer(record: ConsumerRecord): [place: string, answer: Answer] {
  const context = new Map(
    record.headers
      .filter(({ key }) => key.startsWith(CONTEXT))
      .map(({ key, value }) => [key.slice(CONTEXT.length), value?.toString('utf8') ?? null]),
  );
  const text = (key: string) => context.get(key) ?? 'null';
  const place = `${text('connector.name')} ${text('topic')} ${text('partition')} ${text('offset')}`;
  return [
    place,
    {
      error: withoutParserText(`${text('exception.class.name')}: ${text('exception.message')}`),
      stage: text('stage'),
      by: text('class.name'),
      task: text('task.id'),
      trace: traceMessages(text('exception.stacktrace')),
      context: [...context.keys()],
      ...bytesOf({ ...record, headers: record.headers.filter(({ key }) => !key.startsWith(CONTEXT)) }),
    },
  ];
}

/** What a source wrote; its topic and time are those of the row. */
export function producedAnswer(record: ConsumerRecord): Answer {
  return { topic: record.topic, ...bytesOf(record), timestamp: record.timestampMs };
}

/** What the log says of records that a source left out, by the connector and the position of the record. */
export function failuresOf(log: string): ReadonlyMap<string, Answer> {
  const found = new Map<string, Answer>();
  for (const entry of log.split(/\n(?=\[\d{4}-\d\d-\d\d )/)) {
    const [, connector, stage, by, record, trace] =
      /Error encountered in task (\S+)-0\. Executing stage '(\w+)' with class '([^']*)', where source record is = (.*)\. \(org\.apache\.kafka\.connect\.runtime\.errors\.LogReporter[^)\n]*\)\n(.*)/s.exec(
        entry,
      ) ?? [];
    const position = /sourceOffset=\{p=(\d+)\}/.exec(record ?? '')?.[1];
    if (trace === undefined || position === undefined) continue;
    const error = withoutParserText(trace.split('\n\tat ')[0]!);
    found.set(`${connector} ${position}`, { error, stage, by, record, trace: traceMessages(trace) });
  }
  return found;
}

function bytesOf({ key, value, headers }: Pick<ConsumerRecord, 'key' | 'value' | 'headers'>) {
  return {
    key: shown(key),
    value: shown(value),
    headers: headers.map((header) => `${header.key}=${shown(header.value)}`),
  };
}

/** Bytes that are no UTF-8 as hex. */
function shown(bytes: Buffer | null): string | null {
  if (bytes === null) return null;
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : `hex ${bytes.toString('hex')}`;
}
