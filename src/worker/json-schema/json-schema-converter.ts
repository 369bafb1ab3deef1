import { defineConfig, oneOfIgnoringCase } from '../config/index.ts';
import { JsonReader, JsonSyntaxError } from '../converters/json-reader.ts';
import { BigDecimal, DataError, type Schema } from '../data/index.ts';
import type { ConverterPlugin } from '../plugins/index.ts';
import {
  flattenSingletonUnions,
  onlyFalse,
  RegistryConverter,
  type RegistryFormat,
  registryKeys,
  WIRE_HEADER_BYTES,
} from '../schema-registry/index.ts';
import { connectFromJsonSchema } from './connect-from-json-schema.ts';
import { JsonSchemaDocuments } from './json-schema-documents.ts';
import { jsonSchemaFromConnect } from './json-schema-from-connect.ts';
import type { JsonSchemaOptions } from './json-schema-names.ts';
import { jsonSchemaText } from './json-schema-text.ts';
import { readJsonValue } from './read-json-value.ts';
import { writeJsonValue } from './write-json-value.ts';

const flag = (name: string, defaultValue: boolean, documentation: string) =>
  ({ name, type: 'BOOLEAN', defaultValue, importance: 'MEDIUM', documentation }) as const;
const unsupported = (name: string) => ({
  ...flag(name, false, 'Only false is supported.'),
  validator: onlyFalse(name),
});

const configDef = defineConfig([
  ...registryKeys,
  {
    name: 'decimal.format',
    type: 'STRING',
    defaultValue: 'BASE64',
    validator: oneOfIgnoringCase('NUMERIC', 'BASE64'),
    importance: 'LOW',
    documentation: 'How decimals are written: BASE64 for their bytes as text, NUMERIC for a number. Both are read.',
  },
  flag('object.additional.properties', true, 'Whether schemas that are written allow further properties.'),
  flag('use.optional.for.nonrequired', false, 'Whether properties that are not required are read as optional fields.'),
  flag('ignore.default.for.nullables', false, 'Whether null is written where a field has a default.'),
  {
    name: 'schemas.cache.config',
    type: 'INT',
    defaultValue: 1000,
    importance: 'LOW',
    documentation: 'Kept for configs that have it; max.schemas.per.subject says how many schemas are kept.',
  },
  ...[
    'json.fail.invalid.schema',
    'json.indent.output',
    'preserve.additional.properties',
    'generalized.sum.type.support',
  ].map(unsupported),
  flattenSingletonUnions,
]);

/** JSON with a JSON Schema in a registry, under Confluent's name and keys (io.confluent.connect.json.JsonSchemaConverter). */
export const jsonSchemaConverter: ConverterPlugin = {
  kind: 'converter',
  className: 'io.confluent.connect.json.JsonSchemaConverter',
  version: '4.3.1',
  configDef,
  create: () => new RegistryConverter(jsonSchemaFormat()),
};

function jsonSchemaFormat(): RegistryFormat<JsonSchemaDocuments> {
  let options: JsonSchemaOptions;
  return {
    type: 'JSON',
    word: 'JSON Schema',
    configure(config) {
      options = {
        decimalFormat: String(config['decimal.format']).toUpperCase() as JsonSchemaOptions['decimalFormat'],
        additionalProperties: config['object.additional.properties'] as boolean,
        optionalForNonRequired: config['use.optional.for.nonrequired'] as boolean,
        ignoreDefault: config['ignore.default.for.nullables'] as boolean,
      };
    },
    /** As Confluent's converter has it: the default of a schema counts for null, and what is optional is `null`. */
    hasFormOfNull: (schema) => schema !== null && writeJsonValue(schema, null, options) !== null,
    parse: (text, referenced) => new JsonSchemaDocuments(text, referenced),
    fromConnect(schema) {
      return new JsonSchemaDocuments(jsonSchemaText(jsonSchemaFromConnect(withSchema(schema), options)), []);
    },
    text: ({ root }) => jsonSchemaText(root),
    nameOf({ root }) {
      const title = root.get('title');
      return typeof title === 'string' ? title : null;
    },
    writer(_documents, schema) {
      const own = withSchema(schema);
      return (id, value) => message(id, writeJsonValue(own, value, options) ?? 'null');
    },
    toConnect: (documents, version) => connectFromJsonSchema(documents, options, version),
    reader: (_documents, schema) => (bytes, start) => readJsonValue(withSchema(schema), documentIn(bytes, start)),
  };
}

function withSchema(schema: Schema | null): Schema {
  if (schema !== null) return schema;
  throw new DataError('JsonSchemaConverter needs a schema, and the value has none');
}

function message(id: number, json: string): Buffer {
  const bytes = Buffer.allocUnsafe(WIRE_HEADER_BYTES + Buffer.byteLength(json));
  bytes[0] = 0;
  bytes.writeUInt32BE(id, 1);
  bytes.write(json, WIRE_HEADER_BYTES);
  return bytes;
}

function documentIn(bytes: Buffer, start: number): unknown {
  try {
    return new JsonReader(bytes.toString('utf8', start), BigDecimal.parse).readDocument() ?? null;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new DataError(error.message, { javaClass: 'org.apache.kafka.common.errors.SerializationException' });
  }
}
