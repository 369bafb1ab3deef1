import { ProtocolError } from './protocol-error.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** Writer and reader of one type in one version of a message. */
export interface Codec {
  write(writer: Writer, value: unknown): void;
  read(reader: Reader): unknown;
}

/** The version being coded, and whether it is a flexible one (compact lengths and tagged fields, KIP-482). */
export interface WireVersion {
  readonly version: number;
  readonly flexible: boolean;
}

/**
 * A type of the protocol. `Out` is what decoding gives, `In` what encoding takes; both are carried by the
 * type alone, so that a message's table is also its TypeScript type.
 */
export interface WireType<Out, In = Out> {
  readonly out?: Out;
  readonly in?: In;
  /** What a field of this type holds when its version has no such field. */
  readonly zero: unknown;
  compile(at: WireVersion): Codec;
}

export type OutOf<T> = T extends { readonly out?: infer O } ? Exclude<O, undefined> : never;
export type InOf<T> = T extends { readonly in?: infer I } ? Exclude<I, undefined> : never;

export const int8 = fixed<number>(
  0,
  (w, v) => w.int8(v),
  (r) => r.int8(),
);
export const int16 = fixed<number>(
  0,
  (w, v) => w.int16(v),
  (r) => r.int16(),
);
export const uint16 = fixed<number>(
  0,
  (w, v) => w.uint16(v),
  (r) => r.uint16(),
);
export const int32 = fixed<number>(
  0,
  (w, v) => w.int32(v),
  (r) => r.int32(),
);
export const int64 = fixed<bigint>(
  0n,
  (w, v) => w.int64(v),
  (r) => r.int64(),
);
export const float64 = fixed<number>(
  0,
  (w, v) => w.float64(v),
  (r) => r.float64(),
);
export const bool = fixed<boolean>(
  false,
  (w, v) => w.int8(v ? 1 : 0),
  (r) => r.int8() !== 0,
);
/** 16 bytes. */
export const uuid = fixed<Buffer>(
  Buffer.alloc(16),
  (w, v) => w.raw(v),
  (r) => r.raw(16),
);

export const nullableString: WireType<string | null> = {
  zero: '',
  compile: ({ flexible }) => ({
    write(w, value) {
      if (value === null) {
        if (flexible) w.uvarint(0);
        else w.int16(-1);
        return;
      }
      const text = value as string;
      const size = Buffer.byteLength(text);
      if (flexible) w.uvarint(size + 1);
      else if (size > 0x7fff) throw new ProtocolError(`a string of ${size} bytes is longer than 32767`);
      else w.int16(size);
      w.utf8(text, size);
    },
    read(r) {
      const size = flexible ? r.uvarint() - 1 : r.int16();
      return size < 0 ? null : r.utf8(size);
    },
  }),
};

export const string: WireType<string> = notNull(nullableString as WireType<string>, 'string');

export const nullableBytes: WireType<Buffer | null> = {
  zero: null,
  compile: ({ flexible }) => ({
    write(w, value) {
      const bytes = value as Buffer | null;
      if (flexible) w.uvarint(bytes === null ? 0 : bytes.length + 1);
      else w.int32(bytes === null ? -1 : bytes.length);
      if (bytes !== null) w.raw(bytes);
    },
    read(r) {
      const size = flexible ? r.uvarint() - 1 : r.int32();
      return size < 0 ? null : r.raw(size);
    },
  }),
};

export const bytes: WireType<Buffer> = notNull(
  { ...nullableBytes, zero: Buffer.alloc(0) } as WireType<Buffer>,
  'bytes',
);

export function nullableArray<O, I>(element: WireType<O, I>): WireType<readonly O[] | null, readonly I[] | null> {
  return {
    zero: [],
    compile(at) {
      const item = element.compile(at);
      return {
        write(w, value) {
          const list = value as readonly unknown[] | null;
          if (at.flexible) w.uvarint(list === null ? 0 : list.length + 1);
          else w.int32(list === null ? -1 : list.length);
          if (list !== null) for (const entry of list) item.write(w, entry);
        },
        read(r) {
          const count = at.flexible ? r.uvarint() - 1 : r.int32();
          if (count < 0) return null;
          const list: unknown[] = [];
          for (let left = r.checkCount(count); left > 0; left--) list.push(item.read(r));
          return list;
        },
      };
    },
  };
}

export function array<O, I>(element: WireType<O, I>): WireType<readonly O[], readonly I[]> {
  return notNull(nullableArray(element) as unknown as WireType<readonly O[], readonly I[]>, 'array');
}

function fixed<T>(zero: T, write: (w: Writer, value: T) => void, read: (r: Reader) => T): WireType<T> {
  const codec: Codec = { write: (w, value) => write(w, value as T), read };
  return { zero, compile: () => codec };
}

function notNull<O, I>(type: WireType<O, I>, what: string): WireType<O, I> {
  return {
    zero: type.zero,
    compile(at) {
      const codec = type.compile(at);
      return {
        write: codec.write,
        read(r) {
          const value = codec.read(r);
          if (value === null) throw new ProtocolError(`a ${what} is null where the protocol wants one`);
          return value;
        },
      };
    },
  };
}
