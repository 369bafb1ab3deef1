import { ConfigError, type ParsedConfig } from '../config/index.ts';
import { DataError, type Schema, type SchemaAndValue } from '../data/index.ts';
import { type Converter, isRetriable, RetriableError } from '../plugins/index.ts';
import { Lookups } from './lookups.ts';
import {
  type ReferencedSchema,
  type RegisteredSchema,
  RegistryClient,
  type RegistrySchemaType,
} from './registry-client.ts';
import { RegistryError } from './registry-error.ts';
import { registrySettings } from './registry-settings.ts';
import { namesBySchema, type SubjectOf, subjectName } from './subject-name.ts';
import { schemaIdOf, serializationError, WIRE_HEADER_BYTES } from './wire-format.ts';

/** What differs between Avro, JSON Schema and Protobuf; `P` is a schema of theirs, parsed. All may throw DataError. */
export interface RegistryFormat<P> {
  readonly type: RegistrySchemaType;
  /** As messages say it. */
  readonly word: string;
  configure(config: ParsedConfig): void;
  /** Refuses null where it has no form; the record's value is null otherwise. */
  checkNull(schema: Schema | null): void;
  parse(text: string, referenced: readonly ReferencedSchema[]): P;
  fromConnect(schema: Schema | null): P;
  text(parsed: P): string;
  /** The name that subjects may be named by. */
  nameOf(parsed: P): string | null;
  /** What gives a whole message, the header with the schema's id included. */
  writer(parsed: P, schema: Schema | null): (id: number, value: unknown) => Buffer;
  /** The part of a schema that a message is of, and its name, where a schema has several. */
  partOf?(parsed: P, bytes: Buffer): { readonly name: string; readonly part: P };
  toConnect(parsed: P, version: number): Schema | null;
  /** What reads a message from `start` on. */
  reader(parsed: P, schema: Schema | null): (bytes: Buffer, start: number) => unknown;
}

interface Writing {
  readonly id: number;
  readonly write: (id: number, value: unknown) => Buffer;
}

/** A schema as the registry has it. */
interface Registered<P> {
  readonly schema: RegisteredSchema;
  readonly parsed: P;
}

interface Reading {
  readonly schema: Schema | null;
  readonly read: (bytes: Buffer, start: number) => unknown;
}

/** Stands for "no schema" where schemas are keys. */
const NO_SCHEMA = {};

/** Converts with a Schema Registry, in one of its formats. */
export class RegistryConverter<P> implements Converter {
  readonly #format: RegistryFormat<P>;
  #client!: RegistryClient;
  #subject!: SubjectOf;
  #isRegistering = true;
  #isLatest = false;
  #ids = new Lookups<number>(1000);
  #latest = new Lookups<{ readonly id: number; readonly parsed: P }>(1000);
  #registered = new Lookups<Registered<P>>(1000);
  #readings = new Lookups<Reading>(1000);
  /** By schema, then by topic. */
  readonly #writings = new WeakMap<object, Map<string, Writing>>();

  constructor(format: RegistryFormat<P>) {
    this.#format = format;
  }

  configure(config: ParsedConfig, isKey: boolean): void {
    this.#client = new RegistryClient(registrySettings(config));
    this.#subject = { strategy: config[`${isKey ? 'key' : 'value'}.subject.name.strategy`] as string, isKey };
    this.#format.configure(config);
    this.#isRegistering = config['auto.register.schemas'] as boolean;
    this.#isLatest = config['use.latest.version'] as boolean;
    const size = config['max.schemas.per.subject'] as number;
    this.#ids = new Lookups(size);
    this.#latest = new Lookups(size);
    this.#registered = new Lookups(size);
    this.#readings = new Lookups(size);
  }

  fromConnectData(topic: string, schema: Schema | null, value: unknown): Buffer | null {
    if (value === null || value === undefined) {
      this.#format.checkNull(schema);
      return null;
    }
    const { id, write } = this.#writing(topic, schema);
    return write(id, value);
  }

