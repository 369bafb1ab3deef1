import { defineConfig } from '../config/index.ts';
import { DataError, javaClassOf, schemas } from '../data/index.ts';
import { bothRoles } from './both-roles.ts';
import { converterType } from './converter-type.ts';

/** Bytes as they are (org.apache.kafka.connect.converters.ByteArrayConverter). */
export const byteArrayConverter = bothRoles({
  className: 'org.apache.kafka.connect.converters.ByteArrayConverter',
  configDef: defineConfig([converterType]),
  create: () => ({
    configure() {},
    fromConnectData(_topic, schema, value) {
      if (schema !== null && schema.type !== 'BYTES') {
        throw new DataError(`Invalid schema type for ByteArrayConverter: ${schema.type}`);
      }
      if (value === null || value === undefined) return null;
      if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      throw new DataError(`ByteArrayConverter is not compatible with objects of type ${javaClassOf(value, schema)}`);
    },
    toConnectData: (_topic, bytes) => ({ schema: schemas.optionalBytes, value: bytes }),
  }),
});
