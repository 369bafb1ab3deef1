import { DataError, type Field, javaClassOf, javaEntries, type Schema, Struct } from '../data/index.ts';
import { fromLogical } from './avro-default.ts';
import type { AvroOutput } from './avro-output.ts';
import type { AvroRecord, AvroSchema, AvroUnion } from './avro-schema.ts';
import { isMapEntry, memberName } from './connect-from-avro.ts';
import { type AvroDataOptions, avroName, UNION } from './connect-names.ts';
import { anythingWriter } from './write-anything.ts';
import { writeJsonDefault } from './write-json-default.ts';

export type AvroWrite = (out: AvroOutput, value: unknown) => void;

/**
 * What writes values of a Connect schema under an Avro schema, which is the one made from it or, with
 * use.latest.version, another with the same fields.
 * @throws DataError where the one does not fit the other; the writer throws it where a value does not fit
 */
export function avroWriter(avro: AvroSchema, schema: Schema | null, options: AvroDataOptions): AvroWrite {
  return schema === null ? anythingWriter(avro) : new WriterCompiler(options).writer(avro, schema);
}

class WriterCompiler {
  readonly #options: AvroDataOptions;
  /** Writers of records that are being compiled: one may hold itself. */
  readonly #open = new Map<AvroRecord, { write: AvroWrite }>();

  constructor(options: AvroDataOptions) {
    this.#options = options;
  }

  /** A field's value, or its default, unless that is to be ignored. */
  readonly #valueIn = (struct: Struct, field: Field): unknown =>
    this.#options.ignoreDefault ? struct.getWithoutDefaultAt(field) : struct.getAt(field);

  writer(avro: AvroSchema, schema: Schema): AvroWrite {
    if (avro.type === 'union') {
      return schema.type === 'STRUCT' && schema.name === UNION
        ? this.#memberWriter(avro, schema)
        : this.#optionalWriter(avro, schema);
    }
    if (schema.type === 'STRUCT' && schema.name === UNION) throw misfit(avro, schema);
    const write = this.#plainWriter(avro, schema);
    const logical = fromLogical;
    const isLogical = schema.name?.startsWith('org.apache.kafka.connect.data.') ?? false;
    return (out, value) => {
      if (value === null || value === undefined) throw new DataError('Found null value for non-optional schema');
      write(out, isLogical ? logical(schema, value) : value);
    };
  }

  #optionalWriter({ branches }: AvroUnion, schema: Schema): AvroWrite {
    const nullIndex = branches.findIndex(({ type }) => type === 'null');
    const index = branches.findIndex((branch) => branch.type !== 'null' && this.#fits(branch, schema));
    const branch = branches[index];
    if (branch === undefined) throw new DataError(`No branch of the Avro union takes ${schema.type}`);
    const write = this.writer(branch, schema);
    return (out, value) => {
      if (value !== null && value !== undefined) {
        out.int(index);
        write(out, value);
        return;
      }
      if (nullIndex < 0 || !schema.optional) throw new DataError('Found null value for non-optional schema');
      out.int(nullIndex);
    };
  }

