import { defineConfig } from '../config/index.ts';
import { DataError } from '../data/index.ts';
import type { ConverterPlugin } from '../plugins/index.ts';
import { onlyFalse, RegistryConverter, type RegistryFormat, registryKeys } from '../schema-registry/index.ts';
import { avroFromConnect } from './avro-from-connect.ts';
import { AvroInput } from './avro-input.ts';
import { AvroOutput } from './avro-output.ts';
import { type AvroSchema, fullName } from './avro-schema.ts';
import { avroSchemaText } from './avro-schema-text.ts';
import { connectFromAvro } from './connect-from-avro.ts';
import type { AvroDataOptions } from './connect-names.ts';
import { parseAvroSchema } from './parse-avro-schema.ts';
import { avroReader } from './read-avro.ts';
import { avroWriter } from './write-avro.ts';

const unsupported = [
  'scrub.invalid.names',
  'discard.type.doc.default',
  'allow.optional.map.keys',
  'generalized.sum.type.support',
];

const configDef = defineConfig([
  ...registryKeys,
  {
    name: 'schemas.cache.config',
    type: 'INT',
    defaultValue: 1000,
    importance: 'LOW',
    documentation: 'Kept for configs that have it; max.schemas.per.subject says how many schemas are kept.',
  },
  {
    name: 'enhanced.avro.schema.support',
    type: 'BOOLEAN',
    defaultValue: false,
    importance: 'MEDIUM',
    documentation: 'Whether enums, and the namespaces of union members, are kept on the way through Connect.',
  },
  {
    name: 'connect.meta.data',
    type: 'BOOLEAN',
    defaultValue: true,
    importance: 'LOW',
    documentation:
      'Whether names, versions, docs, parameters and defaults of Connect schemas are kept in Avro schemas.',
  },
  ...unsupported.map((name) => ({
    name,
    type: 'BOOLEAN' as const,
    defaultValue: false,
    validator: onlyFalse(name),
    importance: 'LOW' as const,
    documentation: 'Only false is supported.',
  })),
]);

/** Avro with a Schema Registry, under the name and the keys of Confluent's converter (io.confluent.connect.avro.AvroConverter). */
export const avroConverter: ConverterPlugin = {
  kind: 'converter',
  className: 'io.confluent.connect.avro.AvroConverter',
  version: '4.3.1',
  configDef,
  create: () => new RegistryConverter(avroFormat()),
};

function avroFormat(): RegistryFormat<AvroSchema> {
  let options: AvroDataOptions = { enhanced: false, metaData: true };
  const output = new AvroOutput();
  return {
    type: 'AVRO',
    word: 'Avro',
    configure(config) {
      options = {
        enhanced: config['enhanced.avro.schema.support'] as boolean,
        metaData: config['connect.meta.data'] as boolean,
      };
    },
    checkNull(schema) {
      if (schema === null || schema.optional || schema.defaultValue !== undefined) return;
      throw new DataError('Found null value for non-optional schema');
    },
    parse: (text, referenced) =>
      parseAvroSchema(
        text,
        referenced.map((schema) => schema.text),
      ),
    fromConnect: (schema) => avroFromConnect(schema, options),
    text: avroSchemaText,
    nameOf: (avro) => (avro.type === 'record' ? fullName(avro) : null),
    writer(avro, schema) {
      const write = avroWriter(avro, schema, options);
      return (id, value) => {
        output.reset();
        output.byte(0);
        output.uint32(id);
        write(output, value);
        return output.bytes();
      };
    },
    toConnect: (avro, version) => connectFromAvro(avro, options, version),
    reader(avro, schema) {
      const read = avroReader(avro, schema);
      return (bytes, start) => read(new AvroInput(bytes, start));
    },
  };
}
