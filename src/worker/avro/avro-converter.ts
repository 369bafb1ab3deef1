import { ConfigError, defineConfig, type ParsedConfig } from '../config/index.ts';
import { DataError, type Schema, type SchemaAndValue } from '../data/index.ts';
import { type Converter, type ConverterPlugin, isRetriable, RetriableError } from '../plugins/index.ts';
import {
  Lookups,
  namesBySchema,
  onlyFalse,
  RegistryClient,
  RegistryError,
  registryKeys,
  registrySettings,
  type SubjectOf,
  schemaIdOf,
  serializationError,
  subjectName,
  WIRE_HEADER_BYTES,
} from '../schema-registry/index.ts';
import { avroFromConnect } from './avro-from-connect.ts';
import { AvroInput } from './avro-input.ts';
import { AvroOutput } from './avro-output.ts';
import { type AvroSchema, fullName } from './avro-schema.ts';
import { avroSchemaText } from './avro-schema-text.ts';
import { connectFromAvro } from './connect-from-avro.ts';
import type { AvroDataOptions } from './connect-names.ts';
import { parseAvroSchema } from './parse-avro-schema.ts';
import { type AvroRead, avroReader } from './read-avro.ts';
import { type AvroWrite, avroWriter } from './write-avro.ts';

const unsupported = [
  'scrub.invalid.names',
  'discard.type.doc.default',
  'allow.optional.map.keys',
  'generalized.sum.type.support',
];

const configDef = defineConfig([
  ...registryKeys,
  {
    name: 'schemas.cache.config',
    type: 'INT',
    defaultValue: 1000,
    importance: 'LOW',
    documentation: 'Kept for configs that have it; max.schemas.per.subject says how many schemas are kept.',
  },
  {
    name: 'enhanced.avro.schema.support',
    type: 'BOOLEAN',
    defaultValue: false,
    importance: 'MEDIUM',
    documentation: 'Whether enums, and the namespaces of union members, are kept on the way through Connect.',
  },
  {
    name: 'connect.meta.data',
    type: 'BOOLEAN',
    defaultValue: true,
    importance: 'LOW',
    documentation:
      'Whether names, versions, docs, parameters and defaults of Connect schemas are kept in Avro schemas.',
  },
  ...unsupported.map((name) => ({
    name,
    type: 'BOOLEAN' as const,
    defaultValue: false,
    validator: onlyFalse(name),
    importance: 'LOW' as const,
    documentation: 'Only false is supported.',
  })),
]);

/** Avro with a Schema Registry, under the name and the keys of Confluent's converter (io.confluent.connect.avro.AvroConverter). */
export const avroConverter: ConverterPlugin = {
  kind: 'converter',
  className: 'io.confluent.connect.avro.AvroConverter',
  version: '4.3.1',
  configDef,
  create: () => new AvroConverter(),
};

interface Writing {
  readonly id: number;
  readonly write: AvroWrite;
}

interface Reading {
  readonly schema: Schema | null;
  readonly read: AvroRead;
}

/** Stands for "no schema" where schemas are keys. */
const NO_SCHEMA = {};

class AvroConverter implements Converter {
  #client!: RegistryClient;
  #subject!: SubjectOf;
  #options: AvroDataOptions = { enhanced: false, metaData: true };
  #isRegistering = true;
  #isLatest = false;
  #ids = new Lookups<number>(1000);
  #latest = new Lookups<{ readonly id: number; readonly avro: AvroSchema }>(1000);
  #readings = new Lookups<Reading>(1000);
  /** By schema, then by topic. */
  readonly #writings = new WeakMap<object, Map<string, Writing>>();
  readonly #output = new AvroOutput();

