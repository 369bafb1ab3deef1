import { defineConfig } from '../config/index.ts';
import { DataError, javaClassOf, schemas } from '../data/index.ts';
import { bothRoles } from './both-roles.ts';
import { converterType } from './converter-type.ts';

/** One byte, 0 or 1 (org.apache.kafka.connect.converters.BooleanConverter). */
export const booleanConverter = bothRoles({
  className: 'org.apache.kafka.connect.converters.BooleanConverter',
  configDef: defineConfig([converterType]),
  create: () => ({
    configure() {},
    fromConnectData(_topic, schema, value) {
      if (schema !== null && schema.type !== 'BOOLEAN') {
        throw new DataError(`Invalid schema type for BooleanConverter: ${schema.type}`);
      }
      if (value === null || value === undefined) return null;
      if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0]);
      throw new DataError(`BooleanConverter is not compatible with objects of type ${javaClassOf(value, schema)}`);
    },
    toConnectData: (_topic, bytes) => ({ schema: schemas.optionalBoolean, value: bytes === null ? null : read(bytes) }),
  }),
});

function read(bytes: Buffer): boolean {
  if (bytes.length === 1 && bytes[0]! <= 1) return bytes[0] === 1;
  const message =
    bytes.length === 1
      ? `Unexpected byte received by BooleanDeserializer: ${bytes.readInt8()}`
      : 'Size of data received by BooleanDeserializer is not 1';
  const cause = new DataError(message, { javaClass: 'org.apache.kafka.common.errors.SerializationException' });
  throw new DataError('Failed to deserialize boolean: ', { cause });
}