  #fits(branch: AvroSchema, schema: Schema): boolean {
    try {
      this.writer(branch, schema);
      return true;
    } catch (error) {
      if (error instanceof DataError) return false;
      throw error;
    }
  }

  /** Of a struct that stands for a union the first field that is set is written. */
  #memberWriter({ branches }: AvroUnion, schema: Schema): AvroWrite {
    const nullIndex = branches.findIndex(({ type }) => type === 'null');
    const members = (schema.fields ?? []).map((field) => {
      const index = branches.findIndex((branch) => memberName(branch, this.#options) === field.name);
      const branch = branches[index];
      if (branch === undefined) throw new DataError(`No branch of the Avro union is called ${field.name}`);
      return { field, index, write: this.writer(branch, field.schema) };
    });
    return (out, value) => {
      if (value !== null && value !== undefined) {
        const struct = structOf(value);
        for (const { field, index, write } of members) {
          const member = this.#valueIn(struct, field);
          if (member === null) continue;
          out.int(index);
          write(out, member);
          return;
        }
      }
      if (nullIndex < 0) throw new DataError('Found null value for non-optional schema');
      out.int(nullIndex);
    };
  }

  #plainWriter(avro: Exclude<AvroSchema, AvroUnion>, schema: Schema): AvroWrite {
    const { type } = schema;
    if (avro.type === 'record') return this.#recordWriter(avro, schema);
    if (avro.type === 'array') return this.#listWriter(avro.items, schema);
    if (avro.type === 'map') return this.#mapWriter(avro.values, schema);
    if (avro.type === 'enum' && type === 'STRING') return enumWriter(avro.symbols);
    if (avro.type === 'fixed' && type === 'BYTES') return fixedWriter(avro.sizeBytes, schema);
    if (avro.type === 'int' && (type === 'INT8' || type === 'INT16' || type === 'INT32')) {
      return (out, value) => out.int(typed(value, 'number', schema));
    }
    if (avro.type === 'long' && type === 'INT64') return (out, value) => out.long(typed(value, 'bigint', schema));
    if (avro.type === 'float' && type === 'FLOAT32') return (out, value) => out.float(typed(value, 'number', schema));
    if (avro.type === 'double' && type === 'FLOAT64') return (out, value) => out.double(typed(value, 'number', schema));
    if (avro.type === 'boolean' && type === 'BOOLEAN') {
      return (out, value) => out.byte(typed(value, 'boolean', schema) ? 1 : 0);
    }
    if (avro.type === 'string' && type === 'STRING') return (out, value) => out.string(typed(value, 'string', schema));
    if (avro.type === 'bytes' && type === 'BYTES') {
      return (out, value) => {
        if (!(value instanceof Uint8Array)) throw invalidType(value, schema);
        out.bytesWithLength(value);
      };
    }
    throw misfit(avro, schema);
  }

  #recordWriter(avro: AvroRecord, schema: Schema): AvroWrite {
    if (schema.type !== 'STRUCT') throw misfit(avro, schema);
    const open = this.#open.get(avro);
    if (open !== undefined) return (out, value) => open.write(out, value);
    const own: { write: AvroWrite } = { write: () => {} };
    this.#open.set(avro, own);
    const sources = new Map((schema.fields ?? []).map((field) => [avroName(field.name, this.#options), field]));
    const fields = avro.fields.map((field) => {
      const from: Field | undefined = sources.get(field.name);
      if (from !== undefined) return { from, write: this.writer(field.schema, from.schema) };
      if (field.defaultValue === undefined) throw new DataError(`No value for the Avro field ${field.name}`);
      return { from, write: (out: AvroOutput) => writeJsonDefault(field.schema, field.defaultValue, out) };
    });
    const valueIn = this.#valueIn;
    own.write = (out, value) => {
      const struct = structOf(value);
      for (const { from, write } of fields) write(out, from === undefined ? null : valueIn(struct, from));
    };
    this.#open.delete(avro);
    return own.write;
  }

  #listWriter(items: AvroSchema, schema: Schema): AvroWrite {
    if (schema.type === 'MAP' && isMapEntry(items)) return this.#entriesWriter(items, schema);
    if (schema.type !== 'ARRAY') throw new DataError(`An Avro array cannot hold a value of type ${schema.type}`);
    const write = this.writer(items, schema.valueSchema!);
    return (out, value) => {
      if (!Array.isArray(value)) throw invalidType(value, schema);
      if (value.length > 0) out.int(value.length);
      for (const item of value) write(out, item);
      out.int(0);
    };
  }

  #entriesWriter({ fields }: AvroRecord, schema: Schema): AvroWrite {
    const writes = fields.map((field) =>
      this.writer(field.schema, field.name === 'key' ? schema.keySchema! : schema.valueSchema!),
    );
    const isKeyFirst = fields[0]?.name === 'key';
    return (out, value) => {
      if (!(value instanceof Map)) throw invalidType(value, schema);
      if (value.size > 0) out.int(value.size);
      for (const [key, item] of javaEntries(value)) {
        writes[0]?.(out, isKeyFirst ? key : item);
        writes[1]?.(out, isKeyFirst ? item : key);
      }
      out.int(0);
    };
  }

  /** Java copies the map into a HashMap of its own, whose order is then the order of the bytes. */
  #mapWriter(values: AvroSchema, schema: Schema): AvroWrite {
    if (schema.type !== 'MAP' || schema.keySchema?.type !== 'STRING') {
      throw new DataError(`An Avro map cannot hold a value of type ${schema.type}`);
    }
    const write = this.writer(values, schema.valueSchema!);
    return (out, value) => {
      if (!(value instanceof Map)) throw invalidType(value, schema);
      if (value.size > 0) out.int(value.size);
      for (const [key, item] of javaEntries(new Map(javaEntries(value)))) {
        out.string(typed(key, 'string', schema));
        write(out, item);
      }
      out.int(0);
    };
  }
}

function enumWriter(symbols: readonly string[]): AvroWrite {
  const indexes = new Map(symbols.map((symbol, index) => [symbol, index]));
  return (out, value) => {
    const index = indexes.get(value as string);
    if (index === undefined) throw new DataError(`Not an enum symbol: ${String(value)}`);
    out.int(index);
  };
}

/** A decimal of fewer bytes is filled up with its sign. */
function fixedWriter(sizeBytes: number, schema: Schema): AvroWrite {
  const mayFill = schema.name !== undefined;
  return (out, value) => {
    if (!(value instanceof Uint8Array)) throw invalidType(value, schema);
    const missing = sizeBytes - value.length;
    if (missing < 0 || (missing > 0 && !mayFill)) {
      throw new DataError(`An Avro fixed of ${sizeBytes} bytes cannot hold ${value.length}`);
    }
    if (missing > 0) out.raw(Buffer.alloc(missing, (value[0] ?? 0) > 0x7f ? 0xff : 0));
    out.raw(value);
  };
}

interface Types {
  readonly number: number;
  readonly bigint: bigint;
  readonly boolean: boolean;
  readonly string: string;
}

function typed<T extends keyof Types>(value: unknown, type: T, schema: Schema): Types[T] {
  if (typeof value !== type) throw invalidType(value, schema);
  return value as Types[T];
}

function structOf(value: unknown): Struct {
  if (value instanceof Struct) return value;
  throw new DataError(`Invalid type for STRUCT: ${javaClassOf(value)}`);
}

function invalidType(value: unknown, schema: Schema): DataError {
  return new DataError(`Invalid type for ${schema.type}: ${javaClassOf(value)}`);
}

function misfit(avro: AvroSchema, schema: Schema): DataError {
  return new DataError(`A value of type ${schema.type} cannot be written as Avro ${avro.type}`);
}
