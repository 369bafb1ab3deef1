import { BigDecimal, DATE, DAY_MS, DataError, DECIMAL, TIME, TIMESTAMP } from '../data/index.ts';
import { dateOfDay, dayNumber } from '../java-text/index.ts';
import type { MessageValue } from './message-value.ts';

/** Years 1 to 9999, as Protobuf's timestamps go. */
const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;
const NANOS_PER_MS = 1_000_000;

/** Numbers and bytes of a message's fields, by their places from 1 on. */
export type FieldValues = readonly (number | bigint | Buffer)[];

export interface LogicalType {
  /** @throws DataError where a value is none of the type, or Protobuf's message cannot hold it */
  toMessage(value: unknown): FieldValues;
  /** @throws DataError where a message has no such value */
  fromMessage(message: MessageValue): unknown;
}

/** By the names of Connect's schemas. */
export const logicalTypes: Readonly<Record<string, LogicalType>> = {
  [DECIMAL]: {
    toMessage: (value) => {
      if (!(value instanceof BigDecimal)) throw new DataError('Invalid type for Decimal, expected BigDecimal');
      return [value.unscaledBytes(), precisionOf(value.unscaled), value.scale];
    },
    fromMessage: (message) => {
      const bytes = message.byName('value');
      if (!(bytes instanceof Buffer) || bytes.length === 0) {
        throw new DataError('Zero length BigInteger', { javaClass: 'java.lang.NumberFormatException' });
      }
      const decimal = BigDecimal.fromUnscaledBytes(bytes, integer(message, 'scale'));
      return rounded(decimal, integer(message, 'precision'));
    },
  },
  [DATE]: {
    toMessage: (value) => {
      const millis = millisOf(value, 'Date');
      if (millis % DAY_MS !== 0) {
        throw new DataError('Kafka Connect Date type should not have any time fields set to non-zero values.');
      }
      const { year, month, day } = dateOfDay(millis / DAY_MS);
      if (year < 1) throw invalid('A date before the year 1 has no form in Protobuf');
      return [year, month, day];
    },
    fromMessage: (message) => {
      const [year, month, day] = [integer(message, 'year'), integer(message, 'month'), integer(message, 'day')];
      const date = dayNumber(year, month, day);
      const back = dateOfDay(date);
      if (year > 0 && back.year === year && back.month === month && back.day === day) return new Date(date * DAY_MS);
      throw invalid(`There is no date ${year}-${month}-${day}`);
    },
  },
  [TIME]: {
    toMessage: (value) => {
      const millis = millisOf(value, 'Time');
      if (millis < 0 || millis > DAY_MS) {
        throw new DataError('Time values must use number of millis greater than 0 and less than 86400000');
      }
      const seconds = Math.floor(millis / 1000);
      const nanos = (millis % 1000) * NANOS_PER_MS;
      return [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60, nanos];
    },
    fromMessage: (message) => {
      const [hours, minutes] = [integer(message, 'hours'), integer(message, 'minutes')];
      const [seconds, nanos] = [integer(message, 'seconds'), integer(message, 'nanos')];
      const isTime = inRange(hours, 23) && inRange(minutes, 59) && inRange(seconds, 59) && inRange(nanos, 999_999_999);
      if (!isTime) throw invalid(`There is no time ${hours}:${minutes}:${seconds}`);
      return new Date(((hours * 60 + minutes) * 60 + seconds) * 1000 + Math.floor(nanos / NANOS_PER_MS));
    },
  },
  [TIMESTAMP]: {
    toMessage: (value) => {
      const millis = BigInt(millisOf(value, 'Timestamp'));
      const rest = ((millis % 1000n) + 1000n) % 1000n;
      const seconds = (millis - rest) / 1000n;
      if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) throw invalid(`Timestamp is not valid: ${seconds} seconds`);
      return [seconds, Number(rest) * NANOS_PER_MS];
    },
    fromMessage: (message) => {
      const seconds = message.byName('seconds') ?? 0n;
      const nanos = integer(message, 'nanos');
      const isValid = typeof seconds === 'bigint' && seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
      if (!isValid || !inRange(nanos, 999_999_999)) throw invalid(`Timestamp is not valid: ${seconds}s, ${nanos}ns`);
      return new Date(Number(seconds) * 1000 + Math.floor(nanos / NANOS_PER_MS));
    },
  },
};

function millisOf(value: unknown, type: string): number {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
  throw new DataError(`Invalid type for ${type}, expected Date`);
}

function integer(message: MessageValue, name: string): number {
  const value = message.byName(name);
  return typeof value === 'number' ? value : 0;
}

function inRange(value: number, max: number): boolean {
  return value >= 0 && value <= max;
}

/** BigDecimal.precision: of 0 it is 1. */
function precisionOf(unscaled: bigint): number {
  return (unscaled < 0n ? -unscaled : unscaled).toString().length;
}

/** To a number of digits, the half up (java.math.MathContext); 0 for all of them. */
function rounded(decimal: BigDecimal, precision: number): BigDecimal {
  const dropped = precisionOf(decimal.unscaled) - precision;
  if (precision <= 0 || dropped <= 0) return decimal;
  const unit = 10n ** BigInt(dropped);
  const magnitude = decimal.unscaled < 0n ? -decimal.unscaled : decimal.unscaled;
  const quotient = (magnitude + unit / 2n) / unit;
  const result = new BigDecimal(decimal.unscaled < 0n ? -quotient : quotient, decimal.scale - dropped);
  return rounded(result, precision);
}

function invalid(what: string): DataError {
  return new DataError(what, { javaClass: 'java.lang.IllegalArgumentException' });
}
