import { parseConfig } from '../../../src/worker/config/index.ts';
import type { Schema, SchemaAndValue } from '../../../src/worker/data/index.ts';
import { type Converter, type ConverterPlugin, isLookupNeeded } from '../../../src/worker/plugins/index.ts';

/** A converter as the worker configures it. */
export function configured(
  plugin: ConverterPlugin,
  config: Readonly<Record<string, string>>,
  isKey = false,
): Converter {
  const converter = plugin.create();
  converter.configure(parseConfig(plugin.configDef, { 'converter.type': isKey ? 'key' : 'value', ...config }), isKey);
  return converter;
}

/** What a conversion gives when it has waited for what it asked for, as the runtime does. */
export async function whenReady<T>(convert: () => T): Promise<T> {
  for (;;) {
    try {
      return convert();
    } catch (error) {
      if (!isLookupNeeded(error)) throw error;
      await error.done;
    }
  }
}

export function write(
  converter: Converter,
  schema: Schema | null,
  value: unknown,
  topic = 't',
): Promise<Buffer | null> {
  return whenReady(() => converter.fromConnectData(topic, schema, value, []));
}

export function read(converter: Converter, bytes: Buffer | null, topic = 't'): Promise<SchemaAndValue> {
  return whenReady(() => converter.toConnectData(topic, bytes, []));
}
