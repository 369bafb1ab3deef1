import { DataError, DECIMAL, type Schema } from '../data/index.ts';
import { ENUM, isOwnParameter, type JsonSchemaNode, type JsonSchemaOptions, ONE_OF } from './json-schema-names.ts';
import { writeJsonValue } from './write-json-value.ts';

const NULL = new Map([['type', 'null']]);
const INTEGERS: readonly string[] = ['INT8', 'INT16', 'INT32', 'INT64'];
const MAX_DEPTH = 500;

/**
 * The JSON Schema under which values of a Connect schema are written (JsonSchemaData.fromConnectSchema). Defaults stand
 * in it as JSON text that is already written, as `RawJson`.
 * @throws DataError where the schema holds itself
 */
export function jsonSchemaFromConnect(schema: Schema, options: JsonSchemaOptions): JsonSchemaNode {
  return nodeOf(schema, null, options, 0);
}

/** A value that is JSON text. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** @param index place of the field in its struct, which objects in JSON do not keep; null: no field */
function nodeOf(schema: Schema, index: number | null, options: JsonSchemaOptions, depth: number): JsonSchemaNode {
  if (depth > MAX_DEPTH) throw new DataError(`Schema nested deeper than ${MAX_DEPTH}`);
  const members =
    schema.type === 'STRUCT' && schema.name === ONE_OF
      ? (schema.fields ?? []).map((field) => plainNode(field.schema, field.index, options, depth))
      : [plainNode(schema, null, options, depth)];
  const isUnion = schema.name === ONE_OF && schema.type === 'STRUCT';
  const node: Map<string, unknown> =
    schema.optional || isUnion
      ? new Map([['oneOf', schema.optional ? [NULL, ...members] : members]])
      : new Map(members[0]);
  if (index !== null) node.set('connect.index', BigInt(index));
  return node;
}

/** Without the null of an optional schema. */
function plainNode(schema: Schema, index: number | null, options: JsonSchemaOptions, depth: number): JsonSchemaNode {
  const node = new Map<string, unknown>(typeEntries(schema, options));
  if (schema.name !== undefined) node.set('title', schema.name);
  if (schema.doc !== undefined) node.set('description', schema.doc);
  if (schema.defaultValue !== undefined) {
    node.set('default', new RawJson(writeJsonValue(schema, schema.defaultValue, options) ?? 'null'));
  }
  addInsides(node, schema, options, depth);
  if (index !== null) node.set('connect.index', BigInt(index));
  if (schema.version !== undefined) node.set('connect.version', BigInt(schema.version));
  const parameters = [...(schema.parameters ?? [])].filter(([key]) => !isOwnParameter(key));
  if (parameters.length > 0) node.set('connect.parameters', new Map(parameters));
  const connectType = connectTypeOf(schema);
  if (connectType !== null) node.set('connect.type', connectType);
  return node;
}

function typeEntries(schema: Schema, { decimalFormat }: JsonSchemaOptions): readonly (readonly [string, unknown])[] {
  if (INTEGERS.includes(schema.type)) return [['type', 'integer']];
  switch (schema.type) {
    case 'BOOLEAN':
      return [['type', 'boolean']];
    case 'STRING': {
      if (!schema.parameters?.has(ENUM)) return [['type', 'string']];
      const symbols = [...schema.parameters].filter(([key]) => key.startsWith(`${ENUM}.`)).map(([, value]) => value);
      return [['enum', symbols]];
    }
    case 'BYTES':
      return [['type', schema.name === DECIMAL && decimalFormat === 'NUMERIC' ? 'number' : 'string']];
    case 'ARRAY':
      return [['type', 'array']];
    case 'MAP':
      return [['type', isTextKeyed(schema) ? 'object' : 'array']];
    case 'STRUCT':
      return [['type', 'object']];
    default:
      return [['type', 'number']];
  }
}

function addInsides(node: Map<string, unknown>, schema: Schema, options: JsonSchemaOptions, depth: number): void {
  const part = (inner: Schema | undefined, index: number | null) => nodeOf(partOf(inner), index, options, depth + 1);
  if (schema.type === 'ARRAY') node.set('items', part(schema.valueSchema, null));
  if (schema.type === 'MAP' && isTextKeyed(schema)) node.set('additionalProperties', part(schema.valueSchema, null));
  if (schema.type === 'MAP' && !isTextKeyed(schema)) {
    const properties = new Map([
      ['key', part(schema.keySchema, 0)],
      ['value', part(schema.valueSchema, 1)],
    ]);
    node.set(
      'items',
      new Map<string, unknown>([
        ['type', 'object'],
        ['properties', properties],
      ]),
    );
  }
  if (schema.type !== 'STRUCT') return;
  const fields = schema.fields ?? [];
  node.set('properties', new Map(fields.map((field) => [field.name, part(field.schema, field.index)])));
  if (!options.additionalProperties) node.set('additionalProperties', false);
}

function connectTypeOf({ type }: Schema): string | null {
  if (type.startsWith('INT') || type.startsWith('FLOAT') || type === 'BYTES' || type === 'MAP')
    return type.toLowerCase();
  return null;
}

/** Maps with text for keys are objects; others are lists of entries. */
export function isTextKeyed({ keySchema }: Schema): boolean {
  return keySchema?.type === 'STRING' && !keySchema.optional;
}

function partOf(schema: Schema | undefined): Schema {
  if (schema === undefined) throw new DataError('A map or an array without a schema of its items');
  return schema;
}
