import {
  DATE,
  DAY_MS,
  DataError,
  dateSchema,
  javaClassOf,
  type Schema,
  schemas,
  schemaText,
  TIME,
  TIMESTAMP,
  timeSchema,
  timestampSchema,
  toTimestamp,
} from '../data/index.ts';
import type { DateFormat } from '../java-text/index.ts';

/** The ways to write a time that TimestampConverter knows. */
export type TimestampForm = 'string' | 'unix' | 'Date' | 'Time' | 'Timestamp';
export type UnixPrecision = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

export interface FormOptions {
  /** null: no format was given. */
  readonly format: DateFormat | null;
  readonly precision: UnixPrecision;
}

const LONG_MAX = 2n ** 63n - 1n;

/** The form that a schema stands for. @throws DataError (ConnectException) where it stands for none */
export function formOfSchema(schema: Schema): TimestampForm {
  if (schema.name === TIMESTAMP) return 'Timestamp';
  if (schema.name === DATE) return 'Date';
  if (schema.name === TIME) return 'Time';
  if (schema.type === 'STRING') return 'string';
  if (schema.type === 'INT64') return 'unix';
  throw new DataError(`Schema ${schemaText(schema)} does not correspond to a known timestamp type format`, {
    javaClass: 'org.apache.kafka.connect.errors.ConnectException',
  });
}

/** The form of a value without a schema. @throws DataError where it has none */
export function formOfValue(value: unknown): TimestampForm {
  if (value instanceof Date) return 'Timestamp';
  if (typeof value === 'bigint') return 'unix';
  if (typeof value === 'string') return 'string';
  throw new DataError(`TimestampConverter does not support ${javaClassOf(value)} objects as timestamps`);
}

export function schemaOfForm(form: TimestampForm, optional: boolean): Schema {
  switch (form) {
    case 'string':
      return optional ? schemas.optionalString : schemas.string;
    case 'unix':
      return optional ? schemas.optionalInt64 : schemas.int64;
    case 'Date':
      return dateSchema({ optional });
    case 'Time':
      return timeSchema({ optional });
    case 'Timestamp':
      return timestampSchema({ optional });
    default:
      return form satisfies never;
  }
}

/** @throws DataError where the value is not of the form */
export function readTimestamp(form: TimestampForm, value: unknown, options: FormOptions): Date {
  if (form === 'string') return parseText(value, options.format);
  if (form === 'unix') {
    if (typeof value === 'bigint') return toTimestamp(Number(toMillis(value, options.precision)));
    throw new DataError(`Expected Unix timestamp to be a Long, but found ${javaClassOf(value)}`);
  }
  if (value instanceof Date) return value;
  throw new DataError(`Expected ${form} to be a java.util.Date, but found ${javaClassOf(value)}`);
}

export function writeTimestamp(form: TimestampForm, date: Date, options: FormOptions): unknown {
  const millis = date.getTime();
  const dayStart = Math.floor(millis / DAY_MS) * DAY_MS;
  switch (form) {
    case 'string':
      return options.format?.format(date);
    case 'unix':
      return fromMillis(BigInt(millis), options.precision);
    case 'Date':
      return new Date(dayStart);
    case 'Time':
      return new Date(millis - dayStart);
    case 'Timestamp':
      return date;
    default:
      return form satisfies never;
  }
}

function parseText(value: unknown, format: DateFormat | null): Date {
  if (typeof value !== 'string') {
    throw new DataError(`Expected string timestamp to be a String, but found ${javaClassOf(value)}`);
  }
  if (format === null) {
    throw new DataError('A timestamp that is text needs the option format', {
      javaClass: 'java.lang.NullPointerException',
    });
  }
  const date = format.parse(value);
  if (date !== undefined) return date;
  throw new DataError(`Could not parse timestamp: value (${value}) does not match pattern (${format.pattern})`);
}

/** TimeUnit's conversions: cut towards zero, and held at the limits of a long. */
function toMillis(value: bigint, precision: UnixPrecision): bigint {
  if (precision === 'seconds') return held(value * 1000n);
  if (precision === 'microseconds') return value / 1000n;
  return precision === 'nanoseconds' ? value / 1_000_000n : value;
}

function fromMillis(millis: bigint, precision: UnixPrecision): bigint {
  if (precision === 'seconds') return millis / 1000n;
  if (precision === 'microseconds') return held(millis * 1000n);
  return precision === 'nanoseconds' ? held(millis * 1_000_000n) : millis;
}

function held(value: bigint): bigint {
  if (value > LONG_MAX) return LONG_MAX;
  return value < -LONG_MAX - 1n ? -LONG_MAX - 1n : value;
}
