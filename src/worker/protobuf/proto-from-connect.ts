import { DATE, DataError, DECIMAL, javaEntries, type Schema, TIME, TIMESTAMP } from '../data/index.ts';
import { WRAPPERS_FILE } from './known-protos.ts';
import { toMapEntry } from './map-entry.ts';
import { NamesOfSchemas } from './names-of-schemas.ts';
import {
  type FieldDeclaration,
  isScalar,
  type MessageDeclaration,
  type OneofDeclaration,
  type ProtoFile,
  type TypeDeclaration,
} from './proto-file.ts';
import {
  CONNECT_TYPE,
  DATE_MESSAGE,
  DECIMAL_MESSAGE,
  DECIMAL_PRECISION,
  ENUM,
  type ProtobufOptions,
  TAG,
  TIME_MESSAGE,
  TIMESTAMP_MESSAGE,
  TYPE,
  UNION_PREFIX,
} from './protobuf-names.ts';
import { isUnion, wrapperOf } from './wrapper-types.ts';

const MAX_DEPTH = 100;
const LOGICAL: Readonly<Record<string, readonly [message: string, file: string]>> = {
  [DECIMAL]: [DECIMAL_MESSAGE, 'confluent/type/decimal.proto'],
  [DATE]: [DATE_MESSAGE, 'google/type/date.proto'],
  [TIME]: [TIME_MESSAGE, 'google/type/timeofday.proto'],
  [TIMESTAMP]: [TIMESTAMP_MESSAGE, 'google/protobuf/timestamp.proto'],
};

interface OpenMessage {
  readonly name: string;
  readonly fields: FieldDeclaration[];
  readonly oneofs: OneofDeclaration[];
  readonly nested: TypeDeclaration[];
}

/**
 * The .proto file of one message, under which structs of a schema are written (ProtobufData.fromConnectSchema).
 * @throws DataError where Protobuf has no such type, or no such name
 */
export function protoFromConnect(schema: Schema, options: ProtobufOptions): ProtoFile {
  return new ProtoBuilder(options).file(schema);
}

class ProtoBuilder {
  readonly #options: ProtobufOptions;
  readonly #names: NamesOfSchemas;
  readonly #imports = new Set<string>();
  #depth = 0;

  constructor(options: ProtobufOptions) {
    this.#options = options;
    this.#names = new NamesOfSchemas(options.scrubNames);
  }

