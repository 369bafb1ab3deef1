import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { avroConverter } from '../../../src/worker/avro/index.ts';
import {
  mapSchema,
  primitiveSchema,
  type Schema,
  Struct,
  schemas,
  structSchema,
} from '../../../src/worker/data/index.ts';
import { jsonSchemaConverter } from '../../../src/worker/json-schema/index.ts';
import type { ConverterPlugin } from '../../../src/worker/plugins/index.ts';
import { protobufConverter } from '../../../src/worker/protobuf/index.ts';
import { configured, read, write } from './converting.ts';
import { RegistryStandIn } from './registry-stand-in.ts';

let registry: RegistryStandIn;
let topic = 0;
beforeAll(async () => {
  registry = await new RegistryStandIn().start();
});
beforeEach(() => {
  registry.requests.length = 0;
  registry.failure = null;
  topic++;
});
afterAll(() => registry.close());

type Config = Readonly<Record<string, string>>;

function converter(plugin: ConverterPlugin, config: Config = {}) {
  return configured(plugin, { 'schema.registry.url': registry.url, ...config });
}

const FORMATS: readonly (readonly [name: string, plugin: ConverterPlugin, schemaType: string | null, text: string])[] =
  [
    ['Avro', avroConverter, null, '"string"'],
    ['JSON Schema', jsonSchemaConverter, 'JSON', '{"type":"string"}'],
    [
      'Protobuf',
      protobufConverter,
      'PROTOBUF',
      'syntax = "proto3"; package google.protobuf; message StringValue { string value = 1; }',
    ],
  ];

describe.each(FORMATS)('settings of the registry: %s', (_name, plugin, schemaType, text) => {
  const add = (more = {}) => registry.add(`t${topic}-value`, text, { ...(schemaType && { schemaType }), ...more });

  test('a registry that does not answer is asked again, max.retries times', async () => {
    registry.failure = { status: 503, body: { error_code: 50301, message: 'no leader' } };
    const config = { 'max.retries': '2', 'retries.wait.ms': '1' };
    await expect(write(converter(plugin, config), schemas.string, 'x', `t${topic}`)).rejects.toMatchObject({
      name: 'RetriableException',
    });
    expect(registry.requests).toHaveLength(3);
  });

  test('use.schema.id is the id of what is written', async () => {
    const id = add();
    const config = { 'auto.register.schemas': 'false', 'use.schema.id': String(id) };
    const bytes = await write(converter(plugin, config), schemas.string, 'x', `t${topic}`);
    expect(bytes?.readUInt32BE(1)).toBe(id);
    expect(registry.requests).toEqual([`GET /schemas/ids/${id}?fetchMaxId=false&subject=t${topic}-value`]);
    expect((await read(converter(plugin), bytes, `t${topic}`)).value).toBe('x');
  });

  test.each([
    ['-1', 1],
    ['0', 2],
    ['60', 2],
  ])('latest.cache.ttl.sec=%s, used for more than that', async (ttl, requests) => {
    add();
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const config = { 'auto.register.schemas': 'false', 'use.latest.version': 'true', 'latest.cache.ttl.sec': ttl };
    const instance = converter(plugin, config);
    for (const passedMs of [0, 500, 61_000]) {
      vi.advanceTimersByTime(passedMs);
      await write(instance, schemas.string, 'x', `t${topic}`);
    }
    expect(registry.requests).toHaveLength(requests);
  });

  test.each([
    ['encodingRules', false, true],
    ['domainRules', true, false],
  ])('a schema with %s, disabled: %s', async (kind, disabled, isRefused) => {
    const other = `${text.replace(/^/, schemaType === 'PROTOBUF' ? `// ${kind}\n` : '')}${schemaType === 'PROTOBUF' ? '' : ' '}`;
    const rule = { name: 'encryptPii', type: 'ENCRYPT', ...(disabled && { disabled }) };
    registry.add(`t${topic}-value`, other, { ...(schemaType && { schemaType }), ruleSet: { [kind]: [rule] } });
    const config = { 'auto.register.schemas': 'false', 'use.latest.version': 'true' };
    const writing = write(converter(plugin, config), schemas.string, 'x', `t${topic}`);
    if (!isRefused) expect(await writing).not.toBeNull();
    else {
      await expect(writing).rejects.toMatchObject({
        cause: {
          cause: { message: expect.stringContaining('has the rule encryptPii, and this worker runs none') as string },
        },
      });
    }
  });

  test.each([
    ['use.schema.guid', 'x'],
    ['use.latest.with.metadata', 'a=b'],
    ['propagate.schema.tags', 'true'],
    ['schema.format', 'serialized'],
    ['validation.rules.execution', 'BEFORE_DOMAIN_RULES'],
    ['context.name.strategy', 'com.example.Mine'],
    ['value.schema.id.serializer', 'io.confluent.kafka.serializers.schema.id.HeaderSchemaIdSerializer'],
    ['proxy.host', 'proxy'],
    ['generalized.sum.type.support', 'true'],
  ])('%s=%s is refused', (key, value) => {
    expect(() => converter(plugin, { [key]: value })).toThrow(`${key} is not supported by this worker`);
  });

  test('what says what is so anyway is taken', () => {
    converter(plugin, {
      'schema.registry.url.randomize': 'true',
      'http.connect.timeout.ms': '1000',
      'value.schema.id.serializer': 'io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer',
      'value.schema.id.deserializer': 'io.confluent.kafka.serializers.schema.id.PrefixSchemaIdDeserializer',
      'schemas.cache.config': '100',
    });
  });
});

