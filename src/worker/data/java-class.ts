import { BigDecimal } from './big-decimal.ts';
import type { Schema, SchemaType } from './schema.ts';
import { Struct } from './struct.ts';

const NUMBER_CLASSES: Partial<Record<SchemaType, string>> = {
  INT8: 'java.lang.Byte',
  INT16: 'java.lang.Short',
  INT32: 'java.lang.Integer',
  FLOAT32: 'java.lang.Float',
};

/** The class that Java would report for a value, for messages: `class java.lang.String`, `class [B`. */
export function javaClassOf(value: unknown, schema?: Schema | null): string {
  if (typeof value === 'string') return 'class java.lang.String';
  if (typeof value === 'bigint') return 'class java.lang.Long';
  if (typeof value === 'boolean') return 'class java.lang.Boolean';
  if (typeof value === 'number') return `class ${(schema && NUMBER_CLASSES[schema.type]) ?? 'java.lang.Double'}`;
  if (value instanceof Uint8Array) return 'class [B';
  if (value instanceof Struct) return 'class org.apache.kafka.connect.data.Struct';
  if (value instanceof Map) return 'class java.util.HashMap';
  if (Array.isArray(value)) return 'class java.util.ArrayList';
  if (value instanceof Date) return 'class java.util.Date';
  if (value instanceof BigDecimal) return 'class java.math.BigDecimal';
  return `class ${(value as object)?.constructor?.name ?? 'java.lang.Object'}`;
}
