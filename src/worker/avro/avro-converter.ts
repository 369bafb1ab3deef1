import { type ConfigKeySpec, defineConfig } from '../config/index.ts';
import { DataError } from '../data/index.ts';
import type { ConverterPlugin } from '../plugins/index.ts';
import {
  flattenSingletonUnions,
  onlyFalse,
  RegistryConverter,
  type RegistryFormat,
  registryKeys,
} from '../schema-registry/index.ts';
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

const unsupported = ['discard.type.doc.default', 'generalized.sum.type.support'];

function flag(name: string, documentation: string): ConfigKeySpec {
  return { name, type: 'BOOLEAN', defaultValue: false, importance: 'MEDIUM', documentation };
}

const configDef = defineConfig([
  ...registryKeys,
  {
    name: 'schemas.cache.config',
    type: 'INT',
    defaultValue: 1000,
    importance: 'LOW',
    documentation: 'Kept for configs that have it; max.schemas.per.subject says how many schemas are kept.',
  },
  flag(
    'enhanced.avro.schema.support',
    'Whether enums, and the namespaces of union members, are kept on the way through Connect.',
  ),
  flag('scrub.invalid.names', 'Whether names that Avro does not take are made such as it takes.'),
  flag('allow.optional.map.keys', 'Whether maps whose keys are optional text are written as maps of Avro.'),
  flag('ignore.default.for.nullables', 'Whether null is written where a field has a default.'),
  {
    name: 'connect.meta.data',
    type: 'BOOLEAN',
    defaultValue: true,
    importance: 'LOW',
    documentation:
      'Whether names, versions, docs, parameters and defaults of Connect schemas are kept in Avro schemas.',
  },
  ...unsupported.map((name) => ({ ...flag(name, 'Only false is supported.'), validator: onlyFalse(name) })),
  flattenSingletonUnions,
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
  let options: AvroDataOptions;
  const output = new AvroOutput();
  return {
    type: 'AVRO',
    word: 'Avro',
    configure(config) {
      options = {
        enhanced: config['enhanced.avro.schema.support'] as boolean,
        metaData: config['connect.meta.data'] as boolean,
        scrubNames: config['scrub.invalid.names'] as boolean,
        optionalMapKeys: config['allow.optional.map.keys'] as boolean,
        ignoreDefault: config['ignore.default.for.nullables'] as boolean,
      };
    },
    hasFormOfNull(schema) {
      if (schema === null || schema.optional) return false;
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
