import { ConfigError, type ConfigKeySpec, defineConfig, type ParsedConfig } from '../config/index.ts';
import {
  basicsOf,
  type Schema,
  SizedHashMap,
  Struct,
  schemas,
  structSchema,
  timestampSchema,
  toTimestamp,
} from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireMap, requireSinkRecord, requireStruct } from './requirements.ts';
import { SchemaCache } from './schema-cache.ts';
import { replaceNullWithDefault } from './transform-keys.ts';

const PURPOSE = 'field insertion';
const SUFFIX = 'A ! at the end makes the field required, a ? (or nothing) optional.';

const textKey = (name: string, documentation: string): ConfigKeySpec => ({
  name,
  type: 'STRING',
  defaultValue: null,
  importance: 'MEDIUM',
  documentation,
});

/** Adds facts of the record, or a fixed text, as fields of the key or value (InsertField). */
export const insertField = keyAndValue({
  name: 'InsertField',
  configDef: defineConfig([
    textKey('topic.field', `Field for the name of the topic. ${SUFFIX}`),
    textKey('partition.field', `Field for the Kafka partition. ${SUFFIX}`),
    textKey('offset.field', `Field for the offset; of sink records only. ${SUFFIX}`),
    textKey('timestamp.field', `Field for the timestamp of the record. ${SUFFIX}`),
    textKey('static.field', `Field for the text of static.value. ${SUFFIX}`),
    textKey('static.value', 'The text that static.field gets.'),
    replaceNullWithDefault,
  ]),
  create: (operand) => new InsertField(operand),
});

interface Insertion {
  readonly field: string;
  readonly schema: Schema;
  /** What goes into a map, and into a struct where that differs. */
  readonly plain: (record: AnyRecord) => unknown;
  readonly typed?: (record: AnyRecord) => unknown;
}

class InsertField implements Transformation {
  readonly #operand: Operand;
  readonly #schemas = new SchemaCache((schema) => this.#extend(schema));
  #insertions: readonly Insertion[] = [];
  #replaceNull = true;

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#insertions = readInsertions(config);
    this.#replaceNull = config['replace.null.with.default'] as boolean;
  }

  apply<R extends AnyRecord>(record: R): R {
    const value = this.#operand.valueOf(record);
    if (value === null || value === undefined) return record;
    const schema = this.#operand.schemaOf(record);
    return schema === null ? this.#applyToMap(record, value) : this.#applyToStruct(record, schema, value);
  }

  #applyToMap<R extends AnyRecord>(record: R, value: unknown): R {
    const updated = SizedHashMap.copyOf(requireMap(value, PURPOSE));
    for (const { field, plain } of this.#insertions) {
      const inserted = plain(record);
      if (inserted !== null) updated.set(field, inserted);
    }
    return this.#operand.with(record, null, updated);
  }

  #applyToStruct<R extends AnyRecord>(record: R, schema: Schema, value: unknown): R {
    const struct = requireStruct(value, PURPOSE, schema);
    const updated = new Struct(this.#schemas.get(schema));
    for (const field of struct.schema.fields ?? []) {
      updated.put(field.name, this.#replaceNull ? struct.getAt(field) : struct.getWithoutDefaultAt(field));
    }
    for (const { field, plain, typed } of this.#insertions) {
      const inserted = (typed ?? plain)(record);
      if (inserted !== null) updated.put(field, inserted);
    }
    return this.#operand.with(record, updated.schema, updated);
  }

  #extend(schema: Schema): Schema {
    const added = this.#insertions.map(({ field, schema: fieldSchema }) => ({ name: field, schema: fieldSchema }));
    return structSchema([...(schema.fields ?? []), ...added], basicsOf(schema));
  }
}

function readInsertions(config: ParsedConfig): readonly Insertion[] {
  const insertions: Insertion[] = [];
  const add = (key: string, make: (field: string, isOptional: boolean) => Insertion) => {
    const text = config[key] as string | null;
    if (text === null) return;
    insertions.push(make(text.replace(/[!?]$/, ''), !text.endsWith('!')));
  };
  add('topic.field', (field, isOptional) => ({
    field,
    schema: isOptional ? schemas.optionalString : schemas.string,
    plain: ({ topic }) => topic,
  }));
  add('partition.field', (field, isOptional) => ({
    field,
    schema: isOptional ? schemas.optionalInt32 : schemas.int32,
    plain: ({ partition }) => (partition === null ? null : BigInt(partition)),
    typed: ({ partition }) => partition,
  }));
  add('offset.field', (field, isOptional) => ({
    field,
    schema: isOptional ? schemas.optionalInt64 : schemas.int64,
    plain: (record) => requireSinkRecord(record, PURPOSE).offset,
  }));
  add('timestamp.field', (field, optional) => ({
    field,
    schema: timestampSchema({ optional }),
    plain: ({ timestampMs }) => (timestampMs === null ? null : BigInt(timestampMs)),
    typed: ({ timestampMs }) => (timestampMs === null ? null : toTimestamp(timestampMs)),
  }));
  const staticValue = config['static.value'] as string | null;
  add('static.field', (field, isOptional) => {
    if (staticValue === null) {
      throw ConfigError.invalid('static.value', null, `No value specified for static field: ${field}`);
    }
    return { field, schema: isOptional ? schemas.optionalString : schemas.string, plain: () => staticValue };
  });
  if (insertions.length === 0) throw new ConfigError('No field insertion configured');
  return insertions;
}
