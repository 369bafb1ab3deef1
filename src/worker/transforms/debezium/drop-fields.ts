import type { ParsedConfig } from '../../config/index.ts';
import { basicsOf, type Schema, Struct, structSchema } from '../../data/index.ts';
import type { AnyRecord } from '../operand.ts';

/** Takes out the fields that a header of the record lists (`drop.fields.*`). */
export function dropFields<R extends AnyRecord>(record: R, config: ParsedConfig): R {
  const name = config['drop.fields.header.name'] as string | null;
  if (name === null || name.trim() === '') return record;
  const listed = record.headers.find(({ key }) => key === name)?.value;
  if (!Array.isArray(listed) || listed.length === 0) return record;
  const onlyOptional = config['drop.fields.keep.schema.compatible'] as boolean;
  const value = without(record.valueSchema, record.value, listed, onlyOptional);
  const key = config['drop.fields.from.key'] ? without(record.keySchema, record.key, listed, onlyOptional) : null;
  return {
    ...record,
    ...(value === null ? {} : { valueSchema: value.schema, value }),
    ...(key === null ? {} : { keySchema: key.schema, key }),
  };
}

/** Null: nothing to take out. As a ReplaceField does that work in Debezium, a null becomes its field's default here. */
function without(
  schema: Schema | null,
  value: unknown,
  names: readonly unknown[],
  onlyOptional: boolean,
): Struct | null {
  if (schema === null || !(value instanceof Struct)) return null;
  const fields = schema.fields ?? [];
  const kept = fields.filter((field) => !names.includes(field.name) || (onlyOptional && !field.schema.optional));
  if (kept.length === fields.length) return null;
  const left = new Struct(structSchema(kept, basicsOf(schema)));
  for (const field of kept) left.put(field.name, value.getAt(field));
  return left;
}
