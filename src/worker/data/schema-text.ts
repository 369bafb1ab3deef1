import type { Schema } from './schema.ts';

/** `Schema{INT32}`, or with its name `Schema{the.name:INT32}`. */
export function schemaText(schema: Schema | null): string {
  if (schema === null) return 'null';
  return schema.name === undefined ? `Schema{${schema.type}}` : `Schema{${schema.name}:${schema.type}}`;
}
