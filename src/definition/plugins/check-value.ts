import type { ConfigTypeName } from '../../core/index.ts';
import { suggest } from '../../core/index.ts';
import type { PluginKey } from './plugin-definition.ts';

export interface ValueProblem {
  readonly kind: 'type' | 'value';
  /** Continues "KEY of CLASS …", such as `takes one of none, all, not "some"`. */
  readonly message: string;
  readonly help?: string;
}

/**
 * Checks one text against what is known of its key, as Kafka's ConfigDef would parse it: blanks around it are cut,
 * `true` in any case, integers in their range. Undefined: nothing is wrong, as far as can be told.
 */
export function checkValue(key: PluginKey, text: string): ValueProblem | undefined {
  if (key.type === 'STRING' && !key.constraint.values) return undefined;
  const trimmed = trimJava(text);
  if (!hasType(key.type, trimmed)) {
    return { kind: 'type', message: `takes ${TYPE_WORDS[key.type]}, not ${quote(text)}` };
  }
  const { values, ignoreCase, minimum, maximum } = key.constraint;
  if (values) {
    const items = key.type === 'LIST' ? listItems(trimmed) : [trimmed];
    const wrong = items.find((item) => !isAmong(item, values, ignoreCase === true));
    if (wrong !== undefined) return notAmong(wrong, values, ignoreCase === true);
  }
  if (minimum !== undefined && Number(trimmed) < minimum) {
    return { kind: 'value', message: `has to be at least ${minimum}, and is ${trimmed}` };
  }
  if (maximum !== undefined && Number(trimmed) > maximum) {
    return { kind: 'value', message: `has to be at most ${maximum}, and is ${trimmed}` };
  }
  return undefined;
}

/** The items of a LIST as ConfigDef splits it. */
export function listItems(text: string): readonly string[] {
  const trimmed = trimJava(text);
  return trimmed === '' ? [] : trimmed.split(/\s*,\s*/);
}

/** A value that a config provider fills in on the worker: nothing can be said about it here. */
export function hasProviderReference(text: string): boolean {
  return text.includes('${') && /\$\{[^}]*?:[^}]*?\}/.test(text);
}

const TYPE_WORDS: Readonly<Record<ConfigTypeName, string>> = {
  BOOLEAN: 'true or false',
  INT: 'an INT (a whole number of 32 bits)',
  SHORT: 'a SHORT (a whole number of 16 bits)',
  LONG: 'a LONG (a whole number of 64 bits)',
  DOUBLE: 'a DOUBLE (a number)',
  STRING: 'a string',
  LIST: 'a list',
  CLASS: 'a class name',
  PASSWORD: 'a password',
};

const BITS: Partial<Readonly<Record<ConfigTypeName, number>>> = { SHORT: 16, INT: 32, LONG: 64 };

function hasType(type: ConfigTypeName, trimmed: string): boolean {
  const bits = BITS[type];
  if (bits !== undefined) {
    if (!/^[+-]?\d+$/.test(trimmed)) return false;
    const value = BigInt(trimmed.replace(/^\+/, ''));
    return BigInt.asIntN(bits, value) === value;
  }
  if (type === 'BOOLEAN') return /^(true|false)$/i.test(trimmed);
  // Double.parseDouble also takes a type suffix and the words NaN and Infinity.
  if (type === 'DOUBLE') {
    return /^[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?)$/.test(trimmed);
  }
  return true;
}

function isAmong(text: string, values: readonly string[], ignoreCase: boolean): boolean {
  if (!ignoreCase) return values.includes(text);
  return values.some((value) => value.toUpperCase() === text.toUpperCase());
}

function notAmong(text: string, values: readonly string[], ignoreCase: boolean): ValueProblem {
  const near = suggest(text, values);
  return {
    kind: 'value',
    message: `takes one of ${values.map((v) => (v === '' ? '""' : v)).join(', ')}${ignoreCase ? ' (in any case)' : ''}, not ${quote(text)}`,
    ...(near === undefined ? {} : { help: `did you mean "${near}"?` }),
  };
}

/** String.trim of Java: everything up to U+0020, not the Unicode blanks that JavaScript strips. */
function trimJava(text: string): string {
  return text.replace(/^[\u0000-\u0020]+/, '').replace(/[\u0000-\u0020]+$/, '');
}

function quote(text: string): string {
  const oneLine = JSON.stringify(text);
  return oneLine.length > 80 ? `${oneLine.slice(0, 79)}…"` : oneLine;
}
