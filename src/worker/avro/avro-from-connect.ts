import { DATE, DataError, DECIMAL, type Schema, sameSchema, TIME, TIMESTAMP } from '../data/index.ts';
import { ANYTHING_SCHEMA } from './anything.ts';
import { avroDefault } from './avro-default.ts';
import {
  AVRO_NULL,
  type AvroField,
  type AvroNamed,
  type AvroRecord,
  type AvroSchema,
  isNamed,
  splitName,
} from './avro-schema.ts';
import {
  type AvroDataOptions,
  avroName,
  DECIMAL_PRECISION,
  DEFAULT_DECIMAL_PRECISION,
  DEFAULT_NAME,
  ENUM,
  ENUM_DEFAULT_PREFIX,
  ENUM_DOC_PREFIX,
  FIELD_DEFAULT_FLAG,
  FIELD_DOC_PREFIX,
  isTextKeyed,
  MAP_ENTRY,
  NAMESPACE,
  RECORD_DOC,
  UNION,
} from './connect-names.ts';

/** The Avro schema under which values of a Connect schema are written (AvroData.fromConnectSchema). */
export function avroFromConnect(schema: Schema | null, options: AvroDataOptions): AvroSchema {
  return schema === null ? ANYTHING_SCHEMA : new AvroBuilder(options).schemaOf(schema);
}

class AvroBuilder {
  readonly #options: AvroDataOptions;
  /** A named type that comes again has to be the same object: Avro refuses a second definition. */
  readonly #named: { readonly schema: Schema; readonly avro: AvroNamed }[] = [];
  /** Records whose fields are being built, for schemas that hold themselves. */
  readonly #open = new Map<readonly unknown[], AvroRecord>();
  #unnamed = 0;

  constructor(options: AvroDataOptions) {
    this.#options = options;
  }

  schemaOf(schema: Schema): AvroSchema {
    if (schema.type === 'STRUCT' && schema.name === UNION) return this.#union(schema);
    const base = this.#base(schema);
    if (!schema.optional) return base;
    const isNullFirst = schema.defaultValue === undefined || schema.type === 'STRUCT';
    return { type: 'union', branches: isNullFirst ? [AVRO_NULL, base] : [base, AVRO_NULL] };
  }

  #union(schema: Schema): AvroSchema {
    const members = (schema.fields ?? []).map((field) => this.#base(field.schema));
    return { type: 'union', branches: schema.optional ? [AVRO_NULL, ...members] : members };
  }

  /** Without the null of an optional schema. */
  #base(schema: Schema): AvroSchema {
    const open = schema.fields === undefined ? undefined : this.#open.get(schema.fields);
    if (open !== undefined) return open;
    const known = this.#named.find((entry) => sameBut(entry.schema, schema))?.avro;
    if (known !== undefined) return known;
    const props = new Map<string, unknown>();
    const avro = this.#bare(schema, props);
    if (this.#options.metaData) addMetaData(schema, props, this.#options);
    addLogicalType(schema, props);
    for (const [key, value] of schema.parameters ?? []) if (key.startsWith('avro')) props.set(key, value);
    if (isNamed(avro)) this.#named.push({ schema, avro });
    return avro;
  }

