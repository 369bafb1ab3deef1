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

/**
 * Diagnostics as text: `file:line:col severity CODE  message`, the lines of source with a caret, the help under it.
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
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, textOf, colors)).join('');
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

function renderDiagnostic(
  diagnostic: Diagnostic,
  textOf: (file: string) => LinedText | undefined,
  colors: DiagnosticColors,
): string {
  const { source, severity, help } = diagnostic;
  const paint = severity === 'error' ? colors.red : severity === 'info' ? colors.cyan : colors.yellow;
  const place = source ? `${placeText(source)} ` : '';
  const head = `${colors.bold(place)}${paint(severity)} ${diagnostic.code}  ${printable(diagnostic.message)}\n`;
  const text = source && textOf(source.file);
  const frame =
    source && text !== undefined
      ? codeFrame(text, source, help, { ...colors, paint }, diagnostic.sensitive)
      : undefined;
  const tail = frame ?? (help ? `   ${colors.dim(printable(help))}\n` : '');
  return head + tail + relatedText(diagnostic, colors);
}

function relatedText({ related }: Diagnostic, colors: DiagnosticColors): string {
  return (related ?? [])
    .map(({ message, source }) => `   ${colors.dim(`${placeText(source)}  ${printable(message)}`)}\n`)
    .join('');
}

function placeText({ file, line, column }: SourceSpan): string {
  return `${printable(file)}:${line}:${column}`;
}
