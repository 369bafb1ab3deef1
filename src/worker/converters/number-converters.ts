import { defineConfig } from '../config/index.ts';
import { DataError, javaClassOf, type Schema, type SchemaAndValue, schemas } from '../data/index.ts';
import { bothRoles, type ConverterRoles } from './both-roles.ts';
import { converterType } from './converter-type.ts';

interface NumberFormat {
  /** As in the class names: `Integer` of IntegerConverter and IntegerDeserializer. */
  readonly name: string;
  readonly schema: Schema;
  readonly sizeBytes: number;
  /** Whether the value, without a schema or with one, is of this Java class. */
  isValue(schema: Schema | null, value: unknown): boolean;
  write(bytes: Buffer, value: never): void;
  read(bytes: Buffer): unknown;
}

const isNumberOf = (type: string) => (schema: Schema | null, value: unknown) =>
  typeof value === 'number' && schema?.type === type;

const FORMATS: readonly NumberFormat[] = [
  {
    name: 'Short',
    schema: schemas.optionalInt16,
    sizeBytes: 2,
    isValue: isNumberOf('INT16'),
    write: (bytes, value) => bytes.writeInt16BE(value),
    read: (bytes) => bytes.readInt16BE(),
  },
  {
    name: 'Integer',
    schema: schemas.optionalInt32,
    sizeBytes: 4,
    isValue: isNumberOf('INT32'),
    write: (bytes, value) => bytes.writeInt32BE(value),
    read: (bytes) => bytes.readInt32BE(),
  },
  {
    name: 'Long',
    schema: schemas.optionalInt64,
    sizeBytes: 8,
    isValue: (_schema, value) => typeof value === 'bigint',
    write: (bytes, value) => bytes.writeBigInt64BE(value),
    read: (bytes) => bytes.readBigInt64BE(),
  },
  {
    name: 'Float',
    schema: schemas.optionalFloat32,
    sizeBytes: 4,
    isValue: isNumberOf('FLOAT32'),
    write: (bytes, value) => bytes.writeFloatBE(value),
    read: (bytes) => bytes.readFloatBE(),
  },
  {
    name: 'Double',
    schema: schemas.optionalFloat64,
    sizeBytes: 8,
    isValue: (schema, value) => typeof value === 'number' && (schema === null || schema.type === 'FLOAT64'),
    write: (bytes, value) => bytes.writeDoubleBE(value),
    read: (bytes) => bytes.readDoubleBE(),
  },
];

/** Plain numbers, big endian (org.apache.kafka.connect.converters.NumberConverter and its subclasses). */
export const numberConverters: readonly ConverterRoles[] = FORMATS.map((format) =>
  bothRoles({
    className: `org.apache.kafka.connect.converters.${format.name}Converter`,
    configDef: defineConfig([converterType]),
    create: () => ({
      configure() {},
      fromConnectData: (_topic, schema, value) => write(format, schema, value),
      toConnectData: (_topic, bytes) => read(format, bytes),
    }),
  }),
);

function write(format: NumberFormat, schema: Schema | null, value: unknown): Buffer | null {
  if (value === null || value === undefined) return null;
  if (!format.isValue(schema, value)) {
    const type = format.name.toLowerCase();
    throw new DataError(`Failed to serialize to ${type} (was ${javaClassOf(value, schema)}): `);
  }
  const bytes = Buffer.alloc(format.sizeBytes);
  format.write(bytes, value as never);
  return bytes;
}

function read({ name, schema, sizeBytes, read: readValue }: NumberFormat, bytes: Buffer | null): SchemaAndValue {
  if (bytes === null) return { schema, value: null };
  if (bytes.length === sizeBytes) return { schema, value: readValue(bytes) };
  const cause = new DataError(`Size of data received by ${name}Deserializer is not ${sizeBytes}`, {
    javaClass: 'org.apache.kafka.common.errors.SerializationException',
  });
  throw new DataError(`Failed to deserialize ${name.toLowerCase()}: `, { cause });
}
