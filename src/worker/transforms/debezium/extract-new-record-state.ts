import type { ParsedConfig } from '../../config/index.ts';
import {
  basicsOf,
  DataError,
  fieldOf,
  type Header,
  type Schema,
  Struct,
  schemas,
  structSchema,
} from '../../data/index.ts';
import type { Transformation, TransformationPlugin } from '../../plugins/index.ts';
import type { AnyRecord } from '../operand.ts';
import { requireStruct } from '../requirements.ts';
import { type DeleteHandling, deleteHandlingOf } from './delete-handling.ts';
import { dropFields } from './drop-fields.ts';
import { FieldReference } from './field-reference.ts';
import { unwrapConfig } from './unwrap-keys.ts';

const DELETED = '__deleted';
const PURPOSE = 'source field insertion';

/** The row out of a change event: `after`, or for a delete what the settings say (io.debezium.transforms.ExtractNewRecordState). */
export const extractNewRecordState: TransformationPlugin = {
  kind: 'transformation',
  className: 'io.debezium.transforms.ExtractNewRecordState',
  version: '4.3.1',
  configDef: unwrapConfig,
  create: () => new ExtractNewRecordState(),
};

class ExtractNewRecordState implements Transformation {
  #config: ParsedConfig = {};
  #handling: DeleteHandling = { deletes: 'drop', keepsTombstones: false };
  #fields: readonly FieldReference[] = [];
  #headers: readonly FieldReference[] = [];
  #routeBy = '';
  #replaceNull = true;
  /** Rows' schemas by the schema of the event and that of the row. */
  #schemas = new WeakMap<Schema, WeakMap<Schema, Schema>>();

  configure(config: ParsedConfig): void {
    this.#config = config;
    this.#handling = deleteHandlingOf(config);
    this.#fields = references(config, 'add.fields');
    this.#headers = references(config, 'add.headers');
    this.#routeBy = config['route.by.field'] as string;
    this.#replaceNull = config['replace.null.with.default'] as boolean;
  }

  apply<R extends AnyRecord>(record: R): R | null {
    if (record.value === null || record.value === undefined) return this.#tombstone(record);
    if (record.valueSchema?.name?.endsWith('.Envelope') !== true) return record;
    const event = requireStruct(record.value, PURPOSE, record.valueSchema);
    const after = this.#partOf(event, 'after');
    if (after !== null) return this.#row(record, event, after, 'false');
    const before = this.#partOf(event, 'before');
    // A truncate has neither.
    return before === null ? null : this.#delete(record, event, before);
  }

  #tombstone<R extends AnyRecord>(record: R): R | null {
    if (!this.#handling.keepsTombstones) return null;
    const added = this.#headers
      .filter(({ isOperation }) => isOperation)
      .map(({ newName }): Header => ({ key: newName, schema: schemas.string, value: 'd' }));
    return { ...record, headers: [...record.headers, ...added] };
  }

  #delete<R extends AnyRecord>(record: R, event: Struct, before: Struct): R | null {
    const { deletes } = this.#handling;
    if (deletes === 'drop') return null;
    if (deletes === 'rewrite') return this.#row(record, event, before, 'true');
    const valueSchema = deletes === 'null-value' ? (fieldOf(event.schema, 'after')?.schema ?? null) : null;
    const emptied = { ...this.#with(record, event, before), valueSchema, value: null };
    return dropFields(emptied, this.#config);
  }

  #row<R extends AnyRecord>(record: R, event: Struct, row: Struct, deleted: 'true' | 'false'): R {
    const isRewriting = this.#handling.deletes === 'rewrite';
    const schema = this.#schemaOf(event.schema, row.schema, isRewriting);
    const value = new Struct(schema);
    for (const field of row.schema.fields ?? []) {
      value.put(field.name, isRewriting && this.#replaceNull ? row.getAt(field) : row.getWithoutDefaultAt(field));
    }
    if (isRewriting) value.put(DELETED, deleted);
    for (const reference of this.#fields) {
      if (fieldOf(schema, reference.newName) !== undefined) value.put(reference.newName, reference.valueIn(event));
    }
    return dropFields({ ...this.#with(record, event, row), valueSchema: schema, value }, this.#config);
  }

  /** The record with the topic and the headers that the event asks for. */
  #with<R extends AnyRecord>(record: R, event: Struct, row: Struct): R {
    const topic = this.#topicOf(row) ?? record.topic;
    if (this.#headers.length === 0) return topic === record.topic ? record : { ...record, topic };
    const added = this.#headers.flatMap((reference): readonly Header[] => {
      const schema = reference.schemaIn(event.schema);
      return schema === undefined ? [] : [{ key: reference.newName, schema, value: reference.valueIn(event) ?? null }];
    });
    return { ...record, topic, headers: [...record.headers, ...added] };
  }

  /** undefined where no field routes, or it is null or blank. */
  #topicOf(row: Struct): string | undefined {
    if (this.#routeBy === '') return undefined;
    const route = row.getWithoutDefault(this.#routeBy);
    if (fieldOf(row.schema, this.#routeBy)?.schema.type !== 'STRING') {
      throw new DataError(`Field '${this.#routeBy}' is not of type STRING`);
    }
    return typeof route === 'string' && route.trim() !== '' ? route : undefined;
  }

  /** The row of the event, or its default; null where it has none. */
  #partOf(event: Struct, name: 'before' | 'after'): Struct | null {
    const field = fieldOf(event.schema, name);
    if (field === undefined) return null;
    const value = this.#replaceNull ? event.getAt(field) : event.getWithoutDefaultAt(field);
    return value === null ? null : requireStruct(value, PURPOSE, field.schema);
  }

  #schemaOf(event: Schema, row: Schema, isRewriting: boolean): Schema {
    let byRow = this.#schemas.get(event);
    if (byRow === undefined) {
      byRow = new WeakMap();
      this.#schemas.set(event, byRow);
    }
    let schema = byRow.get(row);
    if (schema === undefined) {
      const added = this.#fields.flatMap((reference) => {
        const fieldSchema = reference.schemaIn(event);
        return fieldSchema === undefined ? [] : [{ name: reference.newName, schema: fieldSchema }];
      });
      const deleted = isRewriting ? [{ name: DELETED, schema: schemas.optionalString }] : [];
      schema = structSchema([...(row.fields ?? []), ...deleted, ...added], basicsOf(row));
      byRow.set(row, schema);
    }
    return schema;
  }
}

function references(config: ParsedConfig, key: 'add.fields' | 'add.headers'): readonly FieldReference[] {
  const prefix = config[`${key}.prefix`] as string;
  return (config[key] as readonly string[]).map((text) => new FieldReference(prefix, text.trim()));
}
