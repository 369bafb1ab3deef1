import {
  DataError,
  type Field,
  fieldsOf,
  javaClassOf,
  javaEntries,
  type Schema,
  Struct,
  sameSchema,
} from '../data/index.ts';
import { logicalTypes } from './logical-values.ts';
import { NamesOfSchemas } from './names-of-schemas.ts';
import type { MessageType, ProtoField } from './proto-types.ts';
import type { ProtobufOptions } from './protobuf-names.ts';
import type { WireOutput } from './wire-output.ts';
import { DELIMITED, wireTypeOf } from './wire-types.ts';
import { isUnion, wrappedType } from './wrapper-types.ts';
import { enumNumber, isDefaultOf, isZero, scalarWriter } from './write-scalar.ts';

type Write = (output: WireOutput, value: unknown) => void;
/** Takes a field's value out of a struct, and writes it with its tag; nothing where it is null. */
interface Step {
  readonly number: number;
  readonly write: (output: WireOutput, struct: Struct) => void;
}

/**
 * What writes values of a schema as a message, which `protoFromConnect` made for the schema, or which wraps it
 * (ProtobufData.fromConnectData). Fields come by their numbers, maps in the order of a HashMap of Java.
 */
export function protobufWriter(type: MessageType, schema: Schema, options: ProtobufOptions): Write {
  return new WriterBuilder(options).messageWriter(type, schema);
}

class WriterBuilder {
  readonly #options: ProtobufOptions;
  readonly #names: NamesOfSchemas;
  /** By the fields of a struct's schema, which schemas that hold themselves share. */
  readonly #steps = new WeakMap<readonly Field[], Map<MessageType, readonly Step[]>>();

  constructor(options: ProtobufOptions) {
    this.#options = options;
    this.#names = new NamesOfSchemas(options.scrubNames);
  }

  /** Without tag and length. */
  messageWriter(type: MessageType, schema: Schema): Write {
    const logical = schema.name === undefined ? undefined : logicalTypes[schema.name];
    if (logical !== undefined) return logicalWriter(type, logical.toMessage);
    if (schema.type !== 'STRUCT') return this.#wrapperWriter(type, schema);
    return (output, value) => this.#writeStruct(type, schema, output, value);
  }

