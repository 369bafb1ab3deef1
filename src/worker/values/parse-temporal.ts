import { dateSchema, type SchemaAndValue, timeSchema, timestampSchema } from '../data/index.ts';
import { DateFormat } from '../java-text/index.ts';

const FORMS = [
  { length: 24, format: new DateFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"), schema: timestampSchema() },
  { length: 13, format: new DateFormat("HH:mm:ss.SSS'Z'"), schema: timeSchema() },
  { length: 10, format: new DateFormat('yyyy-MM-dd'), schema: dateSchema() },
];

/**
 * A text of the very length of an ISO date, time or timestamp that reads as one; undefined else. A backslash may
 * stand before its colons. In UTC (Kafka takes the JVM's own zone).
 */
export function parseTemporal(text: string): SchemaAndValue | undefined {
  const plain = text.replaceAll('\\:', ':');
  const form = FORMS.find(({ length }) => length === plain.length);
  const value = form?.format.parse(plain);
  return form === undefined || value === undefined ? undefined : { schema: form.schema, value };
}
