import type { YAMLParseError, YAMLWarning } from 'yaml';
import { maskLine, sensitiveKeyTest } from '../core/index.ts';
import type { Report } from './report.ts';
import type { SourceText } from './source-text.ts';

/**
 * What is wrong with a YAML text, one error a line. The mistakes that Connect's own values lead into
 * (a reference in a flow map, a regular expression in double quotes, a value that begins with one of
 * YAML's indicators) get the line as it should be; the parser's later complaints follow from the first.
 */
export function reportSyntaxErrors(source: SourceText, errors: readonly YAMLParseError[], report: Report): void {
  const lines = new Set<number>();
  const tooDeep = new Map(errors.flatMap((error) => (error.code === 'MULTILINE_IMPLICIT_KEY' ? [error.pos] : [])));
  let first = true;
  for (const error of errors) {
    if (error.code === 'RESOURCE_EXHAUSTION') {
      report.add('CC1001', source.span(0, 0), 'this is nested too deeply');
      return;
    }
    const { line } = source.span(error.pos[0], error.pos[1]);
    if (lines.has(line)) continue;
    lines.add(line);
    const trap = findTrap(source, error);
    const deep = error.code === 'BLOCK_AS_IMPLICIT_KEY' ? deeperLine(source, error.pos[0], tooDeep) : undefined;
    if (trap) report.add('CC1002', source.span(trap.start, trap.end), trap.message, { help: trap.help });
    else if (deep) report.add('CC1001', source.span(...deep), TOO_DEEP);
    else if (first) report.add('CC1001', source.span(...clamp(source, error)), plainWords(error));
    first = false;
  }
}

const TOO_DEEP = 'this line is indented further than the one above it, whose key has a value already';

/**
 * A key under a key that has its value: to the parser the value goes on into the next line and is a key there, which
 * it reports twice from one place. What has to be changed is that next line. undefined: all of it is on one line.
 */
function deeperLine(
  source: SourceText,
  start: number,
  tooDeep: ReadonlyMap<number, number>,
): [number, number] | undefined {
  const end = tooDeep.get(start);
  const lineEnd = source.text.slice(start, end).lastIndexOf('\n');
  if (end === undefined || lineEnd < 0) return undefined;
  return [end - source.text.slice(start + lineEnd, end).trimStart().length, end];
}

/** `*foo` is an alias to YAML, and mostly a glob to who wrote it. */
export function reportUnknownAlias(source: SourceText, start: number, end: number, report: Report): void {
  const { line, column } = source.span(start, end);
  const text = source.line(line);
  const help = repairHelp(text, column - 1);
  report.add(
    'CC1002',
    source.span(start, end),
    `"${text.slice(column - 1, column - 1 + end - start)}" is an alias, and its anchor is nowhere`,
    { help },
  );
}

/** `!x` is a tag to YAML; none has a meaning here but YAML's own. */
export function reportUnknownTags(source: SourceText, warnings: readonly YAMLWarning[], report: Report): void {
  for (const warning of warnings) {
    if (warning.code !== 'TAG_RESOLVE_FAILED') continue;
    const [start, end] = warning.pos;
    const tag = source.text.slice(start, end);
    if (/^!!(?:str|int|float|bool|null|map|seq)$/.test(tag)) continue;
    const { line, column } = source.span(start, end);
    const text = source.line(line);
    const help = repairHelp(text, column - 1);
    report.add('CC1002', source.span(start, end), `"${tag}" is a YAML tag, and none is known here`, { help });
  }
}

interface Trap {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly help: string;
}

function findTrap(source: SourceText, error: YAMLParseError): Trap | undefined {
  const at = error.pos[0];
  const { line } = source.span(at, at);
  const text = source.line(line);
  if (text.length > MAX_REPAIRED) return undefined;
  const lineStart = source.lineStart(at);
  return (
    referenceInFlow(source, at, text, lineStart) ??
    backslash(error, text, lineStart) ??
    indicator(text, lineStart, at - lineStart)
  );
}

