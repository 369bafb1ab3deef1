import type { Config, RecordText, TransformQuestion } from './oracle.ts';
import { type Form, type Input, inputs } from './record-inputs.ts';
import { operandTables, recordTables, type Setting, type TransformTable } from './transform-table.ts';

const transforms = 'org.apache.kafka.connect.transforms';

export type Kind = 'fine' | 'null' | 'missing field' | 'wrong type';

/** What a row is about: a key of a transform under one kind of input. */
export interface Cell {
  /** Such as `Cast$Key`. */
  readonly transform: string;
  readonly key: string;
  readonly form: Form;
  readonly kind: Kind;
}

export interface SettingRow {
  readonly name: string;
  readonly question: TransformQuestion;
  /** undefined where the table does not say which kind the input is for the transform. */
  readonly cell: Cell | undefined;
}

/** Rows with one setting, all of whose inputs a test compares at once. */
export interface SettingRows {
  readonly name: string;
  readonly rows: readonly SettingRow[];
}

const header = (key: string, value: string) => ({ key, value });
const rest = { topic: 'db.shop.orders', timestamp: 1_700_000_000_123 };

interface Operand {
  readonly suffix: '' | '$Key' | '$Value';
  readonly tables: readonly TransformTable[];
}

const operands: readonly Operand[] = [
  { suffix: '$Value', tables: operandTables },
  { suffix: '$Key', tables: operandTables },
  { suffix: '', tables: recordTables },
];

/** Every setting of every transform on every input. */
export const settingRows: readonly SettingRows[] = operands.flatMap(({ suffix, tables }) =>
  tables.flatMap((table) => table.settings.map((setting) => rowsOf(`${table.name}${suffix}`, table, setting))),
);

/** What is refused when a transform is configured. */
export const refusedRows: readonly Pick<SettingRow, 'name' | 'question'>[] = operands.flatMap(({ suffix, tables }) =>
  tables.flatMap(({ name, refused }) =>
    refused.map((config) => ({
      name: `${name}${suffix} with ${configText(config)}`,
      question: ask(`${name}${suffix}`, config, {}),
    })),
  ),
);

function rowsOf(transform: string, table: TransformTable, setting: Setting): SettingRows {
  const kindOf = (input: Input): Kind | undefined => {
    if (input.kind !== undefined) return input.kind;
    if ((setting.fine ?? table.fine).includes(input.name)) return 'fine';
    return (setting.wrong ?? table.wrong).includes(input.name) ? 'wrong type' : undefined;
  };
  const name = `${transform} with ${configText(setting.config)}`;
  const rows = inputs.flatMap((input) => {
    const kind = kindOf(input);
    const cell = kind && { transform, key: setting.key, form: input.form, kind };
    return recordsWith(transform, input).map(({ side, record }) => ({
      name: `${name}: ${input.form}, ${input.name}${side}`,
      question: ask(transform, setting.config, record),
      cell,
    }));
  });
  return { name, rows };
}

/** On sinks; InsertField, whose fields sources may lack, on sources too, as are records without a time or with headers. */
function recordsWith(transform: string, { text }: Input): { readonly side: string; readonly record: RecordText }[] {
  const parts = transform.endsWith('$Key') ? { key: text, value: '"v"' } : { key: '"k"', value: text };
  const sink = { side: '', record: { ...parts, ...rest, offset: 9 } };
  if (transform.startsWith('InsertField')) return [sink, { side: ', of a source', record: { ...parts, ...rest } }];
  if (transform === 'TimestampRouter') {
    return [sink, { side: ', without a time', record: { ...parts, topic: rest.topic } }];
  }
  if (transform.endsWith('Headers') || transform.startsWith('Header') || transform === 'InsertHeader') {
    const headers = [header('h', '"1"'), header('i', '2'), header('h', '{"schema":{"type":"int8"},"payload":3}')];
    return [sink, { side: ', with headers', record: { ...sink.record, headers } }];
  }
  return [sink];
}

function ask(transform: string, config: Config, record: RecordText): TransformQuestion {
  return { class: `${transforms}.${transform}`, config, record };
}

function configText(config: Config): string {
  const text = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  return text.length === 0 ? 'no key' : text.join(' ');
}
