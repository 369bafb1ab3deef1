import { doubleJson, quoteJson } from '../converters/json-text.ts';
import { type AvroField, type AvroNamed, type AvroSchema, fullName, isNamed } from './avro-schema.ts';

/**
 * A schema as Java's Avro prints it: plain types as words, a named type once and by its name after that, a namespace
 * where it changes, properties last (org.apache.avro.Schema.toString). The registry knows a schema by this text.
 */
export function avroSchemaText(schema: AvroSchema): string {
  return new SchemaPrinter().print(schema, '');
}

class SchemaPrinter {
  readonly #known = new Map<string, AvroNamed>();

  print(schema: AvroSchema, space: string): string {
    if (schema.type === 'union') return `[${schema.branches.map((branch) => this.print(branch, space)).join(',')}]`;
    if (isNamed(schema)) return this.#named(schema, space);
    const parts = [`"type":${quoteJson(schema.type)}`];
    if (schema.type === 'array') parts.push(`"items":${this.print(schema.items, space)}`);
    else if (schema.type === 'map') parts.push(`"values":${this.print(schema.values, space)}`);
    else if (schema.props.size === 0) return quoteJson(schema.type);
    return `{${[...parts, ...propTexts(schema.props)].join(',')}}`;
  }

  #named(schema: AvroNamed, space: string): string {
    const full = fullName(schema);
    if (this.#known.get(full) === schema) return quoteJson(schema.namespace === space ? schema.name : full);
    this.#known.set(full, schema);
    const parts = [`"type":${quoteJson(schema.type)}`, `"name":${quoteJson(schema.name)}`];
    if (schema.namespace !== space) parts.push(`"namespace":${quoteJson(schema.namespace)}`);
    if (schema.doc !== undefined) parts.push(`"doc":${quoteJson(schema.doc)}`);
    parts.push(...this.#insides(schema), ...propTexts(schema.props));
    return `{${parts.join(',')}}`;
  }

  #insides(schema: AvroNamed): readonly string[] {
    if (schema.type === 'fixed') return [`"size":${schema.sizeBytes}`];
    if (schema.type === 'record') {
      return [`"fields":[${schema.fields.map((field) => this.#field(field, schema.namespace)).join(',')}]`];
    }
    const symbols = `"symbols":[${schema.symbols.map(quoteJson).join(',')}]`;
    return schema.defaultSymbol === undefined ? [symbols] : [symbols, `"default":${quoteJson(schema.defaultSymbol)}`];
  }

  #field({ name, schema, doc, defaultValue }: AvroField, space: string): string {
    const parts = [`"name":${quoteJson(name)}`, `"type":${this.print(schema, space)}`];
    if (doc !== undefined) parts.push(`"doc":${quoteJson(doc)}`);
    if (defaultValue !== undefined) parts.push(`"default":${jsonOf(defaultValue)}`);
    return `{${parts.join(',')}}`;
  }
}

function propTexts(props: ReadonlyMap<string, unknown>): readonly string[] {
  return [...props].map(([key, value]) => `${quoteJson(key)}:${jsonOf(value)}`);
}

/** JSON of what `JsonReader` reads: a number is a fraction, a bigint an integer. */
function jsonOf(node: unknown): string {
  if (node === null || typeof node === 'boolean') return String(node);
  if (typeof node === 'string') return quoteJson(node);
  if (typeof node === 'bigint') return node.toString();
  if (typeof node === 'number') return doubleJson(node);
  if (Array.isArray(node)) return `[${node.map(jsonOf).join(',')}]`;
  const entries = [...(node as ReadonlyMap<string, unknown>)];
  return `{${entries.map(([key, value]) => `${quoteJson(key)}:${jsonOf(value)}`).join(',')}}`;
}
