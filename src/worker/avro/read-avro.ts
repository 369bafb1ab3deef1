import { DataError, type Schema, Struct } from '../data/index.ts';
import { toLogical } from './avro-default.ts';
import type { AvroInput } from './avro-input.ts';
import type { AvroRecord, AvroSchema, AvroUnion } from './avro-schema.ts';
import { isMapEntry } from './connect-from-avro.ts';
import { UNION } from './connect-names.ts';
import { readAnything } from './read-anything.ts';

export type AvroRead = (input: AvroInput) => unknown;

/**
 * What reads values that were written under an Avro schema, as values of the Connect schema made from it.
 * The reader throws DataError where the bytes are none of that schema.
 */
export function avroReader(avro: AvroSchema, schema: Schema | null): AvroRead {
  return schema === null ? readAnything : new ReaderCompiler().reader(avro, schema);
}

class ReaderCompiler {
  /** Readers by record and by the very schema of its place, for records that hold themselves. */
  readonly #records = new Map<AvroRecord, Map<Schema, { read: AvroRead }>>();

  reader(avro: AvroSchema, schema: Schema): AvroRead {
    if (avro.type === 'union') return this.#unionReader(avro, schema);
    const read = this.#plainReader(avro, schema);
    if (!schema.name?.startsWith('org.apache.kafka.connect.data.')) return read;
    return (input) => toLogical(schema, read(input));
  }

  #unionReader({ branches }: AvroUnion, schema: Schema): AvroRead {
    const isStruct = schema.type === 'STRUCT' && schema.name === UNION && branches.length > 1;
    let next = 0;
    const reads = branches.map((branch): AvroRead => {
      if (branch.type === 'null') return () => null;
      if (!isStruct) return this.reader(branch, schema);
      const field = (schema.fields ?? [])[next++]!;
      const read = this.reader(branch, field.schema);
      return (input) => new Struct(schema).putAt(field, read(input));
    });
    return (input) => {
      const index = input.int();
      const read = reads[index];
      if (read === undefined) throw new DataError(`Malformed Avro data: no branch ${index} in a union`);
      return read(input);
    };
  }

  #plainReader(avro: Exclude<AvroSchema, AvroUnion>, schema: Schema): AvroRead {
    switch (avro.type) {
      case 'boolean':
        return (input) => input.boolean();
      case 'int':
        return intReader(schema);
      case 'long':
        return (input) => input.long();
      case 'float':
        return (input) => input.float();
      case 'double':
        return (input) => input.double();
      case 'string':
        return (input) => input.string();
      case 'bytes':
        return (input) => input.bytes();
      case 'fixed':
        return (input) => input.fixed(avro.sizeBytes);
      case 'enum':
        return (input) => symbolAt(avro.symbols, input.int());
      case 'array':
        return schema.type === 'MAP' && isMapEntry(avro.items)
          ? this.#entriesReader(avro.items, schema)
          : this.#listReader(avro.items, schema);
      case 'map':
        return this.#mapReader(avro.values, schema);
      case 'record':
        return this.#recordReader(avro, schema);
      case 'null':
        return () => null;
      default:
        return avro satisfies never;
    }
  }

  #listReader(items: AvroSchema, schema: Schema): AvroRead {
    const read = this.reader(items, schema.valueSchema!);
    return (input) => {
      const list: unknown[] = [];
      input.blocks(() => list.push(read(input)));
      return list;
    };
  }

  #mapReader(values: AvroSchema, schema: Schema): AvroRead {
    const read = this.reader(values, schema.valueSchema!);
    return (input) => {
      const map = new Map<unknown, unknown>();
      input.blocks(() => map.set(input.string(), read(input)));
      return map;
    };
  }

  #entriesReader({ fields }: AvroRecord, schema: Schema): AvroRead {
    const reads = fields.map((field) => ({
      isKey: field.name === 'key',
      read: this.reader(field.schema, field.name === 'key' ? schema.keySchema! : schema.valueSchema!),
    }));
    return (input) => {
      const map = new Map<unknown, unknown>();
      input.blocks(() => {
        let key: unknown = null;
        let value: unknown = null;
        for (const { isKey, read } of reads) {
          if (isKey) key = read(input);
          else value = read(input);
        }
        map.set(key, value);
      });
      return map;
    };
  }

  #recordReader(avro: AvroRecord, schema: Schema): AvroRead {
    const known = this.#records.get(avro)?.get(schema);
    if (known !== undefined) return (input) => known.read(input);
    const own: { read: AvroRead } = { read: () => null };
    this.#records.set(avro, (this.#records.get(avro) ?? new Map<Schema, { read: AvroRead }>()).set(schema, own));
    const fields = (schema.fields ?? []).map((field, i) => ({
      field,
      read: this.reader(avro.fields[i]!.schema, field.schema),
    }));
    const readFields = (input: AvroInput): Struct => {
      const struct = new Struct(schema);
      for (const { field, read } of fields) struct.putAt(field, read(input));
      return struct;
    };
    own.read = (input) => input.nested(() => readFields(input));
    return own.read;
  }
}

function intReader({ type }: Schema): AvroRead {
  if (type === 'INT8') return (input) => (input.int() << 24) >> 24;
  if (type === 'INT16') return (input) => (input.int() << 16) >> 16;
  return (input) => input.int();
}

function symbolAt(symbols: readonly string[], index: number): string {
  const symbol = symbols[index];
  if (symbol === undefined) throw new DataError(`Malformed Avro data: no symbol ${index} in an enum`);
  return symbol;
}
