import { JsonReader } from '../converters/json-reader.ts';
import { DataError } from '../data/index.ts';
import {
  type AvroField,
  type AvroNamed,
  type AvroPrimitiveType,
  type AvroProps,
  type AvroSchema,
  fullName,
  splitName,
} from './avro-schema.ts';

const PRIMITIVES: readonly string[] = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const NAMED: readonly string[] = ['record', 'error', 'enum', 'fixed'];
/** Deeper than any schema that a person or a generator writes. */
const MAX_DEPTH = 500;

/**
 * The schema of a JSON text.
 * @param referenced texts of the schemas that it refers to by name, what they refer to first
 * @throws DataError where the text is no Avro schema; JsonSyntaxError where it is no JSON
 */
export function parseAvroSchema(text: string, referenced: readonly string[] = []): AvroSchema {
  const names = new Map<string, AvroNamed>();
  for (const other of referenced) new SchemaParser(names).parse(readJson(other), '', 0);
  return new SchemaParser(names).parse(readJson(text), '', 0);
}

function readJson(text: string): unknown {
  return new JsonReader(text, Number).readDocument();
}

class SchemaParser {
  readonly #names: Map<string, AvroNamed>;

  constructor(names: Map<string, AvroNamed>) {
    this.#names = names;
  }

  parse(node: unknown, space: string, depth: number): AvroSchema {
    if (depth > MAX_DEPTH) throw new DataError(`Avro schema nested deeper than ${MAX_DEPTH}`);
    if (typeof node === 'string') return this.#byName(node, space);
    if (Array.isArray(node)) {
      return { type: 'union', branches: node.map((branch) => this.parse(branch, space, depth + 1)) };
    }
    if (!(node instanceof Map)) throw new DataError('No type in Avro schema');
    const type: unknown = node.get('type');
    if (typeof type !== 'string') {
      if (type === undefined) throw new DataError('No type in Avro schema');
      return this.parse(type, space, depth + 1);
    }
    if (PRIMITIVES.includes(type)) return { type: type as AvroPrimitiveType, props: propsOf(node, ['type']) };
    if (type === 'array') {
      const items = this.parse(node.get('items'), space, depth + 1);
      return { type, items, props: propsOf(node, ['type', 'items']) };
    }
    if (type === 'map') {
      const values = this.parse(node.get('values'), space, depth + 1);
      return { type, values, props: propsOf(node, ['type', 'values']) };
    }
    return NAMED.includes(type) ? this.#named(type, node, space, depth) : this.#byName(type, space);
  }

  #byName(name: string, space: string): AvroSchema {
    if (PRIMITIVES.includes(name)) return { type: name as AvroPrimitiveType, props: new Map() };
    const known =
      this.#names.get(name.includes('.') || space === '' ? name : `${space}.${name}`) ?? this.#names.get(name);
    if (known === undefined) throw new DataError(`Undefined name in Avro schema: ${name}`);
    return known;
  }

  #named(type: string, node: ReadonlyMap<string, unknown>, space: string, depth: number): AvroSchema {
    const given = textOf(node, 'name');
    const [ownSpace, name] = splitName(given);
    const namespace = given.includes('.') ? ownSpace : ((node.get('namespace') as string | undefined) ?? space);
    const doc = node.get('doc');
    const named = { name, namespace, ...(typeof doc === 'string' ? { doc } : {}) };
    if (type === 'enum') return this.#enum(node, named);
    if (type === 'fixed') {
      const size = node.get('size');
      if (typeof size !== 'bigint' || size < 0n) throw new DataError(`Invalid or no size in Avro schema: ${given}`);
      return this.#define({
        type,
        ...named,
        sizeBytes: Number(size),
        props: propsOf(node, ['type', 'name', 'namespace', 'doc', 'aliases', 'size']),
      });
    }
    const fields: AvroField[] = [];
    const props = propsOf(node, ['type', 'name', 'namespace', 'doc', 'aliases', 'fields']);
    const record = this.#define({ type: 'record', ...named, fields, props });
    const nodes = node.get('fields');
    if (!Array.isArray(nodes)) throw new DataError(`Record has no fields in Avro schema: ${given}`);
    for (const field of nodes) fields.push(this.#field(field, namespace, depth));
    return record;
  }

  #enum(node: ReadonlyMap<string, unknown>, named: Pick<AvroNamed, 'name' | 'namespace' | 'doc'>): AvroSchema {
    const symbols: unknown = node.get('symbols');
    if (!Array.isArray(symbols) || symbols.some((symbol) => typeof symbol !== 'string')) {
      throw new DataError(`Enum has no symbols in Avro schema: ${named.name}`);
    }
    const defaultSymbol = node.get('default');
    return this.#define({
      type: 'enum',
      ...named,
      symbols: symbols as readonly string[],
      ...(typeof defaultSymbol === 'string' ? { defaultSymbol } : {}),
      props: propsOf(node, ['type', 'name', 'namespace', 'doc', 'aliases', 'symbols', 'default']),
    });
  }

  #field(node: unknown, space: string, depth: number): AvroField {
    if (!(node instanceof Map)) throw new DataError('A field of an Avro record is no object');
    const doc: unknown = node.get('doc');
    return {
      name: textOf(node, 'name'),
      schema: this.parse(node.get('type'), space, depth + 1),
      ...(typeof doc === 'string' ? { doc } : {}),
      ...(node.has('default') ? { defaultValue: node.get('default') as unknown } : {}),
    };
  }

  #define<T extends AvroNamed>(schema: T): T {
    const name = fullName(schema);
    if (this.#names.has(name)) throw new DataError(`Can't redefine: ${name}`);
    this.#names.set(name, schema);
    return schema;
  }
}

function textOf(node: ReadonlyMap<string, unknown>, key: string): string {
  const value = node.get(key);
  if (typeof value !== 'string' || value === '') throw new DataError(`No ${key} in Avro schema`);
  return value;
}

function propsOf(node: ReadonlyMap<string, unknown>, reserved: readonly string[]): AvroProps {
  return new Map([...node].filter(([key]) => !reserved.includes(key)));
}
