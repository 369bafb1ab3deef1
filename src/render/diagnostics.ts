import { type Diagnostic, type Severity, type SourceSpan, sensitiveKeyTest } from '../core/index.ts';
import { codeFrame, LinedText } from './code-frame.ts';
import { printable } from './printable.ts';

/** How words are coloured; each gives its text back where there are no colours. */
export interface DiagnosticColors {
  red(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

/** Messages at one place before the others there are only counted: a fan-out makes hundreds of one line. */
const SHOWN_AT_A_PLACE = 3;

/**
 * Diagnostics as text: `file:line:col severity CODE  message`, the lines of source with a caret, the help under it.
 * Neighbours of one code at one place share their frame; from the fourth on they are counted, `… and 95 more H008 here`.
 *
 * @param texts the files by path; a place in a file that isn't there has no frame
 * @param sensitive globs of keys whose values are masked, besides the built-in ones
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  colors: DiagnosticColors,
  sensitive: readonly string[] = [],
): string {
  const isSensitiveKey = sensitiveKeyTest(sensitive);
  const lined = new Map<string, LinedText>();
  const textOf = (file: string): LinedText | undefined => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const known = lined.get(file) ?? new LinedText(text, isSensitiveKey);
    lined.set(file, known);
    return known;
  };
  return atOnePlace(diagnostics)
    .map((group) => renderGroup(group, textOf, colors))
    .join('');
}

/** `2 errors, 1 warning`: what came out, in words; empty where nothing did. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  }).join(', ');
}

/** A diagnostic as JSON output has it: its place flat. */
export function diagnosticJson(diagnostic: Diagnostic): Record<string, unknown> {
  const { code, severity, message, help, source, related } = diagnostic;
  return {
    code,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
    ...(source ? placeJson(source) : {}),
    ...(related ? { related: related.map((one) => ({ message: one.message, ...placeJson(one.source) })) } : {}),
  };
}

const SEVERITIES = ['error', 'hazard', 'warning'] as const satisfies readonly Severity[];

function placeJson({ file, line, column, endLine, endColumn }: SourceSpan): Record<string, unknown> {
  return {
    file,
    line,
    column,
    ...(endLine === undefined ? {} : { endLine }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

type Group = readonly [Diagnostic, ...Diagnostic[]];

/** Runs of diagnostics that differ in their message alone. */
function atOnePlace(diagnostics: readonly Diagnostic[]): Group[] {
  const groups: [Diagnostic, ...Diagnostic[]][] = [];
  let lastKey: string | undefined;
  for (const diagnostic of diagnostics) {
    const { code, severity, source, help, sensitive } = diagnostic;
    const key = source && JSON.stringify([code, severity, source, help, sensitive]);
    const last = groups.at(-1);
    if (last && key !== undefined && key === lastKey) last.push(diagnostic);
    else groups.push([diagnostic]);
    lastKey = key;
  }
  return groups;
}

function renderGroup(group: Group, textOf: (file: string) => LinedText | undefined, colors: DiagnosticColors): string {
  const [{ source, severity, code, help, sensitive }] = group;
  const paint = severity === 'error' ? colors.red : severity === 'info' ? colors.cyan : colors.yellow;
  const place = source ? `${placeText(source)} ` : '';
  const shown = group.slice(0, SHOWN_AT_A_PLACE);
  const heads = shown.map(({ message }) => `${colors.bold(place)}${paint(severity)} ${code}  ${printable(message)}\n`);
  const more = group.length - shown.length;
  if (more > 0) heads.push(`   ${colors.dim(`… and ${more} more ${code} here`)}\n`);
  const text = source && textOf(source.file);
  const frame =
    source && text !== undefined ? codeFrame(text, source, help, { ...colors, paint }, sensitive) : undefined;
  const tail = frame ?? (help ? `   ${colors.dim(printable(help))}\n` : '');
  const related = new Set(shown.flatMap((diagnostic) => relatedLines(diagnostic, colors)));
  return [...heads, tail, ...related].join('');
}

function relatedLines({ related }: Diagnostic, colors: DiagnosticColors): string[] {
  return (related ?? []).map(
    ({ message, source }) => `   ${colors.dim(`${placeText(source)}  ${printable(message)}`)}\n`,
  );
}

function placeText({ file, line, column }: SourceSpan): string {
  return `${printable(file)}:${line}:${column}`;
}
