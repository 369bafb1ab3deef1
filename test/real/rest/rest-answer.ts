import { traceMessages } from '../parser-text.ts';
import type { Compare } from './rest-case.ts';
import type { RestAnswer } from './rest-target.ts';

/** An answer as it is compared: parsed, without what may differ between any two workers. */
export interface ComparableAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export function comparable(answer: RestAnswer, compare: Compare = {}): ComparableAnswer {
  const body = compare.ignoreBody ? '(not compared)' : normalise(parse(answer));
  return { status: answer.status, headers: answer.headers, body: compare.body ? compare.body(body) : body };
}

/** Error message, or the compact body: what a row of the table of differences is matched against. */
export function summary(answer: RestAnswer): string {
  const body = parse(answer);
  const message = isObject(body) && 'error_code' in body ? body['message'] : undefined;
  return typeof message === 'string' ? message : answer.text;
}

/** Jetty's own error page is one thing, whatever its text. */
function parse(answer: RestAnswer): unknown {
  if (/^\s*</.test(answer.text)) return '(an HTML page)';
  try {
    return JSON.parse(answer.text);
  } catch {
    return answer.text;
  }
}

function normalise(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => normalise(item));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, normalise(inner, name)]));
  }
  // Our own words; a moment; a build; a cluster is the same for both.
  if (key === 'documentation' || key === 'commit') return typeof value;
  if (key === 'last_modified') return value === null ? null : typeof value;
  if (key === 'trace' && typeof value === 'string') return traceMessages(value);
  return value;
}

/** What of `theirs` is not in `ours`, with everything further that ours lists left out of the comparison. */
export function withoutExtras(ours: unknown, theirs: unknown): unknown {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const wanted = new Map(theirs.map((item) => [identity(item), item]));
    return ours.flatMap((item) =>
      wanted.has(identity(item)) ? [withoutExtras(item, wanted.get(identity(item)))] : [],
    );
  }
  if (isObject(ours) && isObject(theirs)) {
    return Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, withoutExtras(value, theirs[key])]));
  }
  return ours;
}

function identity(item: unknown): string {
  if (!isObject(item)) return JSON.stringify(item);
  const value = isObject(item['value']) ? item['value']['name'] : undefined;
  return JSON.stringify([item['class'], item['type'], item['name'], value]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
