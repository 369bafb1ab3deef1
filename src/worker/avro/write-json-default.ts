import { DataError } from '../data/index.ts';
import type { AvroOutput } from './avro-output.ts';
import type { AvroSchema } from './avro-schema.ts';

/** Writes a field's default, which is JSON, as the field's value; of a union it is the first branch. */
export function writeJsonDefault(avro: AvroSchema, json: unknown, out: AvroOutput): void {
  switch (avro.type) {
    case 'null':
      return;
    case 'boolean':
      out.byte(json === true ? 1 : 0);
      return;
    case 'int':
      out.int(Number(json));
      return;
    case 'long':
      out.long(BigInt(json as bigint));
      return;
    case 'float':
      out.float(Number(json));
      return;
    case 'double':
      out.double(Number(json));
      return;
    case 'string':
      out.string(String(json));
      return;
    case 'bytes':
      out.bytesWithLength(Buffer.from(String(json), 'latin1'));
      return;
    case 'fixed':
      out.raw(Buffer.from(String(json), 'latin1'));
      return;
    case 'enum':
      out.int(avro.symbols.indexOf(String(json)));
      return;
    case 'union':
      out.int(0);
      writeJsonDefault(firstOf(avro.branches), json, out);
      return;
    case 'record':
      for (const { name, schema, defaultValue } of avro.fields) {
        writeJsonDefault(schema, mapOf(json).has(name) ? mapOf(json).get(name) : defaultValue, out);
      }
      return;
    case 'array':
      if (!Array.isArray(json)) throw new DataError('Invalid JSON for array default value');
      if (json.length > 0) out.int(json.length);
      for (const item of json) writeJsonDefault(avro.items, item, out);
      out.int(0);
      return;
    case 'map':
      if (mapOf(json).size > 0) out.int(mapOf(json).size);
      for (const [key, item] of mapOf(json)) {
        out.string(key);
        writeJsonDefault(avro.values, item, out);
      }
      out.int(0);
      return;
    default:
      avro satisfies never;
  }
}

function firstOf(branches: readonly AvroSchema[]): AvroSchema {
  const [first] = branches;
  if (first === undefined) throw new DataError('An Avro union without branches');
  return first;
}

function mapOf(json: unknown): ReadonlyMap<string, unknown> {
  if (json instanceof Map) return json;
  throw new DataError('Invalid JSON for record or map default value');
}
