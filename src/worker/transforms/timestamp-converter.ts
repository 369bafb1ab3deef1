import { messageOf } from '../../core/index.ts';
import { ConfigError, defineConfig, oneOf, type ParsedConfig } from '../config/index.ts';
import { basicsOf, fieldsOf, type Schema, SizedHashMap, Struct, structSchema } from '../data/index.ts';
import { DateFormat } from '../java-text/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireMap, requireStructOrNull } from './requirements.ts';
import { SchemaCache } from './schema-cache.ts';
import {
  type FormOptions,
  formOfSchema,
  formOfValue,
  readTimestamp,
  schemaOfForm,
  type TimestampForm,
  type UnixPrecision,
  writeTimestamp,
} from './timestamp-forms.ts';
import { replaceNullWithDefault } from './transform-keys.ts';

const PURPOSE = 'converting timestamp formats';

/** Writes a time in another form: text, a Unix time, or one of Connect's types (TimestampConverter). */
export const timestampConverter = keyAndValue({
  name: 'TimestampConverter',
  configDef: defineConfig([
    {
      name: 'field',
      type: 'STRING',
      defaultValue: '',
      importance: 'HIGH',
      documentation: 'The field that holds the time; empty for the whole key or value.',
    },
    {
      name: 'target.type',
      type: 'STRING',
      validator: oneOf('string', 'unix', 'Date', 'Time', 'Timestamp'),
      importance: 'HIGH',
      documentation: 'The form to write: string, unix, Date, Time or Timestamp.',
    },
    {
      name: 'format',
      type: 'STRING',
      defaultValue: '',
      importance: 'MEDIUM',
      documentation: 'How text is read and written: a pattern of java.text.SimpleDateFormat, in UTC.',
    },
    {
      name: 'unix.precision',
      type: 'STRING',
      defaultValue: 'milliseconds',
      validator: oneOf('nanoseconds', 'microseconds', 'milliseconds', 'seconds'),
      importance: 'LOW',
      documentation: 'What a Unix time counts: seconds, milliseconds, microseconds or nanoseconds.',
    },
    replaceNullWithDefault,
  ]),
  create: (operand) => new TimestampConverter(operand),
});

class TimestampConverter implements Transformation {
  readonly #operand: Operand;
  readonly #schemas = new SchemaCache((schema) => this.#convertSchema(schema));
  #field = '';
  #target: TimestampForm = 'string';
  #options: FormOptions = { format: null, precision: 'milliseconds' };
  #replaceNull = true;

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#field = config['field'] as string;
    this.#target = config['target.type'] as TimestampForm;
    this.#replaceNull = config['replace.null.with.default'] as boolean;
    const pattern = config['format'] as string;
    if (this.#target === 'string' && pattern.trim() === '') {
      throw new ConfigError('TimestampConverter requires format option to be specified when using string timestamps');
    }
    const format = pattern.trim() === '' ? null : readFormat(pattern);
    this.#options = { format, precision: config['unix.precision'] as UnixPrecision };
  }

  apply<R extends AnyRecord>(record: R): R {
    const schema = this.#operand.schemaOf(record);
    const value = this.#operand.valueOf(record);
    return schema === null ? this.#applyPlain(record, value) : this.#applyTyped(record, schema, value);
  }

  #applyPlain<R extends AnyRecord>(record: R, value: unknown): R {
    if (value === null || value === undefined || this.#field === '') {
      return this.#operand.with(record, null, this.#convert(null, value));
    }
    const map = requireMap(value, PURPOSE);
    const converted = SizedHashMap.copyOf(map);
    converted.set(this.#field, this.#convert(null, map.get(this.#field)));
    return this.#operand.with(record, null, converted);
  }

  #applyTyped<R extends AnyRecord>(record: R, schema: Schema, value: unknown): R {
    if (this.#field === '') {
      const target = schemaOfForm(this.#target, schema.optional);
      return this.#operand.with(record, target, this.#convert(formOfSchema(schema), value));
    }
    const struct = requireStructOrNull(value, PURPOSE, schema);
    const target = this.#schemas.get(schema);
    return this.#operand.with(record, target, struct === null ? null : this.#convertStruct(struct, target));
  }

  #convertStruct(struct: Struct, target: Schema): Struct {
    const converted = new Struct(target);
    for (const field of struct.schema.fields ?? []) {
      const value = this.#replaceNull ? struct.getAt(field) : struct.getWithoutDefaultAt(field);
      const isTime = field.name === this.#field;
      converted.put(field.name, isTime ? this.#convert(formOfSchema(field.schema), value) : value);
    }
    return converted;
  }

  /** Optional flag and default of the struct are kept; of the field only whether it is optional. */
  #convertSchema(schema: Schema): Schema {
    const fields = fieldsOf(schema).map((field) => {
      if (field.name !== this.#field) return field;
      return { name: field.name, schema: schemaOfForm(this.#target, field.schema.optional) };
    });
    const properties = { ...basicsOf(schema), optional: schema.optional };
    const target = structSchema(fields, properties);
    if (!(schema.defaultValue instanceof Struct)) return target;
    return structSchema(fields, { ...properties, defaultValue: this.#convertStruct(schema.defaultValue, target) });
  }

  /** `form` null: as the value looks. */
  #convert(form: TimestampForm | null, value: unknown): unknown {
    if (value === null || value === undefined) return null;
    return writeTimestamp(this.#target, readTimestamp(form ?? formOfValue(value), value, this.#options), this.#options);
  }
}

function readFormat(pattern: string): DateFormat {
  try {
    return new DateFormat(pattern);
  } catch (error) {
    throw ConfigError.invalid(
      `TimestampConverter requires a SimpleDateFormat-compatible pattern for string timestamps: ${pattern}`,
      `java.lang.IllegalArgumentException: ${messageOf(error)}`,
    );
  }
}
