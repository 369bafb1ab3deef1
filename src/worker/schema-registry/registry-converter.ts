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
  /** Whether null is written as a value of the schema, and not as no value at all; refuses it where it may be neither. */
  hasFormOfNull(schema: Schema | null): boolean;
  parse(text: string, referenced: readonly ReferencedSchema[]): P;
  fromConnect(schema: Schema | null): P;
  text(parsed: P): string;
  /** The name that subjects may be named by. */
  nameOf(parsed: P): string | null;
  /**
   * What gives a whole message, the header with the schema's id included.
   * @param isStrict whether to refuse a schema of the registry that would be wrong for the values
   */
  writer(parsed: P, schema: Schema | null, isStrict: boolean): (id: number, value: unknown) => Buffer;
  /** The part of a schema that a message is of, and its name, where a schema has several. */
  partOf?(parsed: P, bytes: Buffer): { readonly name: string; readonly part: P };
  toConnect(parsed: P, version: number): Schema | null;
  /** What reads a message from `start` on. */
  reader(parsed: P, schema: Schema | null): (bytes: Buffer, start: number) => unknown;
}

interface Writing {
  readonly id: number;
  /** When it has to be made anew, as of `performance.now`. */
  readonly endsAt: number;
  readonly write: (id: number, value: unknown) => Buffer;
}

/** A schema as the registry has it. */
interface Registered<P> {
  readonly schema: RegisteredSchema;
  readonly parsed: P;
}

/** The schema of a subject that values are written under, whatever their own is. */
interface Latest<P> {
  readonly id: number;
  readonly endsAt: number;
  readonly parsed: P;
}

interface Reading {
  readonly schema: Schema | null;
  readonly read: (bytes: Buffer, start: number) => unknown;
}

const FOREVER = Number.POSITIVE_INFINITY;
/** Stands for "no schema" where schemas are keys. */
const NO_SCHEMA = {};

/** Converts with a Schema Registry, in one of its formats. */
export class RegistryConverter<P> implements Converter {
  readonly #format: RegistryFormat<P>;
  #client!: RegistryClient;
  #subject!: SubjectOf;
  #isRegistering = true;
  #isLatest = false;
  #useSchemaId = -1;
  #isStrict = { latest: true, id: true };
  #latestTtlMs = Number.POSITIVE_INFINITY;
  #ids = new Lookups<number>(1000);
  #latest = new Lookups<Latest<P>>(1000);
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
    this.#useSchemaId = config['use.schema.id'] as number;
    this.#isStrict = {
      latest: config['latest.compatibility.strict'] as boolean,
      id: config['id.compatibility.strict'] as boolean,
    };
    const ttlSec = config['latest.cache.ttl.sec'] as number;
    // What is old as soon as it is here could not be used by the record that waited for it.
    if (ttlSec >= 0) this.#latestTtlMs = Math.max(ttlSec, 1) * 1000;
    const size = config['max.schemas.per.subject'] as number;
    this.#ids = new Lookups(size);
    this.#latest = new Lookups(size);
    this.#registered = new Lookups(size);
    this.#readings = new Lookups(size);
  }

  fromConnectData(topic: string, schema: Schema | null, value: unknown): Buffer | null {
    if (value === null || value === undefined) {
      if (!this.#format.hasFormOfNull(schema)) return null;
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
    if (writing !== undefined && (writing.endsAt === FOREVER || writing.endsAt > performance.now())) return writing;
    writing = this.#newWriting(topic, schema);
    byTopic ??= new Map();
    byTopic.set(topic, writing);
    this.#writings.set(key, byTopic);
    return writing;
  }

  #newWriting(topic: string, schema: Schema | null): Writing {
    const parsed = this.#format.fromConnect(schema);
    const subject = subjectName(this.#subject, topic, this.#format.nameOf(parsed));
    if (!this.#isRegistering && this.#useSchemaId >= 0) {
      const id = this.#useSchemaId;
      const given = this.#latest.get(`${subject} ${id}`, () => this.#fetchGiven(topic, subject, id));
      return { id, endsAt: FOREVER, write: this.#format.writer(given.parsed, schema, this.#isStrict.id) };
    }
    if (!this.#isRegistering && this.#isLatest) return this.#latestWriting(topic, subject, schema);
    const write = this.#format.writer(parsed, schema, false);
    const text = this.#format.text(parsed);
    const id = this.#ids.get(`${subject} ${text}`, () => this.#fetchId(topic, subject, text));
    return { id, endsAt: FOREVER, write };
  }

  #latestWriting(topic: string, subject: string, schema: Schema | null): Writing {
    let latest = this.#latest.get(subject, () => this.#fetchLatest(topic, subject));
    if (latest.endsAt !== FOREVER && latest.endsAt <= performance.now()) {
      this.#latest.forget(subject);
      latest = this.#latest.get(subject, () => this.#fetchLatest(topic, subject));
    }
    const { id, endsAt, parsed } = latest;
    return { id, endsAt, write: this.#format.writer(parsed, schema, this.#isStrict.latest) };
  }

  #fetchId(topic: string, subject: string, text: string): Promise<number> {
    const doing = this.#isRegistering ? 'registering' : 'retrieving';
    const { type, word } = this.#format;
    return this.#fetched(topic, `Error ${doing} ${word} schema${text}`, async () => {
      if (this.#isRegistering) return this.#client.register(subject, type, text);
      return (await this.#client.lookup(subject, { type, text, references: [] })).id;
    });
  }

  #fetchLatest(topic: string, subject: string): Promise<Latest<P>> {
    const what = `Error retrieving latest version of ${this.#format.word} schema of subject ${subject}`;
    return this.#fetched(topic, what, async () => {
      const latest = await this.#client.byVersion(subject, 'latest');
      return { id: latest.id, endsAt: performance.now() + this.#latestTtlMs, parsed: await this.#parsed(latest) };
    });
  }

  #fetchGiven(topic: string, subject: string, id: number): Promise<Latest<P>> {
    return this.#fetched(topic, `Error retrieving schema ID ${id}`, async () => {
      return { id, endsAt: FOREVER, parsed: await this.#parsed(await this.#client.byId(id, subject)) };
    });
  }

  async #fetched<T>(topic: string, what: string, fetch: () => Promise<T>): Promise<T> {
    try {
      return await fetch();
    } catch (error) {
      throw registryFailure(`Failed to serialize ${this.#format.word} data from topic ${topic} :`, what, error);
    }
  }

  /** @throws DataError where the schema is of another format */
  async #parsed({ type, text, references }: RegisteredSchema): Promise<P> {
    const { type: own } = this.#format;
    if (type !== own) throw serializationError(`The schema is ${type}, and not ${own}`);
    return this.#format.parse(text, await this.#client.referenced(references));
  }

  async #fetchRegistered(topic: string, id: number): Promise<Registered<P>> {
    try {
      const hint = namesBySchema(this.#subject) ? '' : subjectName(this.#subject, topic, null);
      const schema = await this.#client.byId(id, hint);
      return { schema, parsed: await this.#parsed(schema) };
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