  file(schema: Schema): ProtoFile {
    const [packageName, name] = this.#names.split(schema.name);
    const root = this.#message(name, schema);
    return { syntax: 'proto3', packageName, imports: [...this.#imports], types: [root] };
  }

  #message(name: string, schema: Schema): MessageDeclaration {
    if (++this.#depth > MAX_DEPTH)
      throw new DataError(`A schema nested deeper than ${MAX_DEPTH} has no Protobuf message`);
    const message: OpenMessage = { name: this.#names.checked(name), fields: [], oneofs: [], nested: [] };
    let next = 1;
    for (const field of schema.fields ?? []) {
      const number = tagOf(field.schema) ?? next++;
      if (isUnion(field.schema)) message.oneofs.push(this.#oneof(message, field.schema));
      else message.fields.push(this.#field(message, field.schema, this.#names.field(field.name), number, false));
    }
    this.#depth--;
    checkFields(message);
    return { kind: 'message', ...message };
  }

  /** Members have their numbers from the schema that the union was read from: Connect has none to give them. */
  #oneof(message: OpenMessage, union: Schema): OneofDeclaration {
    const fields = (union.fields ?? []).map(({ name, schema }) =>
      this.#field(message, schema, this.#names.field(name), tagOf(schema) ?? 0, true),
    );
    return { name: this.#names.unqualified((union.name ?? '').slice(UNION_PREFIX.length)), fields };
  }

  #field(message: OpenMessage, schema: Schema, name: string, number: number, isMember: boolean): FieldDeclaration {
    const label = this.#labelOf(schema);
    const item = schema.type === 'ARRAY' ? partOf(schema.valueSchema) : schema;
    const params = new Map<string, string>();
    const type = this.#typeOf(item, name, params, isMember);
    this.#declare(message, item, type);
    return { name: this.#names.checked(name), number, type, ...(label && { label }), params };
  }

  #labelOf(schema: Schema): FieldDeclaration['label'] {
    if (schema.type === 'ARRAY' || schema.type === 'MAP') return 'repeated';
    return this.#options.optionalForNullables && schema.optional ? 'optional' : undefined;
  }

  #typeOf(schema: Schema, fieldName: string, params: Map<string, string>, isMember: boolean): string {
    const logical = schema.name === undefined ? undefined : LOGICAL[schema.name];
    if (logical !== undefined) {
      if (schema.name === DECIMAL) addDecimalParams(schema, params);
      this.#imports.add(logical[1]);
      return logical[0];
    }
    const enumName = schema.type === 'INT32' || schema.type === 'STRING' ? schema.parameters?.get(ENUM) : undefined;
    if (enumName !== undefined) return enumName;
    if (schema.type === 'INT8' || schema.type === 'INT16') params.set(CONNECT_TYPE, schema.type.toLowerCase());
    const wrapper = wrapperOf(schema, isMember, this.#options);
    if (wrapper !== null) {
      this.#imports.add(WRAPPERS_FILE);
      return wrapper;
    }
    return this.#plainType(schema, fieldName);
  }

  #plainType(schema: Schema, fieldName: string): string {
    switch (schema.type) {
      case 'INT8':
      case 'INT16':
        return 'int32';
      case 'INT32':
        return integerType(schema, 'int32');
      case 'INT64':
        return integerType(schema, 'int64');
      case 'FLOAT32':
        return 'float';
      case 'FLOAT64':
        return 'double';
      case 'BOOLEAN':
        return 'bool';
      case 'STRING':
        return 'string';
      case 'BYTES':
        return 'bytes';
      case 'ARRAY':
        throw new DataError('Array cannot be nested', { javaClass: 'java.lang.IllegalArgumentException' });
      case 'MAP':
        return toMapEntry(this.#names.unqualified(schema.name));
      case 'STRUCT': {
        const name = this.#names.unqualified(schema.name);
        // A message and a field of it cannot have the same name.
        return name === fieldName ? `${name}Message` : name;
      }
      default:
        return schema.type satisfies never;
    }
  }

  /** Puts a message or an enum beside the field that is of it; a message of the name of the one around it is that one. */
  #declare(message: OpenMessage, schema: Schema, type: string): void {
    const isKnown = message.nested.some(({ name }) => name === type);
    if (schema.type === 'MAP') message.nested.push(this.#mapEntry(type, schema));
    else if (schema.type === 'STRUCT') {
      if (isUnion(schema)) throw new DataError('A union has no form in Protobuf but as a field of a struct');
      if (type !== message.name && !isKnown) message.nested.push(this.#message(type, schema));
    } else if (schema.parameters?.has(ENUM)) {
      const name = this.#names.checked(this.#names.unqualified(schema.name));
      if (!message.nested.some((other) => other.name === name)) message.nested.push(enumOf(name, schema));
    }
  }

  #mapEntry(name: string, schema: Schema): MessageDeclaration {
    const entry: OpenMessage = { name: this.#names.checked(name), fields: [], oneofs: [], nested: [] };
    entry.fields.push(this.#field(entry, partOf(schema.keySchema), 'key', 1, false));
    entry.fields.push(this.#field(entry, partOf(schema.valueSchema), 'value', 2, false));
    return { kind: 'message', ...entry };
  }
}

function enumOf(name: string, schema: Schema): TypeDeclaration {
  const prefix = `${ENUM}.`;
  const values = [...(schema.parameters ?? [])]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, number]) => ({ name: key.slice(prefix.length), number: integerOf(number) }));
  if (values.length === 0) throw invalid(`the enum ${name} has no values`);
  return { kind: 'enum', name, values };
}

function integerType(schema: Schema, usual: string): string {
  const type = schema.parameters?.get(TYPE) ?? usual;
  if (!isScalar(type)) throw invalid(`${type} is no type of integers`);
  return type;
}

/** As a HashMap of Java orders them. */
function addDecimalParams(schema: Schema, params: Map<string, string>): void {
  const precision = schema.parameters?.get(DECIMAL_PRECISION);
  const scale = schema.parameters?.get('scale');
  const given = new Map(Object.entries({ ...(precision && { precision }), ...(scale && { scale }) }));
  for (const [key, value] of javaEntries(given)) params.set(String(key), String(value));
}

function tagOf(schema: Schema): number | undefined {
  const tag = schema.parameters?.get(TAG);
  return tag === undefined ? undefined : integerOf(tag);
}

function integerOf(text: string): number {
  if (!/^[+-]?\d{1,10}$/.test(text)) throw invalid(`${text} is no number`);
  return Number(text);
}

function checkFields({ name, fields, oneofs }: OpenMessage): void {
  const all = [...fields, ...oneofs.flatMap((oneof) => oneof.fields)];
  const numbers = new Set<number>();
  const names = new Set<string>();
  for (const field of all) {
    if (field.number <= 0) throw invalid(`the field ${field.name} of ${name} has no number, or none above 0`);
    if (numbers.has(field.number)) throw invalid(`${name} has two fields of the number ${field.number}`);
    if (names.has(field.name)) throw invalid(`${name} has two fields of the name ${field.name}`);
    numbers.add(field.number);
    names.add(field.name);
  }
}

function partOf(schema: Schema | undefined): Schema {
  if (schema === undefined) throw new DataError('A map or an array without a schema of its items');
  return schema;
}

function invalid(what: string): DataError {
  return new DataError(`Invalid protobuf schema definition: ${what}`, {
    javaClass: 'java.lang.IllegalArgumentException',
  });
}