describe('what is null', () => {
  const withDefault = primitiveSchema('STRING', { defaultValue: 'd' });
  const optionalDefault = primitiveSchema('STRING', { defaultValue: 'd', optional: true });
  const ignoring = { 'ignore.default.for.nullables': 'true' };

  test.each([
    ['no schema', null, {}, null],
    ['an optional schema', schemas.optionalString, {}, 'null'],
    ['a required schema', schemas.string, {}, null],
    ['a schema with a default', withDefault, {}, '"d"'],
    ['a default that is ignored', optionalDefault, ignoring, 'null'],
  ])('of JsonSchemaConverter: %s', async (_name, schema, config, json) => {
    const bytes = await write(converter(jsonSchemaConverter, config), schema, null, `n${topic}`);
    expect(bytes?.subarray(5).toString() ?? null).toBe(json);
  });

  test.each([
    ['an optional schema', schemas.optionalString, null],
    ['a required schema', schemas.string, 'Found null value for non-optional schema'],
    ['a schema with a default', withDefault, 'Found null value for non-optional schema'],
  ])('of AvroConverter: %s', async (_name, schema, message) => {
    const writing = write(converter(avroConverter), schema, null, `n${topic}`);
    if (message === null) expect(await writing).toBeNull();
    else await expect(writing).rejects.toMatchObject({ message });
  });

  const struct = structSchema([{ name: 'a', schema: optionalDefault }], { name: 'S' });
  test.each([
    ['Avro', avroConverter, '020264', '00'],
    ['JSON Schema', jsonSchemaConverter, '{"a":"d"}', '{"a":null}'],
  ])('a field with a default: %s', async (name, plugin, text, ignored) => {
    const bytes = async (config: Config) =>
      (await write(converter(plugin, config), struct, new Struct(struct), `n${topic}`))?.subarray(5);
    const shown = (given: Buffer | undefined) => given?.toString(name === 'Avro' ? 'hex' : 'utf8');
    expect(shown(await bytes({}))).toBe(name === 'Avro' ? '000264' : text);
    expect(shown(await bytes(ignoring))).toBe(name === 'Avro' ? '02' : ignored);
  });
});

describe('names and keys of Avro', () => {
  const odd = structSchema([{ name: 'first-name', schema: schemas.string }], { name: '1st.my type' });

  test('scrub.invalid.names makes names that Avro takes', async () => {
    const bytes = await write(
      converter(avroConverter, { 'scrub.invalid.names': 'true' }),
      odd,
      new Struct(odd).put('first-name', 'x'),
      `a${topic}`,
    );
    expect(bytes?.subarray(5).toString('hex')).toBe('0278');
    expect(registry.latest(`a${topic}-value`)).toBe(
      '{"type":"record","name":"my_type","namespace":"x1st","fields":[{"name":"first_name","type":"string"}],"connect.name":"1st.my type"}',
    );
  });

  const map = mapSchema(schemas.optionalString, schemas.int32);
  test.each([
    ['false', '"type":"array"'],
    ['true', '"type":"map"'],
  ])('allow.optional.map.keys=%s', async (value, text) => {
    await write(converter(avroConverter, { 'allow.optional.map.keys': value }), map, new Map([['k', 1]]), `a${topic}`);
    expect(registry.latest(`a${topic}-value`)).toContain(text);
  });

  test('structs without a name within one another are counted, and come back without', async () => {
    const inner = structSchema([{ name: 'x', schema: schemas.int32 }]);
    const outer: Schema = structSchema([
      { name: 'a', schema: inner },
      { name: 'b', schema: structSchema([{ name: 'y', schema: schemas.string }]) },
    ]);
    const value = new Struct(outer)
      .put('a', new Struct(inner).put('x', 1))
      .put('b', new Struct(outer.fields![1]!.schema).put('y', 'z'));
    const bytes = await write(converter(avroConverter), outer, value, `a${topic}`);
    expect(registry.latest(`a${topic}-value`)).toMatch(/"ConnectDefault".*"ConnectDefault2".*"ConnectDefault3"/);
    const back = await read(converter(avroConverter), bytes, `a${topic}`);
    expect(back.schema?.fields?.map(({ schema }) => schema.name)).toEqual([undefined, undefined]);
    expect(((back.value as Struct).get('b') as Struct).get('y')).toBe('z');
  });
});
