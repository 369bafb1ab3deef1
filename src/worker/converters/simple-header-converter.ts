import { defineConfig } from '../config/index.ts';
import type { HeaderConverterPlugin } from '../plugins/index.ts';
import { parseValue, valueText } from '../values/index.ts';
import { utf8 } from './text-encoding.ts';

/** Headers as text, whose type is guessed when they are read (org.apache.kafka.connect.storage.SimpleHeaderConverter). */
export const simpleHeaderConverter: HeaderConverterPlugin = {
  kind: 'header_converter',
  className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  version: '4.3.1',
  configDef: defineConfig([]),
  create: () => ({
    configure() {},
    fromConnectHeader: (_topic, _key, schema, value) =>
      value === null || value === undefined ? null : utf8.encode(valueText(schema, value)),
    toConnectHeader: (_topic, _key, bytes) => parseValue(bytes === null ? null : utf8.decode(bytes)),
  }),
};
