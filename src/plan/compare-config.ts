import { type ConfigKeyInfo, compare, globToRegExp, Sensitive } from '../core/index.ts';
import type { ConfigText, ResolvedConnector } from '../definition/index.ts';
import { type ClassNames, isClassKey } from './class-names.ts';
import { type AppliedDigests, type DigestSalt, digestSecret, digestValue, NO_DIGEST, parseApplied } from './digest.ts';
import { isInternal, isMark, marks } from './marks.ts';
import { type ClassDefinition, isServerMask } from './observed.ts';
import type { PlanField } from './plan.ts';
import { isProviderReference, shownValue } from './shown-value.ts';

export interface CompareContext {
  readonly salt: DigestSalt;
  readonly classes: ClassNames;
  /** Undefined: not read (yet), so no default is known. */
  readonly definition: ClassDefinition | undefined;
  /** The environment's globs of keys that the service adds by itself. */
  readonly ignoreKeys: readonly string[];
  /** Shows what is equal to the worker and not in text, too. */
  readonly strict: boolean;
}

export interface Comparison {
  /** What differs, sorted by key; hidden ones stand in it only beside a real difference. */
  readonly fields: readonly PlanField[];
  readonly unchanged: number;
  readonly ignored: number;
  readonly kept: number;
  readonly hidden: number;
}

/**
 * Compares a definition with the live config, key by key. Equal means equal to the worker: an alias of the same class,
 * and a key that stands at the default the worker reports, are no difference unless `strict`.
 */
export function compareConfig(
  desired: ResolvedConnector,
  live: Readonly<Record<string, string | null>>,
  context: CompareContext,
): Comparison {
  const applied = parseApplied(live[marks.applied]);
  const isIgnored = ignoredKeys(context.ignoreKeys);
  const fields: PlanField[] = [];
  const hidden: PlanField[] = [];
  const count = { unchanged: 0, ignored: 0, kept: 0, hidden: 0 };
  for (const key of allKeys(desired, live)) {
    const wanted = desired.config.get(key);
    const current = live[key] ?? undefined;
    if (desired.keep.has(key)) count.kept++;
    else if (wanted === undefined && isIgnored(key)) count.ignored++;
    else {
      const verdict = compareKey(key, wanted, current, applied, desired, context);
      if (verdict === 'equal') count.unchanged++;
      else if (verdict === 'hidden') {
        count.hidden++;
        hidden.push({ key, sensitive: true, change: 'hidden', drift: false, source: desired.sourceOf(key) });
      } else fields.push(fieldOf(key, wanted, current, applied, desired, context));
    }
  }
  const all = fields.length === 0 ? [] : [...fields, ...hidden].sort((a, b) => compare(a.key, b.key));
  return { fields: all, ...count };
}

/** Every field of a create: all keys, nothing before. */
export function fieldsOfCreate(desired: ResolvedConnector, definition: ClassDefinition | undefined): PlanField[] {
  const fields: PlanField[] = [];
  const wanted = new Map<string, ConfigText>(desired.config);
  for (const [key, value] of desired.keep) if (value !== undefined) wanted.set(key, value);
  for (const key of [...wanted.keys()].sort(compare)) {
    fields.push(describeField(key, wanted.get(key), undefined, false, desired, definition));
  }
  return fields;
}

/** Whether a key's value may not be printed: by its name, by what the file says, or by the type the worker reports. */
export function isSensitiveField(
  key: string,
  desired: Pick<ResolvedConnector, 'sensitiveKeys' | 'isSensitiveKey'>,
  definition: ClassDefinition | undefined,
): boolean {
  if (desired.sensitiveKeys.has(key) || desired.isSensitiveKey(key)) return true;
  if (definition?.kind === 'keys') return definition.keys.get(key)?.type === 'PASSWORD';
  // Nobody can say which of a class's own keys are passwords while its definition can't be read.
  return definition?.kind === 'unreadable' && !KNOWN_PLAIN.test(key);
}

const KNOWN_PLAIN =
  /^(?:name|connector\.class|tasks\.max|topics|topics\.regex|topic|topic\.prefix|errors\..+|config\.action\.reload|(?:key|value|header)\.converter|(?:key|value|header)\.converter\.schemas\.enable|transforms|predicates|(?:transforms|predicates)\.[^.]+\.(?:type|predicate|negate)|connectctl\..+)$/;

/** The keys that a comparison and a write leave to the service: `ignoreKeys` of the environment. */
export function ignoredKeys(globs: readonly string[]): (key: string) => boolean {
  const patterns = globs.map((glob) => globToRegExp(glob));
  return (key) => patterns.some((pattern) => pattern.test(key));
}

function allKeys(desired: ResolvedConnector, live: Readonly<Record<string, string | null>>): string[] {
  const keys = new Set<string>([...desired.config.keys(), ...desired.keep.keys()]);
  for (const key of Object.keys(live)) if (key !== 'name' && !isMark(key) && !isInternal(key)) keys.add(key);
  return [...keys].sort(compare);
}

