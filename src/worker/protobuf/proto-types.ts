import { DataError } from '../data/index.ts';
import { toMapEntry } from './map-entry.ts';
import {
  type EnumDeclaration,
  type FieldDeclaration,
  isScalar,
  type MessageDeclaration,
  type ProtoFile,
  type ScalarType,
  type TypeDeclaration,
} from './proto-file.ts';

/** A field whose type is found. */
export interface ProtoField {
  readonly name: string;
  readonly number: number;
  readonly type: ScalarType | EnumType | MessageType;
  readonly isRepeated: boolean;
  readonly isRequired: boolean;
  /** Has the word `optional`, or stands in proto2 without any other. */
  readonly isOptional: boolean;
  /** Its oneof; not one that `optional` makes. */
  readonly oneof: ProtoOneof | null;
  readonly params: ReadonlyMap<string, string>;
  readonly defaultText?: string | undefined;
}

export interface ProtoOneof {
  readonly name: string;
  readonly fullName: string;
  readonly index: number;
  readonly fields: readonly ProtoField[];
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly fullName: string;
  readonly values: readonly { readonly name: string; readonly number: number }[];
  /** Numbers that it does not know are left out, as those of proto2. */
  readonly isClosed: boolean;
}

/** A message, whose fields are linked when they are first asked for: they may be of its own type. */
export class MessageType {
  readonly kind = 'message';
  readonly name: string;
  readonly fullName: string;
  readonly syntax: ProtoFile['syntax'];
  /** In their order, without those that `map<…>` makes. */
  readonly nested: readonly MessageType[];
  readonly #link: () => Pick<MessageType, 'fields' | 'oneofs'>;
  #linked: Pick<MessageType, 'fields' | 'oneofs'> | undefined;
  #byNumber: ReadonlyMap<number, ProtoField> | undefined;

  constructor(
    { name, fullName, syntax, nested }: Pick<MessageType, 'name' | 'fullName' | 'syntax' | 'nested'>,
    link: () => Pick<MessageType, 'fields' | 'oneofs'>,
  ) {
    this.name = name;
    this.fullName = fullName;
    this.syntax = syntax;
    this.nested = nested;
    this.#link = link;
  }

  /** Those of oneofs first. @throws DataError where the type of one is nowhere */
  get fields(): readonly ProtoField[] {
    this.#linked ??= this.#link();
    return this.#linked.fields;
  }

  get oneofs(): readonly ProtoOneof[] {
    this.#linked ??= this.#link();
    return this.#linked.oneofs;
  }

  byNumber(number: number): ProtoField | undefined {
    this.#byNumber ??= new Map(this.fields.map((field) => [field.number, field]));
    return this.#byNumber.get(number);
  }

  byName(name: string): ProtoField | undefined {
    return this.fields.find((field) => field.name === name);
  }
}

/** All types of some .proto files, by their full names. */
export class ProtoTypes {
  readonly #types = new Map<string, MessageType | EnumType>();

  /** Adds a file; returns its messages in their order. @throws DataError where a name comes twice */
  add({ packageName, syntax, types }: ProtoFile): readonly MessageType[] {
    return this.#addAll(types, packageName, syntax);
  }

  get(fullName: string): MessageType | EnumType | undefined {
    return this.#types.get(fullName);
  }

  #addAll(types: readonly TypeDeclaration[], scope: string, syntax: ProtoFile['syntax']): readonly MessageType[] {
    const messages: MessageType[] = [];
    for (const type of types) {
      const fullName = scope === '' ? type.name : `${scope}.${type.name}`;
      if (this.#types.has(fullName)) throw new DataError(`The Protobuf type ${fullName} is declared twice`);
      const added = type.kind === 'enum' ? enumType(type, fullName, syntax) : this.#messageType(type, fullName, syntax);
      this.#types.set(fullName, added);
      if (added.kind === 'message') messages.push(added);
    }
    return messages;
  }

  #messageType(message: MessageDeclaration, fullName: string, syntax: ProtoFile['syntax']): MessageType {
    const nested = this.#addAll(message.nested, fullName, syntax);
    return new MessageType({ name: message.name, fullName, syntax, nested }, () => {
      const fields: ProtoField[] = [];
      const oneofs = message.oneofs.map(({ name, fields: members }, index) => {
        const inside: ProtoField[] = [];
        const oneof: ProtoOneof = { name, fullName: `${fullName}.${name}`, index, fields: inside };
        for (const member of members) inside.push(this.#field(member, fullName, syntax, oneof));
        fields.push(...inside);
        return oneof;
      });
      for (const field of message.fields) fields.push(this.#field(field, fullName, syntax, null));
      return { fields, oneofs: oneofs.filter((oneof) => oneof.fields.length > 0) };
    });
  }

  #field(field: FieldDeclaration, scope: string, syntax: ProtoFile['syntax'], oneof: ProtoOneof | null): ProtoField {
    const { name, number, label, params, defaultText, mapKeyType } = field;
    return {
      name,
      number,
      type:
        mapKeyType === undefined ? this.#typeOf(field.type, scope) : this.#mapEntry(field, mapKeyType, scope, syntax),
      isRepeated: label === 'repeated' || mapKeyType !== undefined,
      isRequired: label === 'required',
      isOptional: oneof === null && label === 'optional',
      oneof,
      params,
      defaultText,
    };
  }

  /** What `map<…>` stands for: a message of a key and a value. */
  #mapEntry(field: FieldDeclaration, keyType: string, scope: string, syntax: ProtoFile['syntax']): MessageType {
    const name = toMapEntry(field.name);
    const entry = { name, fullName: `${scope}.${name}`, syntax, nested: [] };
    return new MessageType(entry, () => {
      const part = (partName: string, number: number, type: string) =>
        this.#field({ name: partName, number, type, params: new Map() }, scope, syntax, null);
      return { fields: [part('key', 1, keyType), part('value', 2, field.type)], oneofs: [] };
    });
  }

  /** A name is looked up from the inside to the outside, unless a dot before it says that it is a full one. */
  #typeOf(name: string, scope: string): ProtoField['type'] {
    if (isScalar(name)) return name;
    if (name.startsWith('.')) return this.#types.get(name.slice(1)) ?? missing(name.slice(1));
    for (let outer = scope; ; outer = outer.slice(0, Math.max(outer.lastIndexOf('.'), 0))) {
      const found = this.#types.get(outer === '' ? name : `${outer}.${name}`);
      if (found !== undefined) return found;
      if (outer === '') return missing(name);
    }
  }
}

function missing(name: string): never {
  throw new DataError(`The Protobuf type ${name} is neither in the schema, nor in one that it imports by reference`);
}

function enumType({ name, values }: EnumDeclaration, fullName: string, syntax: ProtoFile['syntax']): EnumType {
  if (values.length === 0) throw new DataError(`The Protobuf enum ${fullName} has no values`);
  return { kind: 'enum', name, fullName, values, isClosed: syntax === 'proto2' };
}
