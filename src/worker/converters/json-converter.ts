import { isUtf8 } from 'node:buffer';
import { defineConfig, oneOfIgnoringCase, type ParsedConfig } from '../config/index.ts';
import { BigDecimal, DataError, type Schema, type SchemaAndValue } from '../data/index.ts';
import type { Converter } from '../plugins/index.ts';
import { bothRoles } from './both-roles.ts';
import { converterType } from './converter-type.ts';
import { JsonReader, JsonSyntaxError } from './json-reader.ts';
import { readSchema } from './json-schema-reader.ts';
import { schemaJson } from './json-schema-text.ts';
import { quoteJson } from './json-text.ts';
import { connectValue, MISSING } from './json-to-connect.ts';
import { type JsonWriterOptions, writeJson } from './json-writer.ts';
import { type TextEncoding, utf16, utf16be, utf16le } from './text-encoding.ts';

const configDef = defineConfig([
  converterType,
  {
    name: 'schemas.enable',
    type: 'BOOLEAN',
    defaultValue: true,
    importance: 'HIGH',
    documentation: 'Whether each message carries its schema, in an object of "schema" and "payload".',
    group: 'Schemas',
    orderInGroup: 0,
    width: 'MEDIUM',
    displayName: 'Enable Schemas',
  },
  {
    name: 'schemas.cache.size',
    type: 'INT',
    defaultValue: 1000,
    importance: 'HIGH',
    documentation: 'How many schemas are kept at most, so that they are not read again for each message.',
    group: 'Schemas',
    orderInGroup: 1,
    width: 'MEDIUM',
    displayName: 'Schema Cache Size',
  },
  {
    name: 'schema.content',
    type: 'STRING',
    defaultValue: null,
    importance: 'HIGH',
    documentation:
      'A schema, as JSON, for all messages that are read: they then hold the payload alone. Has no effect on what ' +
      'is written, nor while schemas.enable is false.',
    group: 'Schemas',
    orderInGroup: 2,
    width: 'MEDIUM',
    displayName: 'Schema Content',
  },
  {
    name: 'decimal.format',
    type: 'STRING',
    defaultValue: 'BASE64',
    validator: oneOfIgnoringCase('NUMERIC', 'BASE64'),
    importance: 'LOW',
    documentation: 'How decimals are written: BASE64 for their bytes as text, NUMERIC for a number. Both are read.',
    group: 'Serialization',
    orderInGroup: 0,
    width: 'MEDIUM',
    displayName: 'Decimal Format',
  },
  {
    name: 'replace.null.with.default',
    type: 'BOOLEAN',
    defaultValue: true,
    importance: 'LOW',
    documentation: 'Whether a null in a field that has a default becomes that default.',
    group: 'Serialization',
    orderInGroup: 1,
    width: 'MEDIUM',
    displayName: 'Replace null with default',
  },
]);

const ENVELOPE_NEEDED =
  'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields. ' +
  'If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.';

/** JSON, with or without schemas (org.apache.kafka.connect.json.JsonConverter). */
export const jsonConverter = bothRoles({
  className: 'org.apache.kafka.connect.json.JsonConverter',
  configDef,
  create: () => new JsonConverter(),
});

class JsonConverter implements Converter {
  #schemasEnabled = true;
  #writing: JsonWriterOptions = { decimalFormat: 'BASE64', replaceNullWithDefault: true };
  /** schema.content, while schemas are enabled. */
  #fixedSchema: Schema | null = null;
  #cacheSize = 1000;
  /** The text before the payload, by schema. */
  readonly #prefixes = new WeakMap<Schema, string>();
  /** How the last envelope began, up to its payload: most messages of a topic begin the same. */
  #known: { readonly prefix: string; readonly schema: Schema | null } | null = null;
  /** Schemas by the text they were read from, so that equal ones are one object. */
  readonly #schemas = new Map<string, Schema | null>();

  configure(config: ParsedConfig): void {
    this.#schemasEnabled = config['schemas.enable'] as boolean;
    this.#cacheSize = config['schemas.cache.size'] as number;
    this.#writing = {
      decimalFormat: String(config['decimal.format']).toUpperCase() as 'BASE64' | 'NUMERIC',
      replaceNullWithDefault: config['replace.null.with.default'] as boolean,
    };
    const content = config['schema.content'] as string | null;
    if (this.#schemasEnabled && content) this.#fixedSchema = this.#parseFixedSchema(content);
  }