  toConnectData(topic: string, bytes: Buffer | null): SchemaAndValue {
    if (bytes === null) return { schema: null, value: null };
    try {
      const id = schemaIdOf(bytes);
      const registered = this.#registered.get(`${topic} ${id}`, () => this.#fetchRegistered(topic, id));
      const { schema, read } = this.#reading(topic, id, registered, bytes);
      return { schema, value: read(bytes, WIRE_HEADER_BYTES) };
    } catch (error) {
      if (!(error instanceof DataError) || error.message.startsWith('Failed to deserialize')) throw error;
      throw new DataError(`Failed to deserialize data for topic ${topic} to ${this.#format.word}: `, { cause: error });
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
    const parsed = this.#format.fromConnect(schema);
    const subject = subjectName(this.#subject, topic, this.#format.nameOf(parsed));
    if (!this.#isRegistering && this.#isLatest) {
      const latest = this.#latest.get(subject, () => this.#fetchLatest(topic, subject));
      return { id: latest.id, write: this.#format.writer(latest.parsed, schema) };
    }
    const write = this.#format.writer(parsed, schema);
    const text = this.#format.text(parsed);
    const id = this.#ids.get(`${subject} ${text}`, () => this.#fetchId(topic, subject, text));
    return { id, write };
  }

  async #fetchId(topic: string, subject: string, text: string): Promise<number> {
    const doing = this.#isRegistering ? 'registering' : 'retrieving';
    try {
      if (this.#isRegistering) return await this.#client.register(subject, this.#format.type, text);
      return (await this.#client.lookup(subject, { type: this.#format.type, text, references: [] })).id;
    } catch (error) {
      throw registryFailure(
        `Failed to serialize ${this.#format.word} data from topic ${topic} :`,
        `Error ${doing} ${this.#format.word} schema${text}`,
        error,
      );
    }
  }

  async #fetchLatest(topic: string, subject: string): Promise<{ readonly id: number; readonly parsed: P }> {
    try {
      const { id, text, references } = await this.#client.byVersion(subject, 'latest');
      return { id, parsed: this.#format.parse(text, await this.#client.referenced(references)) };
    } catch (error) {
      const what = `Error retrieving latest version of ${this.#format.word} schema of subject ${subject}`;
      throw registryFailure(`Failed to serialize ${this.#format.word} data from topic ${topic} :`, what, error);
    }
  }

  async #fetchRegistered(topic: string, id: number): Promise<Registered<P>> {
    try {
      const hint = namesBySchema(this.#subject) ? '' : subjectName(this.#subject, topic, null);
      const schema = await this.#client.byId(id, hint);
      if (schema.type !== this.#format.type) {
        throw serializationError(`Schema ${id} is ${schema.type}, and not ${this.#format.type}`);
      }
      return { schema, parsed: this.#format.parse(schema.text, await this.#client.referenced(schema.references)) };
    } catch (error) {
      throw this.#readingFailure(topic, id, error);
    }
  }

  #reading(topic: string, id: number, { schema, parsed }: Registered<P>, bytes: Buffer): Reading {
    const { name, part } = this.#format.partOf?.(parsed, bytes) ?? { name: '', part: parsed };
    return this.#readings.get(`${topic} ${id} ${name}`, () => this.#fetchReading(topic, id, schema, part));
  }

  /** The Connect schema's version is the registry's, as long as the schema has no connect.version. */
  async #fetchReading(topic: string, id: number, registered: RegisteredSchema, parsed: P): Promise<Reading> {
    try {
      const subject = subjectName(this.#subject, topic, this.#format.nameOf(parsed));
      const { version } = await this.#client.lookup(subject, registered);
      const schema = this.#format.toConnect(parsed, version);
      return { schema, read: this.#format.reader(parsed, schema) };
    } catch (error) {
      throw this.#readingFailure(topic, id, error);
    }
  }

  #readingFailure(topic: string, id: number, error: unknown): Error {
    const outer = `Failed to deserialize data for topic ${topic} to ${this.#format.word}: `;
    return registryFailure(outer, `Error retrieving ${this.#format.word} value schema for id ${id}`, error);
  }
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
