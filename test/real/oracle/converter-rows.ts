import type { Config, Role } from './oracle.ts';
import { enveloped, plainValues, structWith, typedValues } from './typed-values.ts';

export interface ConverterTable {
  readonly class: string;
  readonly roles: readonly Role[];
  /** The first two for every role, the others for values. */
  readonly configs: readonly Config[];
  /** Whether what it reads is text, and so the texts are worth asking. */
  readonly readsText: boolean;
}

const converters = 'org.apache.kafka.connect.converters';
const roles: readonly Role[] = ['key', 'value', 'header'];
const json = 'org.apache.kafka.connect.json.JsonConverter';
const encodings = ['UTF-8', 'UTF-16', 'UTF-16LE', 'utf-16be', 'ISO-8859-1', 'US-ASCII', 'latin1', 'utf8'];

/** Every converter, as key, value and header converter, with its keys. */
export const converterTables: readonly ConverterTable[] = [
  ...['ByteArray', 'Boolean', 'Short', 'Integer', 'Long', 'Float', 'Double'].map((name) => ({
    class: `${converters}.${name}Converter`,
    roles,
    configs: [{}],
    readsText: false,
  })),
  {
    class: 'org.apache.kafka.connect.storage.StringConverter',
    roles,
    configs: encodings.map((encoding) => ({ 'converter.encoding': encoding })),
    readsText: false,
  },
  {
    class: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    roles: ['header'],
    configs: [{}],
    readsText: true,
  },
  {
    class: json,
    roles,
    configs: [
      {},
      { 'schemas.enable': 'false' },
      { 'decimal.format': 'numeric' },
      { 'schemas.enable': 'false', 'decimal.format': 'NUMERIC' },
      { 'replace.null.with.default': 'false' },
      { 'schemas.enable': 'false', 'replace.null.with.default': 'false' },
      { 'schemas.cache.size': '0' },
      { 'schema.content': '{"type":"int32","optional":true}' },
    ],
    readsText: true,
  },
];

const optional = (type: string) => ({ schema: { ...typedValues[type]!.schema, optional: true }, payload: null });

/** Values that are written: every type, alone and in a struct, null under a schema, and without a schema. */
export const writtenValues: readonly (readonly [name: string, text: string | null])[] = [
  ...Object.entries(typedValues).flatMap(([name, value]): [string, string][] => [
    [name, enveloped(value)],
    [`a struct with ${name}`, structWith(value)],
    [`an optional ${name} that is null`, enveloped(optional(name))],
    [`an array of ${name}`, enveloped(arrayOf(name))],
  ]),
  ...Object.entries(plainValues).map(([name, text]): [string, string] => [`${name}, without a schema`, text]),
  ['null', null],
  ['a null field with a default', structWith({ schema: { type: 'int32', optional: true, default: 5 }, payload: null })],
  [
    'a schema with everything',
    '{"schema":{"type":"int16","name":"a.B","version":4,"doc":"d","parameters":{"p":"q"},"optional":true,"default":3},"payload":1}',
  ],
  ['a text with quotes', '{"schema":{"type":"string"},"payload":"a \\"b\\" \\\\ \\u0001 \\n é 😀"}'],
];

function arrayOf(name: string) {
  const { schema, payload, payloadText } = typedValues[name]!;
  return {
    schema: { type: 'array', items: schema },
    payload: [payload],
    ...(payloadText === undefined ? {} : { payloadText: `[${payloadText}]` }),
  };
}

const utf8 = (text: string) => Buffer.from(text).toString('hex');

/** Bytes that are read, as hex. */
type Bytes = readonly [name: string, bytes: string | null];

const rawBytes: readonly Bytes[] = [
  ['null', null],
  ['no byte', ''],
  ...['00', '01', '02', 'ff', '7fff', '3fc00000', 'ffffffff', '400921fb54442d18', '8000000000000000'].map(
    (hex): [string, string] => [`0x${hex}`, hex],
  ),
  ['text that is no UTF-8', '61fffe62c3'],
  ['a mark and text', 'feff00610062'],
  ['half a character', '61eda08062'],
  ['half a character, cut off', 'eda041'],
  ['two halves', 'eda0edb080'],
];

/** The same for what reads text. */
const textBytes: readonly Bytes[] = [
  ...Object.entries(typedValues).flatMap(([name, value]): [string, string][] => [
    [`the envelope of ${name}`, utf8(enveloped(value))],
    [`the envelope of a struct with ${name}`, utf8(structWith(value))],
    [`the envelope of an optional ${name} that is null`, utf8(enveloped(optional(name)))],
    [`the envelope of ${name} with null`, utf8(enveloped({ schema: value.schema, payload: null }))],
    [`the envelope of ${name} with a text`, utf8(enveloped({ schema: value.schema, payload: 'x' }))],
    [`the envelope of ${name} with a list`, utf8(enveloped({ schema: value.schema, payload: [1] }))],
  ]),
  ...Object.entries(plainValues).map(([name, text]): [string, string] => [`the JSON of a ${name}`, utf8(text)]),
  ...[
    'null',
    '[1,2]',
    '{"a":[1,{"b":null}]}',
    '1e3',
    '1.0',
    '123456789012345678901234567890',
    'text',
    '{"a":1',
    '12',
    '-7',
    '[1, 2.5]',
    '{a: 1}',
    '2020-01-02',
    '{"schema":{"type":"float"},"payload":1}',
    '{"schema":{"type":"int8"},"payload":300}',
    '{"schema":{"type":"int32"},"payload":1.9}',
    '{"schema":{"type":"string"}}',
    '{"schema":{"type":"nope"},"payload":1}',
    '{"schema":{"type":"array"},"payload":[]}',
    '{"schema":{"type":"map","keys":{"type":"string"}},"payload":{}}',
    '{"schema":{"type":"struct"},"payload":{}}',
    '{"schema":{},"payload":1}',
    '{"schema":{"type":"struct","fields":[{"type":"int8"}]},"payload":{}}',
    '{"schema":{"type":"int32","default":"x"},"payload":1}',
    '{"schema":{"type":"int32","version":1.5,"name":3},"payload":1}',
  ].map((text): [string, string] => [`the text ${text}`, utf8(text)]),
];

/** What a converter is given to read. */
export function readBytes({ readsText }: ConverterTable): readonly Bytes[] {
  return [...rawBytes, ...(readsText ? textBytes : [])];
}

/** The roles that a setting of a converter is asked in. */
export function rolesOf({ roles: all, configs }: ConverterTable, config: number): readonly Role[] {
  return all.filter((role) => role === 'value' || configs.length === 1 || config < 2);
}
