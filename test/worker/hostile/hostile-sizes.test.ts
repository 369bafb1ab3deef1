import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/worker/config/index.ts';
import { converterPlugins, headerConverterPlugins } from '../../../src/worker/converters/index.ts';
import { Struct, schemas, structSchema } from '../../../src/worker/data/index.ts';
import { RecordErrors } from '../../../src/worker/errors/index.ts';
import { transformationPlugins } from '../../../src/worker/transforms/index.ts';

const RECORD = {
  kind: 'source',
  topic: 't',
  partition: null,
  keySchema: null,
  key: null,
  timestampMs: null,
  headers: [],
  sourcePartition: null,
  sourceOffset: null,
} as const;
const MB = 1024 * 1024;
/** Room for the value as bytes, text and value, and for what the test itself holds. */
const MAX_GROWTH_BYTES = 1500 * MB;

function converter(schemasEnabled: boolean) {
  const plugin = converterPlugins.find(({ className }) => className.endsWith('.JsonConverter'))!;
  const instance = plugin.create();
  const config = { 'converter.type': 'value', 'schemas.enable': String(schemasEnabled) };
  instance.configure(parseConfig(plugin.configDef, config), false);
  return instance;
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('values of sizes that nobody meant', { timeout: 120_000 }, () => {
  test('100 MB of text go through JSON both ways', () => {
    const before = process.memoryUsage().rss;
    const bytes = Buffer.alloc(100 * MB, 'x');
    bytes[0] = 0x22;
    bytes[bytes.length - 1] = 0x22;
    const { value } = converter(false).toConnectData('t', bytes, []);
    expect((value as string).length).toBe(bytes.length - 2);
    expect(converter(false).fromConnectData('t', null, value, [])?.length).toBe(bytes.length);
    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  test.each([
    ['lists', '['],
    ['objects', '{"a":'],
  ])('JSON 100,000 deep is refused: %s', (_name, open) => {
    expect(() => converter(false).toConnectData('t', Buffer.from(open.repeat(100_000)), [])).toThrow(
      expect.objectContaining({
        name: 'DataException',
        cause: expect.objectContaining({ message: 'Nesting deeper than 1000' }),
      }),
    );
  });

  test('a header 100,000 deep is text, or refused', () => {
    for (const plugin of headerConverterPlugins) {
      const instance = plugin.create();
      instance.configure(parseConfig(plugin.configDef, { 'converter.type': 'header' }));
      try {
        instance.toConnectHeader('t', 'h', Buffer.from('['.repeat(100_000)));
      } catch (error) {
        expect(error, plugin.className).toHaveProperty('name', 'DataException');
      }
    }
  });

  test('a value 100,000 deep that a connector made is an error of the record, which says why', async () => {
    let map: unknown = 'x';
    for (let i = 0; i < 100_000; i++) map = new Map([['a', map]]);
    const config = { retryTimeoutMs: 0, retryDelayMaxMs: 1, tolerance: 'none', logEnabled: false } as const;
    const handling = { ...config, logIncludesMessages: false, deadLetterQueue: null };
    const errors = new RecordErrors(handling, [], new AbortController().signal);
    const at = () => ({ stage: 'VALUE_CONVERTER', className: 'JsonConverter' }) as const;
    const failed = { kind: 'source', record: { ...RECORD, valueSchema: null, value: map } } as const;
    const convert = () => converter(false).fromConnectData('t', null, map, []);
    await expect(errors.recover(thrownBy(convert), failed, at, convert)).rejects.toMatchObject({
      cause: { name: 'DataException', message: 'The record is nested too deep for JsonConverter' },
    });
  });

  test.each([
    ['lists', '[],'],
    ['objects', '{},'],
  ])('a list of 20 million %s is refused while it is small', (_name, item) => {
    const before = process.memoryUsage().rss;
    const bytes = Buffer.concat([Buffer.from('['), Buffer.alloc(20 * MB * item.length, item), Buffer.from('0]')]);
    expect(() => converter(false).toConnectData('t', bytes, [])).toThrow(
      expect.objectContaining({
        name: 'DataException',
        cause: expect.objectContaining({ message: expect.stringContaining('More than 16,777,216 values') }),
      }),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  test('a header that is a map of two million entries is text', () => {
    const text = `{${'"a":0,'.repeat(2 * MB)}"a":0}`;
    const before = process.memoryUsage().rss;
    const plugin = headerConverterPlugins.find(({ className }) => className.endsWith('.SimpleHeaderConverter'))!;
    const instance = plugin.create();
    instance.configure(parseConfig(plugin.configDef, { 'converter.type': 'header' }));
    expect(instance.toConnectHeader('t', 'h', Buffer.from(text))).toMatchObject({ schema: { type: 'STRING' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  test('an object of a million fields goes through JSON both ways', () => {
    const text = `{${Array.from({ length: 1_000_000 }, (_, i) => `"f${i}":${i}`).join(',')}}`;
    const { value } = converter(false).toConnectData('t', Buffer.from(text), []);
    expect((value as ReadonlyMap<string, bigint>).size).toBe(1_000_000);
    expect(converter(false).fromConnectData('t', null, value, [])?.length).toBe(text.length);
  });

  test('a struct of 100,000 fields goes through a transform and JSON', () => {
    const schema = structSchema(
      Array.from({ length: 100_000 }, (_, i) => ({ name: `f${i}`, schema: schemas.optionalInt32 })),
    );
    const struct = new Struct(schema).put('f99999', 7);
    const bytes = converter(true).fromConnectData('t', schema, struct, []);
    const back = converter(true).toConnectData('t', bytes, []).value as Struct;
    expect(back.get('f99999')).toBe(7);
    const plugin = transformationPlugins.find(({ className }) => className.endsWith('ExtractField$Value'))!;
    const extract = plugin.create();
    extract.configure(parseConfig(plugin.configDef, { field: 'f99999' }));
    const given = { ...RECORD, valueSchema: schema, value: struct };
    expect(extract.apply(given)?.value).toBe(7);
  });
});
