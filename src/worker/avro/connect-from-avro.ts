import {
  DATE,
  DataError,
  DECIMAL,
  type Field,
  type Schema,
  type SchemaType,
  schemas,
  TIME,
  TIMESTAMP,
} from '../data/index.ts';
import { isAnything } from './anything.ts';
import { connectDefault } from './avro-default.ts';
import {
  type AvroFixed,
  type AvroPrimitive,
  type AvroRecord,
  type AvroSchema,
  fullName,
  isNamed,
  textProp,
} from './avro-schema.ts';
import {
  type AvroDataOptions,
  DECIMAL_PRECISION,
  DEFAULT_DECIMAL_PRECISION,
  DEFAULT_NAME,
  ENUM,
  ENUM_DEFAULT_PREFIX,
  ENUM_DOC_PREFIX,
  FIELD_DEFAULT_FLAG,
  FIELD_DOC_PREFIX,
  MAP_ENTRY,
  NAMESPACE,
  RECORD_DOC,
  UNION,
} from './connect-names.ts';

/** Where a schema stands in the one around it. */
interface Place {
  readonly optional: boolean;
  /** The JSON default of the field that has this schema. */
  readonly fieldDefault?: unknown;
  /** The registry's version, on the outermost schema only. */
  readonly version?: number | undefined;
}

type Draft = { -readonly [K in keyof Schema]: Schema[K] };

/**
 * The Connect schema of values that were written under an Avro schema, null for values that had none
 * (AvroData.toConnectSchema).
 * @param version what the registry calls this version of the subject; a `connect.version` comes before it
 * @throws DataError where Connect has no such type
 */
export function connectFromAvro(avro: AvroSchema, options: AvroDataOptions, version?: number): Schema | null {
  return isAnything(avro) ? null : new ConnectBuilder(options).schemaOf(avro, { optional: false, version });
}

class ConnectBuilder {
  readonly #options: AvroDataOptions;
  /** Records whose fields are being built, for those that hold themselves. */
  readonly #open = new Map<AvroRecord, Draft>();

  constructor(options: AvroDataOptions) {
    this.#options = options;
  }

  schemaOf(avro: AvroSchema, place: Place): Schema {
    if (avro.type === 'union') {
      const members = avro.branches.filter(({ type }) => type !== 'null');
      const isOptional = members.length < avro.branches.length;
      if (members.length === 1) return this.schemaOf(members[0]!, { ...place, optional: place.optional || isOptional });
      return this.#union(members, isOptional || place.optional, place);
    }
    const open = avro.type === 'record' ? this.#open.get(avro) : undefined;
    if (open !== undefined) return open.optional === place.optional ? open : { ...open, optional: place.optional };
    const parameters = new Map<string, string>();
    const draft = this.#draft(avro, place, parameters);
    addProps(draft, avro, place, parameters, this.#options);
    if (avro.type === 'record') this.#close(avro, draft, parameters);
    if (parameters.size > 0) draft.parameters = parameters;
    addDefault(draft, avro, place, parameters);
    return draft;
  }

  /** A struct with one field a member, of which one is set. */
  #union(members: readonly AvroSchema[], optional: boolean, place: Place): Schema {
    const fields = members.map(
      (member, index): Field => ({
        name: memberName(member, this.#options),
        index,
        schema: this.schemaOf(member, { optional: true }),
      }),
    );
    if (new Set(fields.map(({ name }) => name)).size < fields.length) {
      throw new DataError('Multiple union schemas map to the Connect union field name');
    }
    const version = place.version === undefined ? {} : { version: place.version };
    return { type: 'STRUCT', optional, name: UNION, ...version, fields };
  }

  #draft(avro: Exclude<AvroSchema, { type: 'union' }>, { optional }: Place, parameters: Map<string, string>): Draft {
    switch (avro.type) {
      case 'boolean':
        return { type: 'BOOLEAN', optional };
      case 'bytes':
      case 'fixed':
        return textProp(avro, 'logicalType') === 'decimal'
          ? decimal(avro, optional, parameters)
          : { type: 'BYTES', optional };
      case 'double':
        return { type: 'FLOAT64', optional };
      case 'float':
        return { type: 'FLOAT32', optional };
      case 'int':
        return { optional, ...intType(avro) };
      case 'long':
        return textProp(avro, 'logicalType') === 'timestamp-millis'
          ? { type: 'INT64', optional, name: TIMESTAMP, version: 1 }
          : { type: 'INT64', optional };
      case 'string':
        return { type: 'STRING', optional };
      case 'enum':
        return { type: 'STRING', optional };
      case 'array':
        return this.#list(avro.items, optional);
      case 'map':
        return {
          type: 'MAP',
          optional,
          keySchema: schemas.string,
          valueSchema: this.schemaOf(avro.values, { optional: false }),
        };
      case 'record':
        return this.#openRecord(avro, optional);
      case 'null':
        throw new DataError('Standalone null schemas are not supported by this converter');
      default:
        return avro satisfies never;
    }
  }