  configure(config: ParsedConfig, isKey: boolean): void {
    this.#client = new RegistryClient(registrySettings(config));
    this.#subject = { strategy: config[`${isKey ? 'key' : 'value'}.subject.name.strategy`] as string, isKey };
    this.#options = {
      enhanced: config['enhanced.avro.schema.support'] as boolean,
      metaData: config['connect.meta.data'] as boolean,
    };
    this.#isRegistering = config['auto.register.schemas'] as boolean;
    this.#isLatest = config['use.latest.version'] as boolean;
    const size = config['max.schemas.per.subject'] as number;
    this.#ids = new Lookups(size);
    this.#latest = new Lookups(size);
    this.#readings = new Lookups(size);
  }

  fromConnectData(topic: string, schema: Schema | null, value: unknown): Buffer | null {
    if (value === null || value === undefined) {
      if (schema === null || schema.optional) return null;
      throw new DataError('Found null value for non-optional schema');
    }
    const { id, write } = this.#writing(topic, schema);
    this.#output.reset();
    this.#output.byte(0);
    this.#output.uint32(id);
    write(this.#output, value);
    return this.#output.bytes();
  }

  toConnectData(topic: string, bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return { schema: null, value: null };
    try {
      const id = schemaIdOf(bytes);
      const { schema, read } = this.#readings.get(`${topic} ${id}`, () => this.#fetchReading(topic, id));
      return { schema, value: read(new AvroInput(bytes, WIRE_HEADER_BYTES)) };
    } catch (error) {
      if (!(error instanceof DataError) || error.message.startsWith('Failed to deserialize')) throw error;
      throw new DataError(`Failed to deserialize data for topic ${topic} to Avro: `, { cause: error });
    }
  }

  #writing(topic: string, schema: Schema | null): Writing {
    const key = schema ?? NO_SCHEMA;
    let byTopic = this.#writings.get(key);
    let writing = byTopic?.get(topic);
    if (writing !== undefined) return writing;
    writing = this.#newWriting(topic, schema);
    byTopic ??= new Map();
    byTopic.set(topic, writing);
    this.#writings.set(key, byTopic);
    return writing;
  }

  #newWriting(topic: string, schema: Schema | null): Writing {
    const avro = avroFromConnect(schema, this.#options);
    const subject = subjectName(this.#subject, topic, recordName(avro));
    if (!this.#isRegistering && this.#isLatest) {
      const latest = this.#latest.get(subject, () => this.#fetchLatest(topic, subject));
      return { id: latest.id, write: avroWriter(latest.avro, schema, this.#options) };
    }
    const write = avroWriter(avro, schema, this.#options);
    const text = avroSchemaText(avro);
    const id = this.#ids.get(`${subject} ${text}`, () => this.#fetchId(topic, subject, text));
    return { id, write };
  }

  async #fetchId(topic: string, subject: string, text: string): Promise<number> {
    const doing = this.#isRegistering ? 'registering' : 'retrieving';
    try {
      if (this.#isRegistering) return await this.#client.register(subject, 'AVRO', text);
      return (await this.#client.lookup(subject, { type: 'AVRO', text, references: [] })).id;
    } catch (error) {
      throw registryFailure(
        `Failed to serialize Avro data from topic ${topic} :`,
        `Error ${doing} Avro schema${text}`,
        error,
      );
    }
  }

  async #fetchLatest(topic: string, subject: string): Promise<{ readonly id: number; readonly avro: AvroSchema }> {
    try {
      const { id, text, references } = await this.#client.byVersion(subject, 'latest');
      return { id, avro: parseAvroSchema(text, await this.#client.referencedTexts(references)) };
    } catch (error) {
      const what = `Error retrieving latest version of Avro schema of subject ${subject}`;
      throw registryFailure(`Failed to serialize Avro data from topic ${topic} :`, what, error);
    }
  }

  /** The Connect schema's version is the registry's, as long as the Avro schema has no connect.version. */
  async #fetchReading(topic: string, id: number): Promise<Reading> {
    try {
      const hint = namesBySchema(this.#subject) ? '' : subjectName(this.#subject, topic, null);
      const registered = await this.#client.byId(id, hint);
      if (registered.type !== 'AVRO') throw serializationError(`Schema ${id} is ${registered.type}, and not AVRO`);
      const avro = parseAvroSchema(registered.text, await this.#client.referencedTexts(registered.references));
      const subject = subjectName(this.#subject, topic, recordName(avro));
      const { version } = await this.#client.lookup(subject, registered);
      const schema = connectFromAvro(avro, this.#options, version);
      return { schema, read: avroReader(avro, schema) };
    } catch (error) {
      const outer = `Failed to deserialize data for topic ${topic} to Avro: `;
      throw registryFailure(outer, `Error retrieving Avro value schema for id ${id}`, error);
    }
  }
}

function recordName(avro: AvroSchema): string | null {
  return avro.type === 'record' ? fullName(avro) : null;
}

/** As Confluent's converter wraps them; what may succeed later stays retriable, a credential that is refused is a setting. */
function registryFailure(outer: string, inner: string, error: unknown): Error {
  if (isRetriable(error)) return new RetriableError(outer, { cause: error });
  if (error instanceof RegistryError && (error.status === 401 || error.status === 403)) {
    return new ConfigError(
      `${outer.replace(/[ :]+$/, '')}: the Schema Registry refuses the credentials (${error.status})`,
      { cause: error },
    );
  }
  return new DataError(outer, { cause: serializationError(inner, error) });
}
