import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AvroInput } from '../../../src/worker/avro/avro-input.ts';
import { AvroOutput } from '../../../src/worker/avro/avro-output.ts';
import { connectFromAvro } from '../../../src/worker/avro/connect-from-avro.ts';
import { parseAvroSchema } from '../../../src/worker/avro/parse-avro-schema.ts';
import { avroReader } from '../../../src/worker/avro/read-avro.ts';
import { avroWriter } from '../../../src/worker/avro/write-avro.ts';
import { parseConfig } from '../../../src/worker/config/index.ts';
import { converterPlugins, headerConverterPlugins, JsonSyntaxError } from '../../../src/worker/converters/index.ts';
import { DataError, javaText, type SchemaAndValue } from '../../../src/worker/data/index.ts';
import { mutated } from './mutations.ts';

const RUNS = { numRuns: 2000 };

function converter(name: string, config: Readonly<Record<string, string>> = {}) {
  const plugin = converterPlugins.find(({ className }) => className.endsWith(`.${name}`))!;
  const instance = plugin.create();
  instance.configure(parseConfig(plugin.configDef, { 'converter.type': 'value', ...config }), false);
  return instance;
}

/** Reads, and writes what was read as text and, unless its schema may hold itself, as JSON. */
function isHandled(read: () => SchemaAndValue, isJsonToo = true): void {
  try {
    const { schema, value } = read();
    javaText(schema, value);
    if (isJsonToo) converter('JsonConverter').fromConnectData('t', schema, value, []);
  } catch (error) {
    if (error instanceof DataError || error instanceof JsonSyntaxError) return;
    throw error;
  }
}

const ENVELOPES = [
  '{"schema":{"type":"struct","fields":[{"type":"int64","optional":false,"field":"id"},{"type":"array","items":{"type":"string"},"optional":true,"field":"l"},{"type":"map","keys":{"type":"string"},"values":{"type":"int32"},"optional":true,"field":"m"}],"optional":false,"name":"n","version":2},"payload":{"id":9223372036854775807,"l":["a","é😀"],"m":{"k":1}}}',
  '{"schema":{"type":"bytes","optional":true,"name":"org.apache.kafka.connect.data.Decimal","version":1,"parameters":{"scale":"2"},"default":"AQ=="},"payload":"MDk="}',
  '{"schema":{"type":"int64","optional":false,"name":"org.apache.kafka.connect.data.Timestamp","version":1},"payload":1.5e300}',
].map((text) => Buffer.from(text));
const PLAIN = ['{"a":[1,-2.5e-3,true,null,"\\u00e9\\ud83d\\ude00"],"b":{"c":{}}}', '-0.0e+99', '"\\n"'].map((text) =>
  Buffer.from(text),
);

describe('bytes that somebody changed are values or errors of the record, never a crash', () => {
  test.each([
    ['JSON with schemas', 'JsonConverter', {}, ENVELOPES],
    ['JSON without schemas', 'JsonConverter', { 'schemas.enable': 'false' }, PLAIN],
    ['text', 'StringConverter', {}, PLAIN],
    ['a long', 'LongConverter', {}, [Buffer.alloc(8, 7)]],
    ['a double', 'DoubleConverter', {}, [Buffer.alloc(8, 7)]],
    ['a boolean', 'BooleanConverter', {}, [Buffer.from([1])]],
  ])('%s', (_name, className, config, samples) => {
    const instance = converter(className, config);
    fc.assert(
      fc.property(mutated(samples), (bytes) => isHandled(() => instance.toConnectData('t', bytes, []))),
      RUNS,
    );
  });

  test.each(headerConverterPlugins.map((plugin) => [plugin.className, plugin] as const))(
    'headers: %s',
    (_name, plugin) => {
      const instance = plugin.create();
      instance.configure(parseConfig(plugin.configDef, { 'converter.type': 'header' }));
      const samples = [...PLAIN, '[1, 2.5, "x"]', '{"a": 1, "b": null}', '2020-01-01T00:00:00.000Z', '1e400'].map(
        (text) => Buffer.from(text),
      );
      fc.assert(
        fc.property(mutated(samples), (bytes) => isHandled(() => instance.toConnectHeader('t', 'k', bytes))),
        RUNS,
      );
    },
  );
});

const SCHEMA =
  '{"type":"record","name":"R","namespace":"n","doc":"d","fields":[{"name":"i","type":"int"},{"name":"l","type":"long","default":5},' +
  '{"name":"s","type":["null","string"],"default":null},{"name":"a","type":{"type":"array","items":"double"}},' +
  '{"name":"m","type":{"type":"map","values":["boolean","string","n.R"]}},{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},' +
  '{"name":"f","type":{"type":"fixed","name":"F","size":3}},{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},' +
  '{"name":"t","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"next","type":["null","R"]}]}';
const OPTIONS = { enhanced: true, metaData: true, scrubNames: false, optionalMapKeys: false, ignoreDefault: false };
const AVRO = Buffer.from(
  '0280808080808080808001020461c3' +
    '0400000000000000f03f000000000000f0bf00' +
    '02026b0001' +
    '00' +
    '02' +
    '010203' +
    '0204' +
    '0a' +
    '00',
  'hex',
);

describe('Avro that somebody changed', () => {
  const avro = parseAvroSchema(SCHEMA);
  const schema = connectFromAvro(avro, OPTIONS);
  const read = avroReader(avro, schema);

  test('the value', () => {
    fc.assert(
      fc.property(mutated([AVRO]), (bytes) =>
        isHandled(() => ({ schema, value: read(new AvroInput(bytes, 0)) }), false),
      ),
      RUNS,
    );
  });

  test('the schema', () => {
    fc.assert(
      fc.property(mutated([Buffer.from(SCHEMA)]), (text) =>
        isHandled(() => {
          const other = parseAvroSchema(text.toString());
          const connect = connectFromAvro(other, OPTIONS);
          const reader = avroReader(other, connect);
          if (connect !== null) avroWriter(other, connect, OPTIONS);
          return { schema: connect, value: reader(new AvroInput(AVRO, 0)) };
        }, false),
      ),
      RUNS,
    );
  });

  test.each([
    ['a string of 2^62 bytes', '"string"', 'feffffffffffffffff01'],
    ['a list of 2^62 items', '{"type":"array","items":"int"}', '80808080808080808001'],
    [
      'a list of 2^40 empty records',
      '{"type":"array","items":{"type":"record","name":"N","fields":[]}}',
      '808080808040',
    ],
    ['a long without an end', '"long"', 'ff'.repeat(100)],
    [
      'records 100,000 deep',
      '{"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]}]}',
      '02'.repeat(100_000),
    ],
  ])('%s is refused before memory is taken for it', (_name, text, hex) => {
    const own = parseAvroSchema(text);
    const readOwn = avroReader(own, connectFromAvro(own, OPTIONS));
    expect(() => readOwn(new AvroInput(Buffer.from(hex, 'hex'), 0))).toThrow(DataError);
  });

  test('a value without a schema that holds itself is refused when it is written', () => {
    const own: unknown[] = [];
    own.push(own);
    const anything = avroWriter(
      parseAvroSchema('{"type":"record","name":"io.confluent.connect.avro.Anything","fields":[]}'),
      null,
      OPTIONS,
    );
    expect(() => anything(new AvroOutput(), own)).toThrow('nested deeper');
  });
});
