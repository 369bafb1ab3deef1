import { type ConfigKeyInfo, compare, Sensitive } from '../core/index.ts';
import type { ConfigText } from '../definition/index.ts';
import { type ClassNames, isClassKey } from './class-names.ts';
import type { ClassDefinition } from './observed.ts';

/** What the worker knows that makes two texts one. */
export interface WorkerKnowledge {
  readonly classes: ClassNames;
  /** Undefined: not read (yet), so no default is known. */
  readonly definition: ClassDefinition | undefined;
}

/** Whether two values that differ in text, or of which one is missing, are the same to the worker. */
export function isEqualToWorker(
  key: string,
  wanted: ConfigText | undefined,
  current: string | undefined,
  context: WorkerKnowledge,
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
function isAtDefault(key: string, value: string, context: WorkerKnowledge): boolean {
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
