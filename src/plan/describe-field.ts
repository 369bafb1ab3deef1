import { compare, Sensitive } from '../core/index.ts';
import type { ConfigText, ResolvedConnector } from '../definition/index.ts';
import type { ClassDefinition } from './observed.ts';
import type { PlanField } from './plan.ts';
import { isProviderReference, shownValue } from './shown-value.ts';

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

/** One key that differs, with its values where they may be printed. The one place that decides it. */
export function describeField(
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

function isListKey(key: string, definition: ClassDefinition | undefined): boolean {
  if (/^(?:topics|transforms|predicates)$/.test(key)) return true;
  return definition?.kind === 'keys' && definition.keys.get(key)?.type === 'LIST';
}

/** Unwraps for digests and for telling references from secrets; what is printed is decided by describeField alone. */
export function textOf(value: ConfigText): string {
  return value instanceof Sensitive ? value.reveal() : value;
}
