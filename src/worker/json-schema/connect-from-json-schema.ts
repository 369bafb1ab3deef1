import { DataError, type Field, type Schema, type SchemaType, schemas } from '../data/index.ts';
import type { JsonSchemaDocuments } from './json-schema-documents.ts';
import { ENUM, type JsonSchemaNode, type JsonSchemaOptions, ONE_OF } from './json-schema-names.ts';
import { readJsonValue } from './read-json-value.ts';

const MAX_DEPTH = 200;
/** Of one schema, references followed: they can make a small text a huge schema. */
const MAX_SCHEMAS = 200_000;
const CONNECT_TYPES: readonly SchemaType[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64', 'BYTES'];
const UNION_WORDS = ['oneOf', 'anyOf'] as const;

type Draft = { -readonly [K in keyof Schema]: Schema[K] };

interface Place {
  readonly optional: boolean;
  readonly version?: number | undefined;
  readonly depth: number;
}

/**
 * The Connect schema of values that were written under a JSON Schema (JsonSchemaData.toConnectSchema).
 * @param version what the registry calls this version of the subject; a `connect.version` comes before it
 * @throws DataError where Connect has no such type
 */
export function connectFromJsonSchema(
  documents: JsonSchemaDocuments,
  options: JsonSchemaOptions,
  version?: number,
): Schema {
  return new ConnectBuilder(documents, options).schemaOf(documents.root, { optional: false, version, depth: 0 });
}

class ConnectBuilder {
  readonly #documents: JsonSchemaDocuments;
  readonly #options: JsonSchemaOptions;
  #made = 0;

  constructor(documents: JsonSchemaDocuments, options: JsonSchemaOptions) {
    this.#documents = documents;
    this.#options = options;
  }

  schemaOf(given: unknown, place: Place): Schema {
    if (place.depth > MAX_DEPTH)
      throw new DataError('Schemas that hold themselves are not supported by this converter');
    if (++this.#made > MAX_SCHEMAS) throw new DataError(`A JSON Schema of more than ${MAX_SCHEMAS} schemas`);
    const node = this.#documents.resolve(given);
    if (node !== given) return this.schemaOf(node, { ...place, depth: place.depth + 1 });
    const members = this.#members(node);
    return members === null ? this.#plain(node, place) : this.#union(node, members, place);
  }

  /** Members of a union, a list of types included; null: no union. */
  #members(node: JsonSchemaNode): readonly unknown[] | null {
    for (const word of UNION_WORDS) {
      const members = node.get(word);
      if (Array.isArray(members)) return members;
    }
    const types = node.get('type');
    return Array.isArray(types) ? types.map((type) => new Map([...node, ['type', type]])) : null;
  }

  #union(node: JsonSchemaNode, members: readonly unknown[], place: Place): Schema {
    const isNull = (member: unknown) => this.#documents.resolve(member).get('type') === 'null';
    const others = members.filter((member) => !isNull(member));
    const isOptional = place.optional || others.length < members.length;
    const depth = place.depth + 1;
    if (others.length === 1 && members.length === 2)
      return this.schemaOf(others[0], { ...place, optional: true, depth });
    const fields = others.map((member, index): Field => {
      return { name: `${ONE_OF}.field.${index}`, index, schema: this.schemaOf(member, { optional: true, depth }) };
    });
    const draft: Draft = { type: 'STRUCT', optional: isOptional, name: ONE_OF, fields };
    addVersion(draft, node, place);
    return draft;
  }

  #plain(node: JsonSchemaNode, place: Place): Schema {
    const parameters = new Map<string, string>();
    const draft: Draft = { ...this.#typed(node, parameters, place.depth + 1), optional: place.optional };
    const title = node.get('title');
    if (typeof title === 'string') draft.name = title;
    addVersion(draft, node, place);
    const doc = node.get('description');
    if (typeof doc === 'string') draft.doc = doc;
    const kept = node.get('connect.parameters');
    if (kept instanceof Map) for (const [key, value] of kept) parameters.set(String(key), String(value));
    if (parameters.size > 0) draft.parameters = parameters;
    const json = node.get('default');
    if (json !== undefined && json !== null) draft.defaultValue = readJsonValue(draft, json);
    return draft;
  }

  #typed(
    node: JsonSchemaNode,
    parameters: Map<string, string>,
    depth: number,
  ): Pick<Schema, 'type' | 'fields' | 'keySchema' | 'valueSchema'> {
    const connectType = String(node.get('connect.type') ?? '').toUpperCase() as SchemaType;
    const symbols = node.get('enum');
    if (Array.isArray(symbols)) {
      parameters.set(ENUM, '');
      for (const symbol of symbols) parameters.set(`${ENUM}.${String(symbol)}`, String(symbol));
      return { type: 'STRING' };
    }
    const type = node.get('type') ?? (node.has('properties') ? 'object' : node.has('items') ? 'array' : undefined);
    switch (type) {
      case 'boolean':
        return { type: 'BOOLEAN' };
      case 'integer':
        return { type: CONNECT_TYPES.includes(connectType) ? connectType : 'INT64' };
      case 'number':
        return { type: CONNECT_TYPES.includes(connectType) ? connectType : 'FLOAT64' };
      case 'string':
        return { type: connectType === 'BYTES' ? 'BYTES' : 'STRING' };
      case 'array':
        return this.#list(node, connectType === 'MAP', depth);
      case 'object':
        if (connectType !== 'MAP') return { type: 'STRUCT', fields: this.#fields(node, depth) };
        return {
          type: 'MAP',
          keySchema: schemas.string,
          valueSchema: this.schemaOf(node.get('additionalProperties'), { optional: false, depth }),
        };
      default:
        throw new DataError(`Unsupported schema type ${String(type ?? 'of a JSON Schema without a type')}`);
    }
  }

  #list(node: JsonSchemaNode, isMap: boolean, depth: number): Pick<Schema, 'type' | 'keySchema' | 'valueSchema'> {
    const items = node.get('items');
    if (items === undefined) throw new DataError('Array schema did not specify the items type');
    const place = { optional: false, depth };
    if (!isMap) return { type: 'ARRAY', valueSchema: this.schemaOf(items, place) };
    const entry = this.#documents.resolve(items).get('properties');
    if (!(entry instanceof Map)) throw new DataError('A map encoded as an array has no schema of its entries');
    return {
      type: 'MAP',
      keySchema: this.schemaOf(entry.get('key'), place),
      valueSchema: this.schemaOf(entry.get('value'), place),
    };
  }

  /** By `connect.index` where there is one, else as they stand. */
  #fields(node: JsonSchemaNode, depth: number): readonly Field[] {
    const properties = node.get('properties');
    const required = node.get('required');
    const entries = properties instanceof Map ? [...(properties as ReadonlyMap<string, unknown>)] : [];
    const placed = entries.map(([name, given], i) => {
      const index = given instanceof Map ? (given.get('connect.index') as unknown) : undefined;
      return { name, given, at: typeof index === 'bigint' ? Number(index) : i };
    });
    return placed
      .sort((a, b) => a.at - b.at)
      .map(({ name, given }, index) => {
        const isRequired = Array.isArray(required) && required.includes(name);
        const optional = this.#options.optionalForNonRequired && !isRequired;
        return { name, index, schema: this.schemaOf(given, { optional, depth }) };
      });
  }
}

function addVersion(draft: Draft, node: JsonSchemaNode, { version }: Place): void {
  const own = node.get('connect.version');
  if (typeof own === 'bigint') draft.version = Number(own);
  else if (version !== undefined) draft.version = version;
}
