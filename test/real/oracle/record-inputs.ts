import { enveloped, plainValues, structWith, typedValues } from './typed-values.ts';

export type Form = 'schema' | 'schemaless';

/** A key or value that a transform gets, as JSON text; null: nothing at all. */
export interface Input {
  readonly name: string;
  readonly form: Form;
  readonly text: string | null;
  /** What the input lacks, whatever the transform; undefined where that depends on the transform. */
  readonly kind?: 'null' | 'missing field';
}

const rowWithoutF = '{"schema":{"type":"struct","fields":[{"field":"keep","type":"int32"}]},"payload":{"keep":1}}';

/** Every type as the field `f`, every type alone, and what is null or not there; with a schema and without one. */
export const inputs: readonly Input[] = [
  ...Object.entries(typedValues).flatMap(([name, value]): Input[] => [
    { name: `f: ${name}`, form: 'schema', text: structWith(value) },
    { name: `bare ${name}`, form: 'schema', text: enveloped(value) },
  ]),
  ...Object.entries(plainValues).flatMap(([name, text]): Input[] => [
    { name: `f: ${name}`, form: 'schemaless', text: `{"keep":1,"f":${text}}` },
    { name: `bare ${name}`, form: 'schemaless', text },
  ]),
  nullInput('bare null', 'schemaless', null),
  nullInput('f: null', 'schemaless', '{"keep":1,"f":null}'),
  nullInput('bare null', 'schema', '{"schema":{"type":"string","optional":true},"payload":null}'),
  nullInput(
    'a null struct',
    'schema',
    '{"schema":{"type":"struct","optional":true,"fields":[{"field":"f","type":"string","optional":true}]},"payload":null}',
  ),
  ...(['string', 'int64', 'Timestamp'] as const).map((type) =>
    nullInput(
      `f: null, a ${type}`,
      'schema',
      structWith({ schema: { ...typedValues[type]!.schema, optional: true }, payload: null }),
    ),
  ),
  nullInput(
    'f: null, with a default',
    'schema',
    structWith({ schema: { type: 'string', optional: true, default: '2001-02-03 04:05:06' }, payload: null }),
  ),
  { name: 'no f', form: 'schema', text: rowWithoutF, kind: 'missing field' },
  { name: 'no f', form: 'schemaless', text: '{"keep":1}', kind: 'missing field' },
];

function nullInput(name: string, form: Form, text: string | null): Input {
  return { name, form, text, kind: 'null' };
}
