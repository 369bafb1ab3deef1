import { defineConfig } from '../config/index.ts';
import { DataError, javaClassOf, type Schema, type SchemaAndValue, schemas } from '../data/index.ts';
import { bothRoles, type ConverterRoles } from './both-roles.ts';
import { converterType } from './converter-type.ts';

interface NumberFormat {
  /** As in the class names: `Integer` of IntegerConverter. */
  readonly name: string;
  /** What reads it calls itself so in messages; those of Float and Double leave their name out. */
  readonly deserializer: string;
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
    deserializer: 'ShortDeserializer',
    schema: schemas.optionalInt16,
    sizeBytes: 2,
    isValue: isNumberOf('INT16'),
    write: (bytes, value) => bytes.writeInt16BE(value),
    read: (bytes) => bytes.readInt16BE(),
  },
  {
    name: 'Integer',
    deserializer: 'IntegerDeserializer',
    schema: schemas.optionalInt32,
    sizeBytes: 4,
    isValue: isNumberOf('INT32'),
    write: (bytes, value) => bytes.writeInt32BE(value),
    read: (bytes) => bytes.readInt32BE(),
  },
  {
    name: 'Long',
    deserializer: 'LongDeserializer',
    schema: schemas.optionalInt64,
    sizeBytes: 8,
    isValue: (_schema, value) => typeof value === 'bigint',
    write: (bytes, value) => bytes.writeBigInt64BE(value),
    read: (bytes) => bytes.readBigInt64BE(),
  },
  {
    name: 'Float',
    deserializer: 'Deserializer',
    schema: schemas.optionalFloat32,
    sizeBytes: 4,
    isValue: isNumberOf('FLOAT32'),
    write: (bytes, value) => bytes.writeFloatBE(value),
    read: (bytes) => bytes.readFloatBE(),
  },
  {
    name: 'Double',
    deserializer: 'Deserializer',
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

function read(format: NumberFormat, bytes: Buffer | null): SchemaAndValue {
  const { name, deserializer, schema, sizeBytes, read: readValue } = format;
  if (bytes === null) return { schema, value: null };
  if (bytes.length === sizeBytes) return { schema, value: readValue(bytes) };
  const cause = new DataError(`Size of data received by ${deserializer} is not ${sizeBytes}`, {
    javaClass: 'org.apache.kafka.common.errors.SerializationException',
  });
  throw new DataError(`Failed to deserialize ${name.toLowerCase()}: `, { cause });
}
