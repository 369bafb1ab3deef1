/** `${var.a.b:-default}` and its like, as written in a text. */
export interface Reference {
  readonly kind: 'var' | 'env' | 'each' | 'keep';
  /** What follows the first dot; empty for `keep`. */
  readonly path: string;
  /** The text after `:-`; references may stand in it. */
  readonly fallback: string | undefined;
}

/** A text with references: the literal pieces, dollars already halved, and the references between. */
export interface ReferenceText {
  readonly parts: readonly (string | Reference)[];
  /** What could not be read as a reference, such as `${var.}`. */
  readonly malformed: readonly string[];
}

/** Whether a text may hold a reference or an escaped one: cheap, and true for few values. */
export function hasReference(text: string): boolean {
  return text.includes('$') && START.test(text);
}

/**
 * Dollars directly before `{var.`, `{env.`, `{each.` and `{keep` come in pairs: each pair writes one
 * `$`, one left over makes the reference. Any other dollar is a dollar, for regular expressions,
 * inner classes (`X$Key`), Connect's own `${provider:path:key}` and `${topic}` are full of them.
 */
export function parseReferences(text: string): ReferenceText {
  const known = cache.get(text);
  if (known) return known;
  const parsed = parse(text);
  if (cache.size < 10_000) cache.set(text, parsed);
  return parsed;
}

/** Writes a text so that no reference is read in it: the inverse of reading it. */
export function escapeReferences(text: string): string {
  return text.replace(/(\$+)(?=\{(?:var\.|env\.|each\.|keep(?:\}|:-)))/g, '$1$1');
}

const START = /\$\{(?:var\.|env\.|each\.|keep(?:\}|:-))/;
const cache = new Map<string, ReferenceText>();

function parse(text: string): ReferenceText {
  const parts: (string | Reference)[] = [];
  const malformed: string[] = [];
  const start = /(\$+)\{(var\.|env\.|each\.|keep(?=\}|:-))/g;
  let literal = '';
  let from = 0;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const dollars = match[1]!.length;
    const open = match.index + dollars;
    literal += text.slice(from, match.index) + '$'.repeat(dollars >> 1);
    from = open;
    if (dollars % 2 === 0) continue;
    const close = closingBrace(text, open);
    if (close < 0) {
      malformed.push(`${text.slice(open - 1, open + 20)}…`);
      break;
    }
    const reference = readReference(text.slice(open + 1, close));
    if (!reference) {
      malformed.push(text.slice(open - 1, close + 1));
      literal += '$';
      continue;
    }
    if (literal) parts.push(literal);
    literal = '';
    parts.push(reference);
    from = close + 1;
    start.lastIndex = from;
  }
  literal += text.slice(from);
  if (literal || parts.length === 0) parts.push(literal);
  return { parts, malformed };
}

/** Defaults in defaults: deeper than anybody writes, shallower than the stack. */
const MAX_NESTING = 20;

/** The brace that closes the one at `open`, others in pairs between them; -1 where there is none. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{' && ++depth > MAX_NESTING) return -1;
    if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function readReference(body: string): Reference | undefined {
  const match = /^(?:keep|(var|env|each)\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*))(?::-(.*))?$/s.exec(body);
  if (!match) return undefined;
  const kind = (match[1] ?? 'keep') as Reference['kind'];
  return { kind, path: match[2] ?? '', fallback: match[3] };
}

/** A text that was probably meant as a reference, with what to write instead. */
export interface NearMiss {
  readonly text: string;
  readonly meant: string;
}

/**
 * `${UPPER_CASE}`, `${vars.x}`, `${ENV.X}` and, beside a variable of that name, `${env:X}`: all of them
 * are plain text to us and to Connect, or a provider's, and seldom meant so.
 */
export function findNearMisses(text: string, isVariable: (name: string) => boolean): NearMiss[] {
  const found: NearMiss[] = [];
  for (const [whole, word = '', separator = '', rest = ''] of text.matchAll(
    /\$\{([A-Za-z_][A-Za-z0-9_]*)([.:]?)([^{}]*)\}/g,
  )) {
    const meant = meantBy(word, separator, rest, isVariable);
    if (meant !== undefined && meant !== whole) found.push({ text: whole, meant });
  }
  return found;
}

function meantBy(
  word: string,
  separator: string,
  rest: string,
  isVariable: (name: string) => boolean,
): string | undefined {
  const kind = NEAR_WORDS[word.toLowerCase()];
  if (separator === '.') {
    const known = word === 'var' || word === 'env' || word === 'each';
    return kind === undefined || known ? undefined : `\${${kind}.${rest}}`;
  }
  if (separator === ':') return kind !== undefined && isVariable(rest) ? `\${var.${rest}}` : undefined;
  if (rest !== '' || !/^[A-Z][A-Z0-9_]*$/.test(word)) return undefined;
  return isVariable(word) ? `\${var.${word}}` : `\${env.${word}}`;
}

const NEAR_WORDS: Readonly<Record<string, Reference['kind']>> = {
  var: 'var',
  vars: 'var',
  variable: 'var',
  variables: 'var',
  env: 'env',
  envs: 'env',
  environment: 'env',
  each: 'each',
};

/** Connect's `${provider:path:key}` and `${provider:key}`, which the worker resolves in configs alone. */
export function findProviderReference(text: string): string | undefined {
  return text.includes('${') ? /\$\{[^{}:]+:[^{}]*\}/.exec(text)?.[0] : undefined;
}