  #list(items: AvroSchema, optional: boolean): Draft {
    if (!isMapEntry(items)) return { type: 'ARRAY', optional, valueSchema: this.schemaOf(items, { optional: false }) };
    const [key, value] = ['key', 'value'].map((name) => items.fields.find((field) => field.name === name));
    if (items.fields.length !== 2 || key === undefined || value === undefined) {
      throw new DataError(
        'Found map encoded as array of key-value pairs, but array elements do not match the expected format.',
      );
    }
    return {
      type: 'MAP',
      optional,
      keySchema: this.schemaOf(key.schema, { optional: false }),
      valueSchema: this.schemaOf(value.schema, { optional: false }),
    };
  }

  #openRecord(avro: AvroRecord, optional: boolean): Draft {
    const draft: Draft = { type: 'STRUCT', optional, fields: [] };
    this.#open.set(avro, draft);
    return draft;
  }

  /** The name has to be known before the fields are: one of them may be this record again. */
  #close(avro: AvroRecord, draft: Draft, parameters: Map<string, string>): void {
    const fields = draft.fields as Field[];
    if (this.#options.metaData && avro.doc !== undefined) parameters.set(RECORD_DOC, avro.doc);
    if (this.#options.metaData) {
      for (const { name, doc } of avro.fields) if (doc !== undefined) parameters.set(FIELD_DOC_PREFIX + name, doc);
    }
    if (parameters.size > 0) draft.parameters = parameters;
    for (const { name, schema, defaultValue } of avro.fields) {
      fields.push({
        name,
        index: fields.length,
        schema: this.schemaOf(schema, { optional: false, fieldDefault: defaultValue }),
      });
    }
    this.#open.delete(avro);
  }
}

/** The field of a union's struct that stands for a member. */
export function memberName(member: AvroSchema, options: AvroDataOptions): string {
  if (member.type !== 'record' && member.type !== 'enum') return member.type;
  return options.enhanced ? fullName(member) : member.name;
}

export function isMapEntry(items: AvroSchema): items is AvroRecord {
  if (items.type !== 'record') return false;
  return (
    (items.name === MAP_ENTRY && items.namespace === NAMESPACE) ||
    textProp(items, 'connect.internal.type') === MAP_ENTRY
  );
}

function intType(avro: AvroSchema): { readonly type: SchemaType; readonly name?: string; readonly version?: number } {
  const logical = textProp(avro, 'logicalType');
  if (logical === 'date') return { type: 'INT32', name: DATE, version: 1 };
  if (logical === 'time-millis') return { type: 'INT32', name: TIME, version: 1 };
  const type = textProp(avro, 'connect.type');
  if (logical !== undefined || type === undefined) return { type: 'INT32' };
  if (type === 'int8') return { type: 'INT8' };
  if (type === 'int16') return { type: 'INT16' };
  throw new DataError('Connect type annotation for Avro int field is null');
}

function decimal(avro: AvroPrimitive | AvroFixed, optional: boolean, parameters: Map<string, string>): Draft {
  const scale = avro.props.get('scale');
  if (typeof scale !== 'bigint') throw new DataError('scale must be specified and must be a number.');
  parameters.set('scale', scale.toString());
  const precision = avro.props.get('precision');
  if (typeof precision === 'bigint' && precision !== BigInt(DEFAULT_DECIMAL_PRECISION)) {
    parameters.set(DECIMAL_PRECISION, precision.toString());
  }
  return { type: 'BYTES', optional, name: DECIMAL, version: 1 };
}

function addProps(
  draft: Draft,
  avro: Exclude<AvroSchema, { type: 'union' }>,
  place: Place,
  parameters: Map<string, string>,
  { metaData }: AvroDataOptions,
): void {
  if (avro.type === 'enum') addEnum(avro, parameters, metaData);
  const doc = textProp(avro, 'connect.doc');
  if (metaData && doc !== undefined) draft.doc = doc;
  const version = avro.props.get('connect.version') ?? place.version;
  if (version !== undefined && draft.version === undefined) {
    if (typeof version !== 'bigint' && typeof version !== 'number')
      throw new DataError('Invalid Connect version found');
    draft.version = Number(version);
  }
  const kept = avro.props.get('connect.parameters');
  if (metaData && kept instanceof Map) {
    for (const [key, value] of kept) {
      if (typeof value !== 'string') throw new DataError('Expected schema parameter values to be strings');
      parameters.set(key as string, value);
    }
  }
  for (const [key, value] of avro.props) if (key.startsWith('avro')) parameters.set(key, String(value));
  const name = textProp(avro, 'connect.name') ?? (avro.type !== 'fixed' && isNamed(avro) ? fullName(avro) : undefined);
  if (name === undefined || name.startsWith(`${NAMESPACE}.${DEFAULT_NAME}`)) return;
  if (draft.name !== undefined && draft.name !== name) {
    throw new DataError(
      `Mismatched names: name already added to SchemaBuilder (${draft.name}) differs from name in source schema (${name})`,
    );
  }
  draft.name = name;
}

function addEnum(
  avro: Extract<AvroSchema, { type: 'enum' }>,
  parameters: Map<string, string>,
  metaData: boolean,
): void {
  if (metaData && avro.doc !== undefined) parameters.set(ENUM_DOC_PREFIX + avro.name, avro.doc);
  if (metaData && avro.defaultSymbol !== undefined) parameters.set(ENUM_DEFAULT_PREFIX + avro.name, avro.defaultSymbol);
  parameters.set(ENUM, fullName(avro));
  for (const symbol of avro.symbols) parameters.set(`${ENUM}.${symbol}`, symbol);
}

/** The field's default comes before what `connect.default` says. */
function addDefault(
  draft: Draft,
  avro: Exclude<AvroSchema, { type: 'union' }>,
  { fieldDefault }: Place,
  parameters: Map<string, string>,
): void {
  const connect = avro.props.get('connect.default');
  const json = fieldDefault ?? connect;
  if (json === undefined || json === null) return;
  if (connect === undefined) {
    parameters.set(FIELD_DEFAULT_FLAG, 'true');
    draft.parameters = parameters;
  }
  draft.defaultValue = connectDefault(draft, json);
}
