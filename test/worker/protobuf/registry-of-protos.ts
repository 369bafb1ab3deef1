import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Schema, SchemaAndValue } from '../../../src/worker/data/index.ts';
import { protobufConverter } from '../../../src/worker/protobuf/index.ts';
import { configured, read, write } from '../schema-registry/converting.ts';
import { RegistryStandIn } from '../schema-registry/registry-stand-in.ts';

type Config = Readonly<Record<string, string>>;

/** A registry for the tests of a file, with a topic of its own for each of them. */
export class RegistryOfProtos {
  #registry!: RegistryStandIn;
  #topic = 0;

  constructor() {
    beforeAll(async () => {
      this.#registry = await new RegistryStandIn().start();
    });
    beforeEach(() => {
      this.#registry.requests.length = 0;
      this.#topic++;
    });
    afterAll(() => this.#registry.close());
  }

  get requests(): readonly string[] {
    return this.#registry.requests;
  }

  get topic(): string {
    return `t${this.#topic}`;
  }

  /** The .proto text that the test's values are registered under. */
  get text(): string | undefined {
    return this.#registry.latest(`${this.topic}-value`);
  }

  converter(config: Config = {}) {
    return configured(protobufConverter, { 'schema.registry.url': this.#registry.url, ...config });
  }

  add(text: string, subject = `${this.topic}-value`, references?: readonly unknown[]): number {
    return this.#registry.add(subject, text, { schemaType: 'PROTOBUF', ...(references && { references }) });
  }

  /** A message, in hex after the schema's id, under a schema that somebody else registered. */
  readUnder(text: string, hex: string, config: Config = {}, references?: readonly unknown[]): Promise<SchemaAndValue> {
    const header = Buffer.alloc(5);
    header.writeUInt32BE(this.add(text, `${this.topic}-value`, references), 1);
    return read(this.converter(config), Buffer.concat([header, Buffer.from(hex, 'hex')]), this.topic);
  }

  /** What comes after the schema's id, in hex. */
  async written(schema: Schema | null, value: unknown, config: Config = {}): Promise<string | undefined> {
    return (await write(this.converter(config), schema, value, this.topic))?.subarray(5).toString('hex');
  }

  /** Writes and reads again. */
  async there(schema: Schema, value: unknown, config: Config = {}): Promise<SchemaAndValue> {
    return read(this.converter(config), await write(this.converter(config), schema, value, this.topic), this.topic);
  }
}
