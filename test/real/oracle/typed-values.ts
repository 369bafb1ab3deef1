/** A value of a Connect type: its schema as the JSON of JsonConverter has it, and a payload. */
export interface TypedValue {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
  /** JSON text of the payload where JavaScript would round it. */
  readonly payloadText?: string;
}

const logical = 'org.apache.kafka.connect.data';

/** Every type of Connect's data model, by name. */
export const typedValues: Readonly<Record<string, TypedValue>> = {
  int8: { schema: { type: 'int8' }, payload: -7 },
  int16: { schema: { type: 'int16' }, payload: 300 },
  int32: { schema: { type: 'int32' }, payload: 70_000 },
  int64: { schema: { type: 'int64' }, payload: 0, payloadText: '9007199254740993' },
  float32: { schema: { type: 'float' }, payload: 1.5 },
  float64: { schema: { type: 'double' }, payload: -2.25 },
  boolean: { schema: { type: 'boolean' }, payload: true },
  string: { schema: { type: 'string' }, payload: 'täxt' },
  'string of digits': { schema: { type: 'string' }, payload: '12' },
  'string of a time': { schema: { type: 'string' }, payload: '2020-01-02 03:04:05' },
  bytes: { schema: { type: 'bytes' }, payload: 'AAH/' },
  array: { schema: { type: 'array', items: { type: 'string' } }, payload: ['a', 'b'] },
  map: {
    schema: { type: 'map', keys: { type: 'string' }, values: { type: 'int32' } },
    payload: { zeta: 1, alpha: 2 },
  },
  'map of numbers': {
    schema: { type: 'map', keys: { type: 'int32' }, values: { type: 'boolean' } },
    payload: [[17, true]],
  },
  struct: {
    schema: {
      type: 'struct',
      fields: [
        { field: 'x', type: 'int32' },
        { field: 'y', type: 'string', optional: true },
      ],
    },
    payload: { x: 1, y: 'z' },
  },
  Decimal: {
    schema: { type: 'bytes', name: `${logical}.Decimal`, version: 1, parameters: { scale: '2' } },
    payload: 'MDk=',
  },
  Date: { schema: { type: 'int32', name: `${logical}.Date`, version: 1 }, payload: 18_628 },
  Time: { schema: { type: 'int32', name: `${logical}.Time`, version: 1 }, payload: 3_723_004 },
  Timestamp: { schema: { type: 'int64', name: `${logical}.Timestamp`, version: 1 }, payload: 1_609_459_200_123 },
};

/** What values without a schema can be, as JSON text by name. */
export const plainValues: Readonly<Record<string, string>> = {
  integer: '9007199254740993',
  fraction: '2.5',
  boolean: 'true',
  string: '"täxt"',
  'string of digits': '"12"',
  'string of a time': '"2020-01-02 03:04:05"',
  list: '["a",1]',
  map: '{"zeta":1,"alpha":{"x":1}}',
};

/** An envelope of a schema and a payload. */
export function enveloped({ schema, payload, payloadText }: TypedValue): string {
  return `{"schema":${JSON.stringify(schema)},"payload":${payloadText ?? JSON.stringify(payload)}}`;
}

/** A struct with the field `f` of a type, and another field before it. */
export function structWith(value: TypedValue, properties: Readonly<Record<string, unknown>> = {}): string {
  const fields = [
    { field: 'keep', type: 'int32' },
    { field: 'f', ...value.schema, ...properties },
  ];
  const payload = value.payloadText ?? JSON.stringify(value.payload);
  const schema = { type: 'struct', name: 'row', version: 3, fields };
  return `{"schema":${JSON.stringify(schema)},"payload":{"keep":1,"f":${payload}}}`;
}
