import { DataError } from '../data/index.ts';
import type { AvroInput } from './avro-input.ts';

/** A value that was written without a schema: the one field that is set, or null (AvroData.ANYTHING_SCHEMA). */
export function readAnything(input: AvroInput): unknown {
  return input.nested(() => {
    let value: unknown = null;
    for (const read of FIELDS) {
      const branch = input.int();
      if (branch !== 0 && branch !== 1) throw new DataError(`Malformed Avro data: no branch ${branch} in a union`);
      if (branch === 0) continue;
      const given = read(input);
      value ??= given;
    }
    return value;
  });
}

/** In the order of the schema's fields; integers without a schema are bigint. */
const FIELDS: readonly ((input: AvroInput) => unknown)[] = [
  (input) => input.boolean(),
  (input) => input.bytes(),
  (input) => input.double(),
  (input) => input.float(),
  (input) => BigInt(input.int()),
  (input) => input.long(),
  (input) => input.string(),
  (input) => {
    const list: unknown[] = [];
    input.blocks(() => list.push(readAnything(input)));
    return list;
  },
  (input) => {
    const map = new Map<unknown, unknown>();
    input.blocks(() => map.set(readAnything(input), readAnything(input)));
    return map;
  },
];
