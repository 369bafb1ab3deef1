import { defineConfig, type ParsedConfig } from '../config/index.ts';
import { javaText, type Schema, type SchemaAndValue, schemas } from '../data/index.ts';
import type { Converter } from '../plugins/index.ts';
import { bothRoles } from './both-roles.ts';
import { converterType } from './converter-type.ts';
import { type TextEncoding, textEncoding } from './text-encoding.ts';

const configDef = defineConfig([
  converterType,
  {
    name: 'converter.encoding',
    type: 'STRING',
    defaultValue: 'UTF-8',
    validator: (_key, value) => {
      if (typeof value === 'string' && textEncoding(value) === undefined) {
        throw new Error(
          'Encoding is not supported; supported are UTF-8, UTF-16, UTF-16LE, UTF-16BE, US-ASCII, ISO-8859-1 to -9, -13, ' +
            '-15 and -16, windows-1250 to -1258, KOI8-R, KOI8-U, IBM437, IBM850, IBM866',
        );
      }
    },
    importance: 'HIGH',
    documentation: 'The character set that text is written and read in.',
    group: null,
    width: 'MEDIUM',
    displayName: 'Encoding',
  },
]);

/** Any value as the text that Java prints for it (org.apache.kafka.connect.storage.StringConverter). */
export const stringConverter = bothRoles({
  className: 'org.apache.kafka.connect.storage.StringConverter',
  configDef,
  create: () => new StringConverter(),
});

class StringConverter implements Converter {
  #encoding: TextEncoding = textEncoding('UTF-8')!;

  configure(config: ParsedConfig): void {
    this.#encoding = textEncoding(String(config['converter.encoding'] ?? 'UTF-8')) ?? this.#encoding;
  }

  fromConnectData(_topic: string, schema: Schema | null, value: unknown): Buffer | null {
    if (value === null || value === undefined) return null;
    return this.#encoding.encode(typeof value === 'string' ? value : javaText(schema, value));
  }

  toConnectData(_topic: string, bytes: Buffer | null): SchemaAndValue {
    return { schema: schemas.optionalString, value: bytes === null ? null : this.#encoding.decode(bytes) };
  }
}
