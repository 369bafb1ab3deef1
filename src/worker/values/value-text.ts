import { DataError, isoDateText, javaClassOf, javaEntries, javaText, type Schema, Struct } from '../data/index.ts';

/**
 * The text of a value that `parseValue` reads again (Values.convertToString): JSON-like, without blanks; a string of
 * its own is left as it is, inside others it is quoted.
 */
export function valueText(schema: Schema | null | undefined, value: unknown, isEmbedded = false): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return quotedIn(isEmbedded, value);
  if (value instanceof Uint8Array) return quotedIn(isEmbedded, Buffer.from(value).toString('base64'));
  if (value instanceof Date) return isoDateText(value);
  if (Array.isArray(value)) return `[${value.map((item) => valueText(schema?.valueSchema, item, true)).join(',')}]`;
  if (value instanceof Map) return mapText(schema, value);
  if (value instanceof Struct) return structText(value);
  const isPlain = typeof value !== 'object' || javaClassOf(value) === 'class java.math.BigDecimal';
  if (isPlain) return javaText(schema, value);
  throw new DataError(`Failed to serialize unexpected value type ${javaClassOf(value)}`);
}

function quotedIn(isEmbedded: boolean, text: string): string {
  return isEmbedded ? `"${text.replace(/[\\"]/g, '\\$&')}"` : text;
}

function mapText(schema: Schema | null | undefined, map: ReadonlyMap<unknown, unknown>): string {
  const entries = javaEntries(map).map(
    ([key, value]) => `${valueText(schema?.keySchema, key, true)}:${valueText(schema?.valueSchema, value, true)}`,
  );
  return `{${entries.join(',')}}`;
}

function structText(struct: Struct): string {
  const fields = (struct.schema.fields ?? []).map(
    (field) => `${valueText(null, field.name, true)}:${valueText(field.schema, struct.getAt(field), true)}`,
  );
  return `{${fields.join(',')}}`;
}
