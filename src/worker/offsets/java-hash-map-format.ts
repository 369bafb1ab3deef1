import { Failure } from '../../core/index.ts';

/** An entry of the map: both sides as stored; a reset source partition has no value. */
export interface MapEntry {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/*
 * Object serialisation of a HashMap<byte[], byte[]> (java.io.ObjectStreamConstants, HashMap.writeObject):
 *
 *   magic ac ed, version 00 05
 *   TC_OBJECT 73  class description (java.util.HashMap, two fields)  loadFactor threshold
 *   TC_BLOCKDATA 77 08  bucket count, entry count
 *   key value key value …      each TC_NULL 70 or TC_ARRAY 75 + class description [B + length + bytes
 *   TC_ENDBLOCKDATA 78
 *
 * A class description is TC_CLASSDESC 72 the first time and TC_REFERENCE 71 + handle afterwards; an array that
 * was written before is a reference as well.
 */
const HEADER = Buffer.from('aced0005', 'hex');
const MAP_CLASS = Buffer.from(
  '737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f72' +
    '4900097468726573686f6c6478703f400000',
  'hex',
);
const BYTES_CLASS = Buffer.from('7200025b42acf317f8060854e00200007870', 'hex');
const BYTES_CLASS_REFERENCE = Buffer.from('71007e0002', 'hex');
const FIRST_HANDLE = 0x7e0000;
const Tag = {
  null: 0x70,
  reference: 0x71,
  classDescription: 0x72,
  object: 0x73,
  array: 0x75,
  blockData: 0x77,
  end: 0x78,
};
const SERIALIZABLE = 0x02;
const WRITE_METHOD = 0x01;

/** The bytes that Java's ObjectOutputStream gives for a HashMap with these entries, in their order. */
export function writeJavaHashMap(entries: readonly MapEntry[]): Buffer {
  let buckets = 16;
  while (buckets * 0.75 < entries.length) buckets *= 2;
  const parts: Buffer[] = [HEADER, MAP_CLASS, int32(buckets * 0.75), Buffer.from([Tag.blockData, 8])];
  parts.push(int32(buckets), int32(entries.length));
  let described = false;
  for (const bytes of entries.flatMap(({ key, value }) => [key, value])) {
    if (bytes === null) {
      parts.push(Buffer.from([Tag.null]));
      continue;
    }
    parts.push(Buffer.from([Tag.array]), described ? BYTES_CLASS_REFERENCE : BYTES_CLASS, int32(bytes.length), bytes);
    described = true;
  }
  parts.push(Buffer.from([Tag.end]));
  return Buffer.concat(parts);
}

/**
 * Reads what `writeJavaHashMap` or Java wrote; entries in the order of the file.
 * @throws TruncatedError where the bytes end early, Failure CC6101 where they hold anything else
 */
export function readJavaHashMap(bytes: Buffer): MapEntry[] {
  return new MapReader(bytes).readMap();
}

/** The bytes end before the map does. */
export class TruncatedError extends Error {
  override readonly name = 'TruncatedError';
}

class MapReader {
  readonly #bytes: Buffer;
  #at = 0;
  /** What each handle stands for: a class's name, an array's bytes, or the map itself. */
  readonly #handles: (string | Buffer | null)[] = [];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  readMap(): MapEntry[] {
    if (!this.#take(4).equals(HEADER)) throw corrupt('it does not start as a serialised Java object does');
    const tag = this.#byte();
    if (tag === Tag.array) throw corrupt(`Expected HashMap but found class ${this.#classDescription()}`);
    if (tag !== Tag.object) throw corrupt('Expected HashMap but found another object');
    const name = this.#classDescription();
    if (name !== 'java.util.HashMap') throw corrupt(`Expected HashMap but found class ${name}`);
    this.#handles.push(null);
    this.#take(8); // loadFactor and threshold: readers size the table by the entry count.
    if (this.#byte() !== Tag.blockData || this.#byte() !== 8) throw corrupt('the sizes of the map are missing');
    this.#take(4);
    const count = this.#int32();
    const entries: MapEntry[] = [];
    for (let i = 0; i < count; i++) entries.push({ key: this.#bytesOrNull(), value: this.#bytesOrNull() });
    if (this.#byte() !== Tag.end) throw corrupt('the map does not end after its last entry');
    return entries;
  }

  #bytesOrNull(): Buffer | null {
    const tag = this.#byte();
    if (tag === Tag.null) return null;
    if (tag === Tag.reference) return this.#referencedBytes();
    if (tag === Tag.object) throw corrupt(`it holds an object of class ${this.#classDescription()} in place of bytes`);
    if (tag !== Tag.array) throw corrupt('it holds something other than byte arrays');
    const name = this.#classDescription();
    if (name !== '[B') throw corrupt(`it holds an array of class ${name} in place of bytes`);
    const handle = this.#handles.push(null) - 1;
    const length = this.#int32();
    if (length < 0) throw corrupt('an array has a negative length');
    const value = Buffer.from(this.#take(length));
    this.#handles[handle] = value;
    return value;
  }

  #referencedBytes(): Buffer {
    const referenced = this.#handles[this.#int32() - FIRST_HANDLE];
    if (!(referenced instanceof Buffer)) throw corrupt('a back reference points at no byte array');
    return referenced;
  }

  /** The class's name, from a description or a reference to one. */
  #classDescription(): string {
    const tag = this.#byte();
    if (tag === Tag.reference) {
      const referenced = this.#handles[this.#int32() - FIRST_HANDLE];
      if (typeof referenced !== 'string') throw corrupt('a back reference points at no class');
      return referenced;
    }
    if (tag !== Tag.classDescription) throw corrupt('a class description is missing');
    const name = this.#text();
    this.#take(8);
    this.#handles.push(name);
    const flags = this.#byte();
    if ((flags & SERIALIZABLE) === 0) throw corrupt(`class ${name} is not written field by field`);
    this.#skipFields(name, flags);
    return name;
  }

  #skipFields(name: string, flags: number): void {
    const fields = this.#take(2).readUInt16BE();
    const supported = name === 'java.util.HashMap' ? fields === 2 && (flags & WRITE_METHOD) !== 0 : true;
    if (!supported) throw corrupt(`class ${name} has other fields than expected`);
    for (let i = 0; i < fields; i++) {
      const type = String.fromCharCode(this.#byte());
      this.#text();
      if (type === 'L' || type === '[') throw corrupt(`class ${name} is not supported`);
    }
    if (this.#byte() !== Tag.end) throw corrupt(`class ${name} carries annotations`);
    if (this.#byte() !== Tag.null) throw corrupt(`class ${name} is not supported`);
  }

  #text(): string {
    return this.#take(this.#take(2).readUInt16BE()).toString('utf8');
  }

  #byte(): number {
    return this.#take(1)[0]!;
  }

  #int32(): number {
    return this.#take(4).readInt32BE();
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new TruncatedError('the file ends early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function corrupt(why: string): Failure {
  return new Failure('CC6101', `The offset file is not usable: ${why}`);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
