import { Reader } from './reader.ts';
import type { Codec, InOf, OutOf, WireType, WireVersion } from './wire-type.ts';
import { Writer } from './writer.ts';

/** A field that is there in some versions only, or tagged; may be left out when encoding. */
export interface OptionalField<Out, In> {
  readonly out?: Out;
  readonly in?: In;
  readonly type: WireType<Out, In>;
  readonly since: number;
  readonly until: number;
  readonly fallback: unknown;
  readonly tag: number | undefined;
}

type AnyField = WireType<unknown, unknown> | OptionalField<unknown, unknown>;
type Fields = Readonly<Record<string, AnyField>>;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends { readonly since: number } ? K : never }[keyof F];

export type StructOut<F> = { readonly [K in keyof F]: OutOf<F[K]> };
export type StructIn<F> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: InOf<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: InOf<F[K]>;
};

/** A message or a part of one: fields in wire order. Versions without a field read its fallback. */
export function struct<const F extends Fields>(fields: F): WireType<StructOut<F>, StructIn<F>> {
  return { zero: null, compile: (at) => compileStruct(fields, at) };
}

export function since<O, I>(version: number, type: WireType<O, I>, fallback: unknown = type.zero): OptionalField<O, I> {
  return { type, since: version, until: Number.POSITIVE_INFINITY, fallback, tag: undefined };
}

export function between<O, I>(
  first: number,
  last: number,
  type: WireType<O, I>,
  fallback: unknown = type.zero,
): OptionalField<O, I> {
  return { type, since: first, until: last, fallback, tag: undefined };
}

/** In every version, with a value that stands when the sender does not name one. */
export function defaulted<O, I>(type: WireType<O, I>, fallback: unknown): OptionalField<O, I> {
  return since(0, type, fallback);
}

/** A tagged field of flexible versions: not sent when it is at its fallback. */
export function tagged<O, I>(
  tag: number,
  version: number,
  type: WireType<O, I>,
  fallback: unknown = type.zero,
): OptionalField<O, I> {
  return { type, since: version, until: Number.POSITIVE_INFINITY, fallback, tag };
}

interface Slot {
  readonly name: string;
  readonly codec: Codec;
  readonly fallback: unknown;
  readonly tag: number | undefined;
}

function compileStruct(fields: Fields, at: WireVersion): Codec {
  const plain: Slot[] = [];
  const tags: Slot[] = [];
  const absent: { readonly name: string; readonly fallback: unknown }[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (!('since' in field)) {
      plain.push({ name, codec: field.compile(at), fallback: undefined, tag: undefined });
    } else if (at.version < field.since || at.version > field.until) {
      absent.push({ name, fallback: field.fallback });
    } else {
      const slot = { name, codec: field.type.compile(at), fallback: field.fallback, tag: field.tag };
      (field.tag === undefined ? plain : tags).push(slot);
    }
  }
  return {
    write(w, value) {
      const record = value as Readonly<Record<string, unknown>>;
      for (const slot of plain) {
        const entry = record[slot.name];
        slot.codec.write(w, entry === undefined ? slot.fallback : entry);
      }
      if (at.flexible) writeTags(w, tags, record);
    },
    read(r) {
      const record: Record<string, unknown> = {};
      for (const slot of plain) record[slot.name] = slot.codec.read(r);
      for (const gap of absent) record[gap.name] = gap.fallback;
      for (const slot of tags) record[slot.name] = slot.fallback;
      if (at.flexible) readTags(r, tags, record);
      return record;
    },
  };
}

function writeTags(w: Writer, tags: readonly Slot[], record: Readonly<Record<string, unknown>>): void {
  const present = tags.filter((slot) => record[slot.name] !== undefined && record[slot.name] !== slot.fallback);
  w.uvarint(present.length);
  for (const slot of present) {
    const inner = new Writer();
    slot.codec.write(inner, record[slot.name]);
    w.uvarint(slot.tag ?? 0);
    w.uvarint(inner.length);
    for (const chunk of inner.finish()) w.raw(chunk);
  }
}

/** Unknown tags are skipped: newer peers may send them in any flexible version. */
function readTags(r: Reader, tags: readonly Slot[], record: Record<string, unknown>): void {
  for (let left = r.checkCount(r.uvarint()); left > 0; left--) {
    const tag = r.uvarint();
    const body = r.raw(r.uvarint());
    const slot = tags.find((candidate) => candidate.tag === tag);
    if (slot) record[slot.name] = slot.codec.read(new Reader(body));
  }
}
