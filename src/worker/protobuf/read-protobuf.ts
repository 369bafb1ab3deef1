import { DataError, type Field, fieldOf, type Schema, Struct } from '../data/index.ts';
import { unionName } from './connect-from-proto.ts';
import { logicalTypes } from './logical-values.ts';
import { mapEntryOf } from './map-entry.ts';
import { MessageValue } from './message-value.ts';
import { defaultOf, valueOrDefault } from './proto-default.ts';
import type { EnumType, MessageType, ProtoField, ProtoOneof } from './proto-types.ts';
import type { ProtobufOptions } from './protobuf-names.ts';
import { WireInput } from './wire-input.ts';

/** Deeper than this a message that holds itself is only where it is made up (`generate.struct.for.nulls`). */
const MAX_DEPTH = 100;

type Read = (value: unknown) => unknown;
/** Puts what a message has for a field or a oneof into a struct. */
type Step = (message: MessageValue, struct: Struct) => void;

/**
 * What reads messages into values of the schema that `connectFromProto` gives for them (ProtobufData.toConnectData).
 * The function throws DataError where a message is malformed, or has a value that Connect's types do not.
 */
export function protobufReader(
  type: MessageType,
  schema: Schema,
  options: ProtobufOptions,
): (bytes: Buffer, start: number) => unknown {
  const read = new ReaderBuilder(options).messageReader(type, schema);
  return (bytes, start) => {
    const message = new MessageValue(type);
    message.read(new WireInput(bytes, start));
    return read(message);
  };
}

class ReaderBuilder {
  readonly #options: ProtobufOptions;
  /** By the fields of a struct's schema, which schemas that hold themselves share. */
  readonly #steps = new WeakMap<readonly Field[], readonly Step[]>();
  #depth = 0;

  constructor(options: ProtobufOptions) {
    this.#options = options;
  }

  messageReader(type: MessageType, schema: Schema): Read {
    const logical = schema.name === undefined ? undefined : logicalTypes[schema.name];
    if (logical !== undefined) return (value) => logical.fromMessage(value as MessageValue);
    if (schema.type === 'STRUCT') return (value) => this.#struct(type, schema, value as MessageValue);
    const wrapped = type.byName('value');
    if (wrapped === undefined) throw new DataError(`The message ${type.fullName} is no ${schema.type}`);
    const read = scalarReader(wrapped, schema);
    return (value) => read(valueOrDefault(value as MessageValue, wrapped));
  }

  #struct(type: MessageType, schema: Schema, message: MessageValue): Struct {
    const fields = schema.fields ?? [];
    let steps = this.#steps.get(fields);
    if (steps === undefined) {
      steps = this.#stepsOf(type, schema);
      this.#steps.set(fields, steps);
    }
    if (this.#depth > MAX_DEPTH) throw new DataError(`Structs nested deeper than ${MAX_DEPTH}`);
    const struct = new Struct(schema);
    this.#depth++;
    try {
      for (const step of steps) step(message, struct);
    } finally {
      this.#depth--;
    }
    return struct;
  }

  #stepsOf(type: MessageType, schema: Schema): readonly Step[] {
    const unions = this.#options.flattenUnions ? [] : type.oneofs.map((oneof) => this.#unionStep(oneof, schema));
    const fields = type.fields.filter(({ oneof }) => oneof === null || this.#options.flattenUnions);
    return [...unions, ...fields.map((field) => this.#fieldStep(field, fieldIn(schema, field.name), type.syntax))];
  }

  #unionStep(oneof: ProtoOneof, schema: Schema): Step {
    const target = fieldIn(schema, unionName(oneof, this.#options));
    const members = oneof.fields.map((member) => {
      const into = fieldIn(target.schema, member.name);
      return { member, into, read: this.#fieldReader(member, into.schema) };
    });
    return (message, struct) => {
      const set = members.find(({ member }) => message.has(member));
      if (set === undefined) return;
      struct.putAt(target, new Struct(target.schema).putAt(set.into, set.read(message.get(set.member))));
    };
  }

  /** A field that is not there is its default, unless it may be told that it is not there. */
  #fieldStep(field: ProtoField, target: Field, syntax: MessageType['syntax']): Step {
    const { structForNulls, optionalForProto2 } = this.#options;
    const isMessage = typeof field.type !== 'string' && field.type.kind === 'message';
    const isTold = field.isOptional && (syntax === 'proto3' || (syntax === 'proto2' && optionalForProto2));
    const hasDefault = structForNulls || field.isRepeated || (!isMessage && !isTold);
    const isAlways = field.oneof === null && hasDefault;
    const read = this.#fieldReader(field, target.schema);
    return (message, struct) => {
      if (message.has(field)) struct.putAt(target, read(message.get(field)));
      else if (isAlways) struct.putAt(target, read(defaultOf(field)));
    };
  }

  #fieldReader(field: ProtoField, schema: Schema): Read {
    if (schema.type === 'ARRAY') {
      const item = this.#valueReader(field, schema.valueSchema!);
      return (values) => (values as readonly unknown[]).map(item);
    }
    if (schema.type === 'MAP') return this.#mapReader(field, schema);
    return this.#valueReader(field, schema);
  }

  #valueReader(field: ProtoField, schema: Schema): Read {
    const { type } = field;
    const isMessage = typeof type !== 'string' && type.kind === 'message';
    return isMessage ? this.messageReader(type, schema) : scalarReader(field, schema);
  }

  #mapReader(field: ProtoField, schema: Schema): Read {
    const entry = mapEntryOf(field);
    if (entry === null) throw new DataError(`The field ${field.name} is no map`);
    const key = this.#valueReader(entry.key, schema.keySchema!);
    const value = this.#valueReader(entry.value, schema.valueSchema!);
    return (entries) =>
      new Map(
        (entries as readonly MessageValue[]).map((message) => [
          key(valueOrDefault(message, entry.key)),
          value(valueOrDefault(message, entry.value)),
        ]),
      );
  }
}

function scalarReader({ type }: ProtoField, schema: Schema): Read {
  if (typeof type !== 'string' && type.kind === 'enum' && schema.type === 'STRING') return enumReader(type);
  switch (schema.type) {
    case 'INT8':
      return (value) => ((value as number) << 24) >> 24;
    case 'INT16':
      return (value) => ((value as number) << 16) >> 16;
    case 'INT64':
      return (value) => (typeof value === 'number' ? BigInt(value) : value);
    default:
      return (value) => value;
  }
}

/** A number without a name has one as Java's library makes it up. */
function enumReader({ name, values }: EnumType): Read {
  const names = new Map<unknown, string>();
  for (const value of values) if (!names.has(value.number)) names.set(value.number, value.name);
  return (number) => names.get(number) ?? `UNKNOWN_ENUM_VALUE_${name}_${String(number)}`;
}

function fieldIn(schema: Schema, name: string): Field {
  const field = fieldOf(schema, name);
  if (field === undefined) throw new DataError(`The schema has no field ${name}`);
  return field;
}