  #wrapperWriter(type: MessageType, schema: Schema): Write {
    const field = type.byName('value');
    if (wrappedType(type) === null || field === undefined) {
      throw new DataError(`The message ${type.fullName} cannot hold a value of the type ${schema.type}`);
    }
    const write = this.#fieldWriter(field, schema);
    return (output, value) => write(output, value);
  }

  #writeStruct(type: MessageType, schema: Schema, output: WireOutput, value: unknown): void {
    if (!(value instanceof Struct)) throw new DataError(`Invalid type for STRUCT: ${javaClassOf(value)}`);
    if (value.schema !== schema && !sameSchema(value.schema, schema)) throw new DataError('Mismatching struct schema');
    for (const step of this.#stepsOf(type, schema)) step.write(output, value);
  }

  #stepsOf(type: MessageType, schema: Schema): readonly Step[] {
    const fields = fieldsOf(schema);
    const known = this.#steps.get(fields) ?? new Map<MessageType, readonly Step[]>();
    this.#steps.set(fields, known);
    let steps = known.get(type);
    if (steps === undefined) {
      steps = fields.flatMap((field) => this.#fieldSteps(type, field)).sort((a, b) => a.number - b.number);
      known.set(type, steps);
    }
    return steps;
  }

  #fieldSteps(type: MessageType, field: Field): readonly Step[] {
    const valueIn = (struct: Struct, part: Field) =>
      this.#options.ignoreDefault ? struct.getWithoutDefaultAt(part) : struct.getAt(part);
    if (!isUnion(field.schema)) {
      const target = this.#target(type, field.name);
      const write = this.#fieldWriter(target, field.schema);
      return [{ number: target.number, write: (output, struct) => write(output, valueIn(struct, field)) }];
    }
    const members = fieldsOf(field.schema);
    const setMember = (union: Struct) => members.find((member) => valueIn(union, member) !== null);
    return members.map((member): Step => {
      const target = this.#target(type, member.name);
      const write = this.#fieldWriter(target, member.schema);
      return {
        number: target.number,
        write: (output, struct) => {
          const union = valueIn(struct, field);
          if (!(union instanceof Struct)) return;
          const set = setMember(union);
          if (set === undefined) throw new DataError('Cannot find non-null field');
          if (set === member) write(output, valueIn(union, member));
        },
      };
    });
  }

  #target(type: MessageType, fieldName: string): ProtoField {
    const name = this.#names.field(fieldName);
    const field = type.byName(name);
    if (field === undefined) throw new DataError(`Cannot find field with name ${name}`);
    return field;
  }

  /** With its tag; a value that is null is nothing, and so is a zero where nobody could tell them apart. */
  #fieldWriter(field: ProtoField, schema: Schema): Write {
    if (schema.type === 'ARRAY') return this.#listWriter(field, schema);
    if (schema.type === 'MAP') return this.#mapWriter(field, schema);
    if (field.isRepeated) throw new DataError(`The field ${field.name} is repeated, and no ${schema.type}`);
    const isMessage = typeof field.type !== 'string' && field.type.kind === 'message';
    const isTold = isMessage || field.isOptional || field.oneof !== null;
    const write = this.#valueWriter(field, schema);
    const wireType = wireTypeOf(field.type);
    const numberOf = enumNumber(field, schema);
    const isUnwritten = isDefaultOf(field);
    return (output, value) => {
      if (value === null || value === undefined) return;
      const given = numberOf === null ? value : numberOf(value);
      if (given === null || (!isTold && isUnwritten(given))) return;
      output.tag(field.number, wireType);
      write(output, given);
    };
  }

  #listWriter(field: ProtoField, { valueSchema }: Schema): Write {
    const schema = valueSchema!;
    if (schema.type === 'MAP') throw new DataError('An array of maps has no form in Protobuf');
    const numberOf = enumNumber(field, schema);
    const write = this.#valueWriter(field, schema);
    const item: Write = (output, value) => {
      const given = value === null || numberOf === null ? value : numberOf(value);
      if (given === null || given === undefined)
        throw new DataError('An array with null in it has no form in Protobuf');
      write(output, given);
    };
    const isPacked = wireTypeOf(field.type) !== DELIMITED;
    return (output, value) => {
      if (value === null || value === undefined) return;
      if (!Array.isArray(value)) throw new DataError(`Invalid type for ARRAY: ${javaClassOf(value)}`);
      if (value.length === 0) return;
      if (isPacked) {
        output.tag(field.number, DELIMITED);
        output.delimited(() => {
          for (const one of value) item(output, one);
        });
        return;
      }
      for (const one of value) {
        output.tag(field.number, DELIMITED);
        item(output, one);
      }
    };
  }

  #mapWriter(field: ProtoField, schema: Schema): Write {
    const { type } = field;
    const [key, value] =
      typeof type === 'string' || type.kind === 'enum' ? [] : [type.byName('key'), type.byName('value')];
    if (key === undefined || value === undefined) throw new DataError(`The field ${field.name} is no map`);
    const writeKey = this.#fieldWriter(key, schema.keySchema!);
    const writeValue = this.#fieldWriter(value, schema.valueSchema!);
    return (output, map) => {
      if (map === null || map === undefined) return;
      if (!(map instanceof Map)) throw new DataError(`Invalid type for MAP: ${javaClassOf(map)}`);
      for (const [entryKey, entryValue] of javaEntries(map)) {
        output.tag(field.number, DELIMITED);
        output.delimited(() => {
          writeKey(output, entryKey);
          writeValue(output, entryValue);
        });
      }
    };
  }

  /** Without its tag, but with its length. */
  #valueWriter(field: ProtoField, schema: Schema): Write {
    const { type } = field;
    if (typeof type === 'string' || type.kind === 'enum') return scalarWriter(field, schema);
    const write = this.messageWriter(type, schema);
    return (output, value) => output.delimited(() => write(output, value));
  }
}

function logicalWriter(type: MessageType, toMessage: (value: unknown) => readonly (number | bigint | Buffer)[]): Write {
  return (output, value) => {
    for (const [i, part] of toMessage(value).entries()) {
      const field = type.byNumber(i + 1);
      if (field === undefined || isZero(part)) continue;
      output.tag(field.number, wireTypeOf(field.type));
      if (typeof part === 'bigint') output.int64(part);
      else if (typeof part === 'number') output.int32(part);
      else output.bytesWithLength(part);
    }
  };
}
