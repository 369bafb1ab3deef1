import { type ConfigTypeName, Sensitive } from '../../core/index.ts';
import type { ConfigValue } from './config-def.ts';
import { ConfigError } from './config-error.ts';

/** Gives the full class name that a name or alias stands for, or undefined where there is none. */
export type ClassLookup = (name: string) => string | undefined;

/**
 * Reads one text as ConfigDef.parseType does: blanks around it removed, `true` in any case, lists split at commas.
 * @throws ConfigError with Kafka's message
 */
export function parseValue(
  key: string,
  text: string | null,
  type: ConfigTypeName,
  lookupClass?: ClassLookup,
): ConfigValue {
  if (text === null) return null;
  const trimmed = trimJava(text);
  switch (type) {
    case 'STRING':
      return trimmed;
    case 'PASSWORD':
      return new Sensitive(trimmed);
    case 'BOOLEAN':
      return parseBoolean(key, trimmed, text);
    case 'INT':
      return Number(parseInteger(key, trimmed, text, type, 32));
    case 'SHORT':
      return Number(parseInteger(key, trimmed, text, type, 16));
    case 'LONG':
      return parseInteger(key, trimmed, text, type, 64);
    case 'DOUBLE':
      return parseDouble(key, trimmed, text);
    case 'LIST':
      return trimmed === '' ? [] : trimmed.split(/\s*,\s*/);
    case 'CLASS':
      return parseClass(key, trimmed, text, lookupClass);
    default:
      return type satisfies never;
  }
}

/** String.trim of Java: everything up to U+0020, not the Unicode blanks that JavaScript strips. */
export function trimJava(text: string): string {
  return text.replace(/^[\u0000-\u0020]+/, '').replace(/[\u0000-\u0020]+$/, '');
}

function parseBoolean(key: string, trimmed: string, text: string): boolean {
  const lower = trimmed.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  throw ConfigError.invalid(key, text, 'Expected value to be either true or false');
}

function parseInteger(key: string, trimmed: string, text: string, type: ConfigTypeName, bits: number): bigint {
  if (/^[+-]?\d+$/.test(trimmed)) {
    const value = BigInt(trimmed.replace(/^\+/, ''));
    if (BigInt.asIntN(bits, value) === value) return value;
  }
  throw ConfigError.invalid(key, text, `Not a number of type ${type}`);
}

function parseDouble(key: string, trimmed: string, text: string): number {
  // Double.parseDouble also takes a type suffix and the words NaN and Infinity.
  if (/^[+-]?(NaN|Infinity)$/.test(trimmed)) return Number(trimmed.replace(/^[+-]NaN$/, 'NaN'));
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(trimmed)) return Number(trimmed.replace(/[dDfF]$/, ''));
  throw ConfigError.invalid(key, text, 'Not a number of type DOUBLE');
}

function parseClass(key: string, trimmed: string, text: string, lookupClass?: ClassLookup): string {
  const className = lookupClass ? lookupClass(trimmed) : trimmed;
  if (className === undefined) throw ConfigError.invalid(key, text, `Class ${trimmed} could not be found.`);
  return className;
}
