import {
  dateSchema,
  decimalSchema,
  type Field,
  type Schema,
  type SchemaProperties,
  type SchemaType,
  timeSchema,
  timestampSchema,
} from '../data/index.ts';
import { mapEntryOf, toMapField } from './map-entry.ts';
import type { EnumType, MessageType, ProtoField, ProtoOneof } from './proto-types.ts';
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
  WRAPPER,
} from './protobuf-names.ts';
import { wrappedType } from './wrapper-types.ts';

type Draft = { -readonly [K in keyof Schema]: Schema[K] };

const LOGICAL: Readonly<Record<string, (properties: SchemaProperties) => Schema>> = {
  [DATE_MESSAGE]: dateSchema,
  [TIME_MESSAGE]: timeSchema,
  [TIMESTAMP_MESSAGE]: timestampSchema,
};

/** How the field of a oneof is called in Connect: by the oneof's place too, unless generate.index.for.unions=false. */
export function unionName({ name, index }: ProtoOneof, { indexForUnions }: ProtobufOptions): string {
  return indexForUnions ? `${name}_${index}` : name;
}

/**
 * The Connect schema of values that were written under a message (ProtobufData.toConnectSchema).
 * @param version what the registry calls this version of the subject
 * @throws DataError where a type is missing
 */
export function connectFromProto(message: MessageType, options: ProtobufOptions, version: number): Schema {
  return new ConnectBuilder(options).messageSchema(message, version);
}

class ConnectBuilder {
  readonly #options: ProtobufOptions;
  /** A message that comes again has the same fields: it may be one of them. */
  readonly #known = new Map<MessageType, Draft>();

  constructor(options: ProtobufOptions) {
    this.#options = options;
  }

  messageSchema(message: MessageType, version?: number): Draft {
    const versioned = version === undefined ? {} : { version };
    const plain = this.#options.wrapperForRawPrimitives ? wrappedType(message) : null;
    if (plain !== null) return { type: plain, optional: false, ...versioned };
    const known = this.#known.get(message);
    if (known !== undefined) {
      // As Confluent's converter has it, a message that holds itself may be null wherever it stands.
      known.optional = true;
      return { ...known };
    }
    const fields: Field[] = [];
    const draft: Draft = { type: 'STRUCT', optional: false, name: this.#nameOf(message), ...versioned, fields };
    this.#known.set(message, draft);
    const add = (name: string, schema: Schema) => fields.push({ name, index: fields.length, schema });
    for (const oneof of message.oneofs) {
      if (!this.#options.flattenUnions) add(unionName(oneof, this.#options), this.#union(oneof));
      else for (const member of oneof.fields) add(member.name, this.#fieldSchema(member));
    }
    for (const field of message.fields) if (field.oneof === null) add(field.name, this.#fieldSchema(field));
    return draft;
  }

  #union(oneof: ProtoOneof): Schema {
    const fields = oneof.fields.map((member, index) => ({
      name: member.name,
      index,
      schema: this.#fieldSchema(member),
    }));
    return { type: 'STRUCT', optional: true, name: UNION_PREFIX + this.#nameOf(oneof), fields };
  }

  #fieldSchema(field: ProtoField): Schema {
    let draft = this.#typed(field);
    if (field.isRepeated && draft.type !== 'MAP') {
      draft = { type: 'ARRAY', optional: true, valueSchema: { ...draft, optional: true } };
    }
    const parameters = new Map(draft.parameters);
    if (this.#isOptional(field)) draft.optional = true;
    if (field.oneof !== null && this.#options.wrapperForNullables && isWrapper(field)) parameters.set(WRAPPER, 'true');
    draft.parameters = parameters.set(TAG, String(field.number));
    return draft;
  }

  #isOptional(field: ProtoField): boolean {
    if (field.oneof !== null) return true;
    const { optionalForNullables, wrapperForNullables } = this.#options;
    return optionalForNullables ? field.isOptional : !wrapperForNullables;
  }

  #typed(field: ProtoField): Draft {
    const { type } = field;
    if (typeof type !== 'string') return type.kind === 'enum' ? this.#enum(type) : this.#message(field, type);
    switch (type) {
      case 'int32':
      case 'sint32':
      case 'sfixed32':
        return smallInteger(field) ?? integer('INT32', type, 'int32');
      case 'uint32':
      case 'fixed32':
      case 'int64':
      case 'uint64':
      case 'sint64':
      case 'fixed64':
      case 'sfixed64':
        return integer('INT64', type, 'int64');
      case 'float':
        return { type: 'FLOAT32', optional: false };
      case 'double':
        return { type: 'FLOAT64', optional: false };
      case 'bool':
        return { type: 'BOOLEAN', optional: false };
      case 'string':
        return { type: 'STRING', optional: false };
      case 'bytes':
        return { type: 'BYTES', optional: false };
      default:
        return type satisfies never;
    }
  }

  #enum(type: EnumType): Draft {
    const values = type.values.map(({ name, number }): [string, string] => [`${ENUM}.${name}`, String(number)]);
    return {
      type: this.#options.intForEnums ? 'INT32' : 'STRING',
      optional: true,
      name: this.#nameOf(type),
      parameters: new Map([[ENUM, type.name], ...values]),
    };
  }

  #message(field: ProtoField, message: MessageType): Draft {
    if (message.fullName === DECIMAL_MESSAGE) return decimal(field);
    const logical = LOGICAL[message.fullName];
    if (logical !== undefined) return { ...logical({ optional: true }) };
    const plain = this.#options.wrapperForNullables ? wrappedType(message) : null;
    if (plain !== null) return { type: plain, optional: true };
    const entry = mapEntryOf(field);
    if (entry === null) {
      const draft = this.messageSchema(message);
      draft.optional = true;
      return draft;
    }
    return {
      type: 'MAP',
      optional: true,
      name: toMapField(this.#nameOf(message)),
      keySchema: this.#fieldSchema(entry.key),
      valueSchema: this.#fieldSchema(entry.value),
    };
  }

  #nameOf({ name, fullName }: { readonly name: string; readonly fullName: string }): string {
    return this.#options.enhanced ? fullName : name;
  }
}

function isWrapper({ type }: ProtoField): boolean {
  return typeof type !== 'string' && type.kind === 'message' && wrappedType(type) !== null;
}

function smallInteger({ params }: ProtoField): Draft | undefined {
  const connectType = params.get(CONNECT_TYPE);
  if (connectType !== 'int8' && connectType !== 'int16') return undefined;
  return { type: connectType.toUpperCase() as SchemaType, optional: false };
}

function integer(type: SchemaType, given: string, usual: string): Draft {
  return { type, optional: false, ...(given === usual ? {} : { parameters: new Map([[TYPE, given]]) }) };
}

/** Parameters that are no numbers count as missing. */
function decimal({ params }: ProtoField): Draft {
  const [scale, precision] = ['scale', 'precision'].map((key) => /^[+-]?\d{1,9}$/.exec(params.get(key) ?? '')?.[0]);
  const schema = decimalSchema(Number(scale ?? 0), { optional: true });
  if (precision === undefined) return schema;
  const parameters = new Map(schema.parameters).set(DECIMAL_PRECISION, String(Number(precision)));
  return { ...schema, parameters };
}