function referenceInFlow(source: SourceText, at: number, text: string, lineStart: number): Trap | undefined {
  if (source.text.slice(at - 1, at + 1) !== '${') return undefined;
  const column = at - 1 - lineStart;
  const fixed = text.replace(/(['"]).*?\1|[^\s,{}[\]'"]*(?:\$\{[^{}]*\}[^\s,{}[\]'"]*)+/g, (part) =>
    part.includes('${') && !/^['"]/.test(part) ? `"${part}"` : part,
  );
  const end = text.indexOf('}', column);
  return {
    start: at - 1,
    end: lineStart + (end < 0 ? text.length : end + 1),
    message: 'inside { } and [ ] a reference needs quotes',
    help: `write: ${hidden(fixed)}`,
  };
}

/** YAML knows a few escapes in double quotes and refuses the rest; single quotes take all as it is. */
function backslash(error: YAMLParseError, text: string, lineStart: number): Trap | undefined {
  if (error.code !== 'BAD_DQ_ESCAPE') return undefined;
  const fixed = text.replace(/"((?:[^"\\]|\\.)*)"/g, (whole, body: string) =>
    /\\[^\s"\\/0abtnvferNL_Pxu]/.test(body) ? `'${body.replaceAll('\\"', '"').replaceAll("'", "''")}'` : whole,
  );
  return {
    start: error.pos[0],
    end: Math.min(error.pos[1] + 1, lineStart + text.length),
    message: 'in double quotes a backslash begins an escape of YAML, and this is none',
    help: `write: ${hidden(fixed)}`,
  };
}

/** The last `key: ` or `- ` before the error, followed by one of the characters that mean something to YAML. */
function indicator(text: string, lineStart: number, column: number): Trap | undefined {
  const pattern = /(?:^|[\s{[,])(?:-|[^\s,{}[\]'"#]+:)\s+([[{*@%,`&!|>].*)$/;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const from = text.length - match[1]!.length;
  if (from > column) return undefined;
  const value = valueFrom(text, from);
  return {
    start: lineStart + from,
    end: lineStart + from + value.length,
    message: `a value that begins with ${value[0]} needs quotes`,
    help: `write: ${repaired(text, from, value)}`,
  };
}

function valueFrom(text: string, from: number): string {
  return text
    .slice(from)
    .replace(/\s+#.*$/, '')
    .trimEnd();
}

/** Longer lines are not repaired: nobody reads them, and the expressions here go over them again and again. */
const MAX_REPAIRED = 2000;

function repairHelp(text: string, from: number): string {
  return text.length > MAX_REPAIRED
    ? 'put the value in quotes'
    : `write: ${repaired(text, from, valueFrom(text, from))}`;
}

function repaired(text: string, from: number, value: string): string {
  const quoted = /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
  return hidden(`${text.slice(0, from)}${quoted}${text.slice(from + value.length)}`);
}

const isSensitiveKey = sensitiveKeyTest();

/** A line as a message may show it: the value of a secret key stays out. */
function hidden(line: string): string {
  return maskLine(line.trim(), isSensitiveKey);
}

const WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'YAML does not indent with tabs: use spaces',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " on one line: put the value in quotes',
  BAD_INDENT: 'this line is indented differently from its neighbours',
  MULTILINE_IMPLICIT_KEY: 'this text has no ":" behind it: a key without a value, or a line indented too little',
  MISSING_CHAR: 'a closing quote, bracket or ":" is missing',
};

/** The parser has one code for several of these; its message tells them apart. */
const MISSING: readonly (readonly [RegExp, string])[] = [
  [
    /^Sequence item/,
    'this line lines up with no line above: indent it like the keys of its item, or begin it with "- "',
  ],
  [/^Implicit map keys/, 'a ":" is missing behind this key, or the line is indented differently from its neighbours'],
  [
    /^Flow (?:sequence|map) in block collection/,
    'a closing bracket is missing: the list or map that begins above goes on to here',
  ],
  [/^Missing closing .quote/, 'a closing quote is missing: the text that begins with it goes on to here'],
];

function plainWords(error: YAMLParseError): string {
  const missing = MISSING.find(([pattern]) => pattern.test(error.message));
  if (missing) return missing[1];
  return WORDS[error.code] ?? `this is not valid YAML: ${error.message.replace(/\s+/g, ' ').trim()}`;
}

/** An error at the end of the text has no characters of its own. */
function clamp(source: SourceText, error: YAMLParseError): [number, number] {
  const start = Math.min(error.pos[0], source.text.length);
  return [start, Math.max(start, Math.min(error.pos[1], source.text.length))];
}