function compareKey(
  key: string,
  wanted: ConfigText | undefined,
  current: string | undefined,
  applied: AppliedDigests | undefined,
  desired: ResolvedConnector,
  context: CompareContext,
): 'equal' | 'hidden' | 'different' {
  if (wanted !== undefined && isServerMask(current)) {
    const digest = applied?.get(key);
    if (digest === undefined || digest === NO_DIGEST) return 'hidden';
    return digest === digestSecret(context.salt, key, textOf(wanted)) ? 'equal' : 'different';
  }
  if (wanted !== undefined && current !== undefined && equals(wanted, current)) return 'equal';
  if (wanted === undefined && current === undefined) return 'equal';
  if (context.strict) return 'different';
  return isEqualToWorker(key, wanted, current, desired, context) ? 'equal' : 'different';
}

function isEqualToWorker(
  key: string,
  wanted: ConfigText | undefined,
  current: string | undefined,
  _desired: ResolvedConnector,
  context: CompareContext,
): boolean {
  if (wanted !== undefined && current !== undefined) {
    if (wanted instanceof Sensitive) return false;
    if (isClassKey(key)) return context.classes.isSame(wanted, current);
    return key === 'topics' && sameSet(wanted, current);
  }
  const present = wanted ?? current;
  return typeof present === 'string' && isAtDefault(key, present, context);
}

/** Never for `*.override.*` or a converter's sub-keys: the worker's own settings stand behind those, not a default. */
function isAtDefault(key: string, value: string, context: CompareContext): boolean {
  if (/\.override\./.test(key) || /^(?:key|value|header)\.converter\./.test(key)) return false;
  if (context.definition?.kind !== 'keys') return false;
  const info = context.definition.keys.get(key);
  if (!info || info.default_value === null || info.type === 'PASSWORD') return false;
  return isSameValue(info, value, info.default_value, context.classes);
}

function isSameValue(info: ConfigKeyInfo, a: string, b: string, classes: ClassNames): boolean {
  switch (info.type) {
    case 'BOOLEAN':
      return a.trim().toLowerCase() === b.trim().toLowerCase();
    case 'INT':
    case 'LONG':
    case 'SHORT':
    case 'DOUBLE':
      return a.trim() === b.trim();
    case 'LIST':
      return splitList(a).join() === splitList(b).join();
    case 'CLASS':
      return classes.isSame(a.trim(), b.trim());
    default:
      return a === b;
  }
}

function sameSet(a: string, b: string): boolean {
  return [...new Set(splitList(a))].sort(compare).join() === [...new Set(splitList(b))].sort(compare).join();
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function fieldOf(
  key: string,
  wanted: ConfigText | undefined,
  current: string | undefined,
  applied: AppliedDigests | undefined,
  desired: ResolvedConnector,
  context: CompareContext,
): PlanField {
  const drift = isDrift(key, current, applied, context.salt);
  const field = describeField(key, wanted, current, drift, desired, context.definition);
  if (wanted !== undefined || context.definition?.kind !== 'keys' || field.sensitive) return field;
  const fallback = context.definition.keys.get(key)?.default_value;
  return fallback === null || fallback === undefined ? field : { ...field, default: fallback };
}

/**
 * Drift: the live value is not the one that was applied last. Without marks, or where a secret's digest was not kept,
 * nobody can tell, and it counts as a change made in the files.
 */
function isDrift(
  key: string,
  current: string | undefined,
  applied: AppliedDigests | undefined,
  salt: DigestSalt,
): boolean {
  if (!applied) return false;
  const digest = applied.get(key);
  if (digest === undefined) return current !== undefined;
  if (current === undefined) return true;
  if (digest === NO_DIGEST || isServerMask(current)) return false;
  return (
    digest !==
    (digest.startsWith('s') && digest.length === 3 ? digestSecret(salt, key, current) : digestValue(salt, key, current))
  );
}

function describeField(
  key: string,
  wanted: ConfigText | undefined,
  current: string | undefined,
  drift: boolean,
  desired: ResolvedConnector,
  definition: ClassDefinition | undefined,
): PlanField {
  const source = desired.sourceOf(key);
  const common = { key, drift, ...(source && { source }) };
  const before = current === undefined ? null : shownValue(current);
  const after = wanted === undefined ? null : shownValue(textOf(wanted));
  const isPlain = [current, wanted].every((v) => v === undefined || isProviderReference(textOf(v)));
  const isSecret = (wanted instanceof Sensitive || isSensitiveField(key, desired, definition)) && !isPlain;
  // Two values that print alike (a password inside a URL) differ in what may not be printed.
  if (isSecret || before === after) {
    const presence = current === undefined ? 'added' : wanted === undefined ? 'removed' : undefined;
    return { ...common, sensitive: true, change: 'changed', ...(presence && { presence }) };
  }
  return { ...common, before, after, sensitive: false, ...(isListKey(key, definition) && { list: true as const }) };
}

function isListKey(key: string, definition: ClassDefinition | undefined): boolean {
  if (/^(?:topics|transforms|predicates)$/.test(key)) return true;
  return definition?.kind === 'keys' && definition.keys.get(key)?.type === 'LIST';
}

function equals(wanted: ConfigText, current: string): boolean {
  return wanted instanceof Sensitive ? wanted.equals(current) : wanted === current;
}

/** Unwraps for digests and for telling references from secrets; what is printed is decided by describeField alone. */
function textOf(value: ConfigText): string {
  return value instanceof Sensitive ? value.reveal() : value;
}