  fromConnectData(_topic: string, schema: Schema | null, value: unknown): Buffer | null {
    if (schema === null && (value === null || value === undefined)) return null;
    const isPlainText =
      typeof value === 'string' && (schema === null || (schema.type === 'STRING' && schema.name === undefined));
    const payload = isPlainText ? quoteJson(value) : writeJson(schema, value, this.#writing);
    return Buffer.from(this.#schemasEnabled ? `${this.#prefix(schema)}${payload}}` : payload);
  }

  toConnectData(_topic: string, bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return { schema: null, value: null };
    try {
      const utf16 = utf16Of(bytes);
      return utf16 === null ? this.#read(textOf(bytes), bytes) : this.#read(utf16.decode(bytes));
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      throw serializationError('Converting byte[] to Kafka Connect data failed due to serialization error: ', error);
    }
  }

  /** @param bytes the text in UTF-8, where it came in it */
  #read(text: string, bytes?: Buffer): SchemaAndValue {
    if (!this.#schemasEnabled)
      return { schema: null, value: connectValue(null, documentOf(text, Number, bytes), this.#writing) };
    if (this.#known !== null && text.startsWith(this.#known.prefix)) {
      const payload = readKnownPayload(text, this.#known.prefix.length, bytes);
      if (payload !== undefined) return valueUnder(this.#known.schema, payload.value, this.#writing);
    }
    const document = documentOf(text, BigDecimal.parse, bytes);
    if (this.#fixedSchema !== null) {
      return valueUnder(this.#fixedSchema, text.trim() === '' ? MISSING : document, this.#writing);
    }
    if (!(document instanceof Map) || document.size !== 2 || !document.has('schema') || !document.has('payload')) {
      throw new DataError(ENVELOPE_NEEDED);
    }
    const schema = this.#schemaOf(document.get('schema'));
    const prefix = envelopePrefix(text);
    if (prefix !== undefined) this.#known = { prefix, schema };
    return valueUnder(schema, document.get('payload'), this.#writing);
  }

  #schemaOf(node: unknown): Schema | null {
    const key = cacheKey(node);
    const cached = this.#schemas.get(key);
    if (cached !== undefined) return cached;
    const schema = readSchema(node, this.#writing);
    if (this.#schemas.size >= this.#cacheSize) this.#schemas.clear();
    this.#schemas.set(key, schema);
    return schema;
  }

  #prefix(schema: Schema | null): string {
    if (schema === null) return '{"schema":null,"payload":';
    let prefix = this.#prefixes.get(schema);
    if (prefix === undefined) {
      prefix = `{"schema":${schemaJson(schema, this.#writing)},"payload":`;
      this.#prefixes.set(schema, prefix);
    }
    return prefix;
  }

  #parseFixedSchema(content: string): Schema | null {
    try {
      return readSchema(documentOf(content, BigDecimal.parse), this.#writing);
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      throw serializationError('Failed to parse schema in converter config due to serialization error: ', error);
    }
  }
}

/** @throws JsonSyntaxError where the bytes are not UTF-8: replaced characters would be written on as data */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new JsonSyntaxError('Invalid UTF-8');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Jackson tells UTF-16 by its byte order mark, or by a zero among the first two bytes: JSON begins with a sign of ASCII. */
function utf16Of(bytes: Buffer): TextEncoding | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  if ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)) return utf16;
  if ((first === 0) === (second === 0)) return null;
  return first === 0 ? utf16be : utf16le;
}

/** Blank text counts as null. A fraction has no negative zero, as in Java's BigDecimal. */
function documentOf(text: string, fraction: (text: string) => unknown, bytes?: Buffer): unknown {
  const reader = fraction === Number ? (digits: string) => Number(digits) + 0 : fraction;
  return new JsonReader(text, reader, 0, bytes).readDocument() ?? null;
}

function valueUnder(schema: Schema | null, node: unknown, options: JsonWriterOptions): SchemaAndValue {
  return { schema, value: connectValue(schema, node, options) };
}

/** The text of an envelope up to its payload, where it is written as Connect does: `{"schema":…,"payload":`. */
function envelopePrefix(text: string): string | undefined {
  const start = '{"schema":';
  const next = ',"payload":';
  if (!text.startsWith(start)) return undefined;
  const reader = new JsonReader(text, BigDecimal.parse, start.length);
  reader.readValue();
  return text.startsWith(next, reader.position) ? text.slice(0, reader.position + next.length) : undefined;
}

/** The payload of an envelope whose beginning is known; undefined where more follows than the closing brace. */
function readKnownPayload(text: string, start: number, bytes?: Buffer): { readonly value: unknown } | undefined {
  const reader = new JsonReader(text, BigDecimal.parse, start, bytes);
  const value = reader.readValue();
  return text[reader.position] === '}' ? { value } : undefined;
}

function serializationError(message: string, error: JsonSyntaxError): DataError {
  const cause = new DataError(error.message, { javaClass: 'org.apache.kafka.common.errors.SerializationException' });
  return new DataError(message, { cause });
}

function cacheKey(node: unknown): string {
  return JSON.stringify(node, (_key, value: unknown) => {
    if (value instanceof Map) return [...value];
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}
