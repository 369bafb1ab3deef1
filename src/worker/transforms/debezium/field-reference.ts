import { ConfigError } from '../../config/index.ts';
import { basicsOf, fieldOf, type Schema, Struct } from '../../data/index.ts';

const TRANSACTION_FIELDS: readonly string[] = ['id', 'data_collection_order', 'total_order'];
const ENVELOPE_FIELDS: readonly string[] = ['op', 'ts_ms', 'ts_us', 'ts_ns'];

/**
 * A field of a change event that is to be added to the row or to the headers: `op`, `lsn` (of the source),
 * `source.ts_ms`, `transaction.id`, each with another name after a colon (`op:operation`).
 */
export class FieldReference {
  /** The part of the envelope that has the field; null: the envelope itself. */
  readonly #part: string | null;
  readonly #field: string;
  /** With its prefix, such as `__op` or `__source_ts_ms`. */
  readonly newName: string;

  /** @throws ConfigError where the text has more than one colon */
  constructor(prefix: string, text: string) {
    const [path = '', name, ...more] = text.split(':');
    if (more.length > 0) throw new ConfigError(`Unexpected field name: ${text}`);
    const [first = '', second] = path.split('.');
    this.#field = second ?? first;
    this.#part = second === undefined ? partOf(first) : first;
    this.newName = prefix + (name ?? (second === undefined ? first : `${first}_${second}`));
  }

  get isOperation(): boolean {
    return this.#field === 'op';
  }

  /** The schema the field has when it is added; undefined where the event has no such field. */
  schemaIn(envelope: Schema): Schema | undefined {
    const part = this.#part === null ? envelope : fieldOf(envelope, this.#part)?.schema;
    const field = (part?.type === 'STRUCT' ? fieldOf(part, this.#field) : undefined) ?? fieldOf(envelope, this.#field);
    return field === undefined ? undefined : optionalBasics(field.schema);
  }

  /** Null also where the part is null, as `transaction` is in a snapshot. */
  valueIn(envelope: Struct): unknown {
    const part = this.#part === null ? envelope : this.#partIn(envelope);
    if (part === null) return null;
    const field = fieldOf(part.schema, this.#field);
    if (field !== undefined) return part.getWithoutDefaultAt(field);
    return envelope.getWithoutDefault(this.#field);
  }

  #partIn(envelope: Struct): Struct | null {
    const field = fieldOf(envelope.schema, this.#part ?? '');
    if (field === undefined) return envelope;
    const part = envelope.getWithoutDefaultAt(field);
    return part instanceof Struct ? part : null;
  }
}

function partOf(field: string): string | null {
  if (TRANSACTION_FIELDS.includes(field)) return 'transaction';
  if (ENVELOPE_FIELDS.includes(field)) return null;
  return field === 'updateDescription' ? 'updateDescription' : 'source';
}

function optionalBasics(schema: Schema): Schema {
  const { type, fields, keySchema, valueSchema } = schema;
  return {
    type,
    optional: true,
    ...basicsOf(schema),
    ...(fields === undefined ? {} : { fields }),
    ...(keySchema === undefined ? {} : { keySchema }),
    ...(valueSchema === undefined ? {} : { valueSchema }),
  };
}