  #bare(schema: Schema, props: Map<string, unknown>): AvroSchema {
    switch (schema.type) {
      case 'INT8':
      case 'INT16':
      case 'INT32':
        return { type: 'int', props };
      case 'INT64':
        return { type: 'long', props };
      case 'FLOAT32':
        return { type: 'float', props };
      case 'FLOAT64':
        return { type: 'double', props };
      case 'BOOLEAN':
        return { type: 'boolean', props };
      case 'STRING':
        return this.#options.enhanced && schema.parameters?.has(ENUM)
          ? enumOf(schema, props)
          : { type: 'string', props };
      case 'BYTES':
        if (schema.name === DECIMAL) addScale(schema, props);
        return { type: 'bytes', props };
      case 'ARRAY':
        return { type: 'array', items: this.schemaOf(partOf(schema.valueSchema)), props };
      case 'MAP':
        return this.#map(schema, props);
      case 'STRUCT':
        return this.#record(schema, props);
      default:
        return schema.type satisfies never;
    }
  }

  /** Avro's maps have text for keys; other maps are lists of entries. */
  #map(schema: Schema, props: Map<string, unknown>): AvroSchema {
    const key = partOf(schema.keySchema);
    const value = partOf(schema.valueSchema);
    if (isTextKeyed(schema, this.#options)) return { type: 'map', values: this.schemaOf(value), props };
    const [namespace, name] = schema.name === undefined ? [NAMESPACE, MAP_ENTRY] : this.#split(schema.name);
    const entryProps = new Map<string, unknown>();
    if (schema.name !== undefined) entryProps.set('connect.internal.type', MAP_ENTRY);
    const fields = [this.#field('key', key), this.#field('value', value)];
    const known = this.#named.find(({ avro }) => isSameEntry(avro, namespace, name, fields))?.avro;
    const entry: AvroNamed = known ?? { type: 'record', name, namespace, fields, props: entryProps };
    if (known === undefined) this.#named.push({ schema, avro: entry });
    return { type: 'array', items: entry, props };
  }

  #record(schema: Schema, props: Map<string, unknown>): AvroSchema {
    const [namespace, name] = schema.name === undefined ? [NAMESPACE, this.#defaultName()] : this.#split(schema.name);
    const doc = schema.parameters?.get(RECORD_DOC);
    const fields: AvroField[] = [];
    const record: AvroRecord = {
      type: 'record',
      name,
      namespace,
      ...(doc === undefined ? {} : { doc }),
      fields,
      props,
    };
    const own = schema.fields ?? [];
    this.#open.set(own, record);
    for (const field of own) {
      fields.push(
        this.#field(
          avroName(field.name, this.#options),
          field.schema,
          schema.parameters?.get(FIELD_DOC_PREFIX + field.name),
        ),
      );
    }
    this.#open.delete(own);
    return record;
  }

  #split(fullName: string): readonly [namespace: string, name: string] {
    const parts = fullName.split('.').map((part) => avroName(part, this.#options));
    return splitName(parts.join('.'));
  }

  /** Structs without a name have one each: `ConnectDefault`, `ConnectDefault2`, … */
  #defaultName(): string {
    const count = ++this.#unnamed;
    return count > 1 ? `${DEFAULT_NAME}${count}` : DEFAULT_NAME;
  }

  #field(name: string, schema: Schema, doc?: string): AvroField {
    return {
      name,
      schema: this.schemaOf(schema),
      ...(doc === undefined ? {} : { doc }),
      ...(schema.defaultValue !== undefined
        ? { defaultValue: avroDefault(schema, schema.defaultValue, this.#options) }
        : schema.optional
          ? { defaultValue: null }
          : {}),
    };
  }
}

function isSameEntry(avro: AvroNamed, namespace: string, name: string, fields: readonly AvroField[]): boolean {
  if (avro.type !== 'record' || avro.name !== name || avro.namespace !== namespace) return false;
  return (
    avro.fields.length === 2 &&
    avro.fields.every(({ schema }, i) => schema.type !== 'union' && schema === fields[i]?.schema)
  );
}

/** True where two schemas differ at most in being optional. */
function sameBut(a: Schema, b: Schema): boolean {
  return sameSchema(a.optional === b.optional ? a : { ...a, optional: b.optional }, b);
}

function partOf(schema: Schema | undefined): Schema {
  if (schema === undefined) throw new DataError('A map or an array without a schema of its items');
  return schema;
}

function enumOf(schema: Schema, props: Map<string, unknown>): AvroSchema {
  const full = schema.parameters?.get(ENUM) ?? '';
  const [namespace, name] = splitName(full);
  const symbols = [...(schema.parameters ?? [])]
    .filter(([key]) => key.startsWith(`${ENUM}.`))
    .map(([, value]) => value);
  const doc = schema.parameters?.get(ENUM_DOC_PREFIX + name);
  const defaultSymbol = schema.parameters?.get(ENUM_DEFAULT_PREFIX + name);
  return {
    type: 'enum',
    name,
    namespace,
    ...(doc === undefined ? {} : { doc }),
    symbols,
    ...(defaultSymbol === undefined ? {} : { defaultSymbol }),
    props,
  };
}

function addMetaData(schema: Schema, props: Map<string, unknown>, options: AvroDataOptions): void {
  const { doc, version, parameters, defaultValue, name, type } = schema;
  if (doc !== undefined) props.set('connect.doc', doc);
  if (version !== undefined) props.set('connect.version', BigInt(version));
  const kept = new Map([...(parameters ?? [])].filter(([key]) => key !== FIELD_DEFAULT_FLAG));
  if (kept.size > 0) props.set('connect.parameters', kept);
  if (defaultValue !== undefined && !parameters?.has(FIELD_DEFAULT_FLAG)) {
    props.set('connect.default', avroDefault(schema, defaultValue, options));
  }
  if (name !== undefined) props.set('connect.name', name);
  if (type === 'INT8' || type === 'INT16') props.set('connect.type', type.toLowerCase());
}

function addScale(schema: Schema, props: Map<string, unknown>): void {
  props.set('scale', integerOf(schema.parameters?.get('scale') ?? '0'));
  const precision = schema.parameters?.get(DECIMAL_PRECISION);
  props.set('precision', integerOf(precision ?? String(DEFAULT_DECIMAL_PRECISION)));
}

function integerOf(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw new DataError(`Invalid number in a Decimal schema: ${text}`);
  return BigInt(text);
}

const LOGICAL: Readonly<Record<string, string>> = {
  [DECIMAL]: 'decimal',
  [TIME]: 'time-millis',
  [TIMESTAMP]: 'timestamp-millis',
  [DATE]: 'date',
};

function addLogicalType(schema: Schema, props: Map<string, unknown>): void {
  const logical = schema.name === undefined ? undefined : LOGICAL[schema.name];
  if (logical !== undefined) props.set('logicalType', logical);
}
