/** The types of Protobuf that are no message and no enum. */
export const SCALAR_TYPES = [
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
] as const;
export type ScalarType = (typeof SCALAR_TYPES)[number];

export function isScalar(type: string): type is ScalarType {
  return (SCALAR_TYPES as readonly string[]).includes(type);
}

/** A field as a .proto file declares it. */
export interface FieldDeclaration {
  readonly name: string;
  readonly number: number;
  /** A scalar, or the name of a message or enum; of a map, of its values. */
  readonly type: string;
  /** Of a `map<…>` only. */
  readonly mapKeyType?: string;
  readonly label?: 'optional' | 'required' | 'repeated';
  /** `params` of the option `confluent.field_meta`. */
  readonly params: ReadonlyMap<string, string>;
  /** Text of the option `default`. */
  readonly defaultText?: string;
}

export interface OneofDeclaration {
  readonly name: string;
  readonly fields: readonly FieldDeclaration[];
}

export interface MessageDeclaration {
  readonly kind: 'message';
  readonly name: string;
  /** Without those of its oneofs. */
  readonly fields: readonly FieldDeclaration[];
  readonly oneofs: readonly OneofDeclaration[];
  readonly nested: readonly TypeDeclaration[];
}

export interface EnumDeclaration {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly number: number }[];
}

export type TypeDeclaration = MessageDeclaration | EnumDeclaration;

/** What this worker needs of a .proto file: its types, in their order. */
export interface ProtoFile {
  /** A file that says none is of `proto2`. */
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  /** Empty: none. */
  readonly packageName: string;
  readonly imports: readonly string[];
  readonly types: readonly TypeDeclaration[];
}
