import { compare, globToRegExp, Sensitive } from '../core/index.ts';
import type { ConfigText, ResolvedConnector } from '../definition/index.ts';
import { describeField, textOf } from './describe-field.ts';
import { type AppliedDigests, type DigestSalt, isDigestOf, NO_DIGEST, parseApplied } from './digest.ts';
import { isEqualToWorker, type WorkerKnowledge } from './equal-to-worker.ts';
import { isInternal, isMark, marks } from './marks.ts';
import { isServerMask } from './observed.ts';
import type { PlanField } from './plan.ts';

export interface CompareContext extends WorkerKnowledge {
  readonly salt: DigestSalt;
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
  /** Keys of the file that the worker gives a mask for, and that seem unchanged: a change made there can't be seen. */
  readonly masked: readonly string[];
  /** Those of `masked` of which no digest was kept: a change in the files can't be seen either. */
  readonly undigested: readonly string[];
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
  // Read for what differs alone: most connectors are equal, and a plan compares thousands.
  let read: { readonly digests: AppliedDigests | undefined } | undefined;
  const applied = (): AppliedDigests | undefined => {
    read ??= { digests: parseApplied(live[marks.applied]) };
    return read.digests;
  };
  const isIgnored = ignoredKeys(context.ignoreKeys);
  const fields: PlanField[] = [];
  const hidden: PlanField[] = [];
  const masked: string[] = [];
  const count = { unchanged: 0, ignored: 0, kept: 0, hidden: 0 };
  const look = (key: string, wanted: ConfigText | undefined): void => {
    const current = live[key] ?? undefined;
    const verdict = compareKey(key, wanted, current, applied, context);
    if (verdict !== 'different' && isServerMask(current)) masked.push(key);
    if (verdict === 'equal') count.unchanged++;
    else if (verdict === 'hidden') {
      count.hidden++;
      hidden.push({ key, sensitive: true, change: 'hidden', drift: false, source: desired.sourceOf(key) });
    } else fields.push(fieldOf(key, wanted, current, applied(), desired, context));
  };
  count.kept = desired.keep.size;
  for (const [key, wanted] of desired.config) if (!desired.keep.has(key)) look(key, wanted);
  for (const key of Object.keys(live)) {
    if (key === 'name' || isMark(key) || desired.config.has(key) || desired.keep.has(key)) continue;
    if (isInternal(key) || isIgnored(key)) count.ignored++;
    else look(key, undefined);
  }
  const all = fields.length === 0 ? [] : [...fields, ...hidden].sort((a, b) => compare(a.key, b.key));
  return {
    fields: all,
    ...count,
    masked: masked.sort(compare),
    undigested: hidden.map(({ key }) => key).sort(compare),
  };
}

/** The keys that a comparison and a write leave to the service: `ignoreKeys` of the environment. */
export function ignoredKeys(globs: readonly string[]): (key: string) => boolean {
  const patterns = globs.map((glob) => globToRegExp(glob));
  return (key) => patterns.some((pattern) => pattern.test(key));
}

function compareKey(
  key: string,
  wanted: ConfigText | undefined,
  current: string | undefined,
  applied: () => AppliedDigests | undefined,
  context: CompareContext,
): 'equal' | 'hidden' | 'different' {
  if (wanted !== undefined && isServerMask(current)) {
    const digest = applied()?.get(key);
    if (digest === undefined || digest === NO_DIGEST) return 'hidden';
    return isDigestOf(digest, context.salt, key, textOf(wanted)) ? 'equal' : 'different';
  }
  if (wanted !== undefined && current !== undefined && equals(wanted, current)) return 'equal';
  if (wanted === undefined && current === undefined) return 'equal';
  if (context.strict) return 'different';
  return isEqualToWorker(key, wanted, current, context) ? 'equal' : 'different';
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
  return !isDigestOf(digest, salt, key, current);
}

function equals(wanted: ConfigText, current: string): boolean {
  return wanted instanceof Sensitive ? wanted.equals(current) : wanted === current;
}
