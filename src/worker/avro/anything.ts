import type { AvroRecord, AvroSchema } from './avro-schema.ts';
import { fullName } from './avro-schema.ts';
import { ANYTHING, NAMESPACE } from './connect-names.ts';
import { parseAvroSchema } from './parse-avro-schema.ts';

const optional = (name: string, type: string) => `{"name":"${name}","type":["null",${type}],"default":null}`;
const entry =
  '{"type":"record","name":"MapEntry","fields":[{"name":"key","type":"Anything"},{"name":"value","type":"Anything"}]}';

/** What a value without a schema is written under: one field for each type that it may have (AvroData.ANYTHING_SCHEMA). */
export const ANYTHING_SCHEMA = parseAvroSchema(
  `{"type":"record","name":"Anything","namespace":"${NAMESPACE}","fields":[${[
    optional('boolean', '"boolean"'),
    optional('bytes', '"bytes"'),
    optional('double', '"double"'),
    optional('float', '"float"'),
    optional('int', '"int"'),
    optional('long', '"long"'),
    optional('string', '"string"'),
    optional('array', '{"type":"array","items":"Anything"}'),
    optional('map', `{"type":"array","items":${entry}}`),
  ].join(',')}]}`,
) as AvroRecord;

export function isAnything(schema: AvroSchema): boolean {
  return schema.type === 'record' && fullName(schema) === ANYTHING;
}
