import { CONTAINER_PARTS } from '../data/index.ts';
import type { MessageType, ProtoField } from './proto-types.ts';
import { malformed, type WireInput } from './wire-input.ts';
import { DELIMITED, wireTypeOf } from './wire-types.ts';

/**
 * A message as it was read: by field, integers of 32 bits and the numbers of enums as number, those of 64 bits as
 * bigint (as Java has them, so a uint64 may be negative), messages as MessageValue, repeated fields as arrays.
 */
export class MessageValue {
  readonly type: MessageType;
  readonly #values = new Map<ProtoField, unknown>();

  constructor(type: MessageType) {
    this.type = type;
  }

  has(field: ProtoField): boolean {
    return this.#values.has(field);
  }

  /** Undefined where the message does not have the field. */
  get(field: ProtoField): unknown {
    return this.#values.get(field);
  }

  byName(name: string): unknown {
    const field = this.type.byName(name);
    return field === undefined ? undefined : this.#values.get(field);
  }

  /** Reads up to the end of the input; what is there already is added to. @throws DataError where it is malformed */
  read(input: WireInput): void {
    while (!input.isAtEnd) this.#readField(input);
    for (const field of this.type.fields) {
      if (field.isRequired && !this.has(field))
        throw malformed(`${this.type.fullName} without its field ${field.name}`);
    }
  }

  #readField(input: WireInput): void {
    const tag = input.varint32();
    const [number, wireType] = [tag >>> 3, tag & 7];
    if (number === 0) throw malformed('a tag of the number 0');
    const field = this.type.byNumber(number);
    const wanted = field === undefined ? -1 : wireTypeOf(field.type);
    if (field !== undefined && wireType === wanted) this.#add(field, input);
    else if (field?.isRepeated && wireType === DELIMITED && wanted !== DELIMITED) {
      if (!this.has(field)) this.#values.set(field, []);
      input.delimited(() => {
        while (!input.isAtEnd) this.#add(field, input);
      });
    } else input.skip(number, wireType);
  }

  #add(field: ProtoField, input: WireInput): void {
    const { type } = field;
    if (typeof type !== 'string' && type.kind === 'message') {
      this.#addMessage(field, type, input);
      return;
    }
    input.count(1);
    const value = readScalar(field, this.type.syntax === 'proto3', input);
    // proto2 leaves out numbers that an enum does not have.
    if (typeof type !== 'string' && type.isClosed && !type.values.some(({ number }) => number === value)) return;
    this.#put(field, value);
  }

  #addMessage(field: ProtoField, type: MessageType, input: WireInput): void {
    const known = field.isRepeated ? undefined : this.#values.get(field);
    input.count(CONTAINER_PARTS);
    const message = known instanceof MessageValue ? known : new MessageValue(type);
    input.delimited(() => message.read(input));
    if (known === undefined) this.#put(field, message);
  }

  #put(field: ProtoField, value: unknown): void {
    if (!field.isRepeated) {
      for (const other of field.oneof?.fields ?? []) if (other !== field) this.#values.delete(other);
      this.#values.set(field, value);
      return;
    }
    const items = this.#values.get(field) as unknown[] | undefined;
    if (items === undefined) this.#values.set(field, [value]);
    else items.push(value);
  }
}

function readScalar({ type }: ProtoField, isStrict: boolean, input: WireInput): unknown {
  if (typeof type !== 'string') return input.varint32() | 0;
  switch (type) {
    case 'int32':
      return input.varint32() | 0;
    case 'uint32':
      return input.varint32();
    case 'sint32': {
      const value = input.varint32();
      return (value >>> 1) ^ -(value & 1);
    }
    case 'fixed32':
      return input.fixed32();
    case 'sfixed32':
      return input.fixed32() | 0;
    case 'int64':
    case 'uint64':
      return BigInt.asIntN(64, input.varint64());
    case 'sint64': {
      const value = input.varint64();
      return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    case 'fixed64':
    case 'sfixed64':
      return BigInt.asIntN(64, input.fixed64());
    case 'float':
      return input.float();
    case 'double':
      return input.double();
    case 'bool':
      return input.varint64() !== 0n;
    case 'string':
      return input.string(isStrict);
    case 'bytes':
      return input.bytes();
    default:
      return type satisfies never;
  }
}
