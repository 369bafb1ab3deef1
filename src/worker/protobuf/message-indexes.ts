import { serializationError } from '../schema-registry/index.ts';
import type { MessageType } from './proto-types.ts';

/** Deeper than any file that people write. */
const MAX_INDEXES = 100;

/**
 * Which message of a file the bytes after the schema's id are of: the places of the messages from the outside to the
 * inside, as zigzag varints after their count. A single 0 stands for `[0]` (Confluent's wire format).
 */
export interface MessageIndexes {
  readonly path: readonly number[];
  /** Where the message begins. */
  readonly end: number;
}

/** @throws DataError where there are none */
export function readMessageIndexes(bytes: Buffer, start: number): MessageIndexes {
  let at = start;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw serializationError('Invalid message indexes: too few bytes');
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw serializationError('Invalid message indexes: a number of more than 5 bytes');
  };
  const count = next();
  if (count === 0) return { path: [0], end: at };
  if (count < 0 || count > MAX_INDEXES) throw serializationError(`Invalid message indexes: ${count} of them`);
  const path = Array.from({ length: count }, next);
  return { path, end: at };
}

export function messageIndexBytes(path: readonly number[]): Buffer {
  if (path.length === 1 && path[0] === 0) return Buffer.of(0);
  return Buffer.from([path.length, ...path].flatMap(zigzag));
}

function zigzag(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** @throws DataError where the file has no such message */
export function messageAt(messages: readonly MessageType[], path: readonly number[]): MessageType {
  let found: MessageType | undefined;
  let inside = messages;
  for (const index of path) {
    found = inside[index];
    if (found === undefined) break;
    inside = found.nested;
  }
  if (found === undefined) throw serializationError(`Invalid message indexes: [${path.join(', ')}]`);
  return found;
}

/** Where a message stands in its file; null where it does not. */
export function indexesOf(messages: readonly MessageType[], fullName: string): readonly number[] | null {
  for (const [index, message] of messages.entries()) {
    if (message.fullName === fullName) return [index];
    if (!fullName.startsWith(`${message.fullName}.`)) continue;
    const inside = indexesOf(message.nested, fullName);
    if (inside !== null) return [index, ...inside];
  }
  return null;
}
