import { MASK, maskLine, type SourceSpan } from '../core/index.ts';
import type { DiagnosticColors } from './diagnostics.ts';
import { printable } from './printable.ts';

/** Longer lines are cut around the place. */
const MAX_WIDTH = 110;

/**
 * The line before, the line itself, and the caret with the help. Undefined where the text has no such line
 * any more. Values of secret keys are masked: a frame is printed in build logs.
 *
 * @param isSecret the text at `source` is a secret, whatever its key is called
 */
export function codeFrame(
  text: LinedText,
  source: SourceSpan,
  help: string | undefined,
  colors: DiagnosticColors & { readonly paint: (text: string) => string },
  isSecret = false,
): string | undefined {
  const lines = linesAround(text, source.line);
  const line = lines.get(source.line);
  if (line === undefined) return undefined;
  const width = String(source.line).length + 3;
  const bar = colors.dim('│');
  const row = (number: number, shown: string): string =>
    `${colors.dim(String(number).padStart(width))} ${bar} ${shown}\n`;
  // Only the definition knows keys that a project calls sensitive; what follows on the line goes with the value.
  const shown = isSecret ? line.slice(0, source.column - 1) + MASK : masked(line, lines, source.line, text);
  const end = source.endLine === source.line ? (source.endColumn ?? source.column + 1) : line.length + 1;
  const view = cutAround(shown, source.column, end);
  const before = source.line > 1 ? (lines.get(source.line - 1) ?? '') : '';
  const above = before.trim() === '' ? '' : row(source.line - 1, clip(masked(before, lines, source.line - 1, text)));
  const pad = printable(view.text.slice(0, view.start)).replace(/[^\t]/g, ' ');
  const carets = colors.paint('^'.repeat(Math.max(1, view.end - view.start)));
  const helpText = help === undefined ? '' : ` ${colors.paint(printable(help))}`;
  return `${above}${row(source.line, printable(view.text))}${' '.repeat(width)} ${bar} ${pad}${carets}${helpText}\n`;
}

/** The line and those before it, as far as a block of text may reach up. */
function linesAround(source: LinedText, number: number): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  for (let at = Math.max(1, number - FRAME_CONTEXT); at <= number; at++) {
    const line = source.line(at);
    if (line !== undefined) lines.set(at, line);
  }
  return lines;
}

/** A text whose lines are found once, however many frames are made of it. */
export class LinedText {
  readonly #text: string;
  readonly #starts: number[] = [0];
  /** Whether the value of a key is masked. */
  readonly isSensitiveKey: (key: string) => boolean;

  constructor(text: string, isSensitiveKey: (key: string) => boolean) {
    this.#text = text;
    this.isSensitiveKey = isSensitiveKey;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** A line, counted from 1, without its line break; undefined where the text ends before it. */
  line(number: number): string | undefined {
    const start = this.#starts[number - 1];
    if (start === undefined) return undefined;
    const next = this.#starts[number];
    return this.#text.slice(start, next === undefined ? undefined : next - 1).replace(/\r$/, '');
  }
}

/** The line of a block's key holds the key and little else. */
const MAX_KEY_LINE = 500;

/** How far up the key of a block of text is looked for. */
const FRAME_CONTEXT = 60;

function masked(line: string, lines: ReadonlyMap<number, string>, number: number, text: LinedText): string {
  if (isInSecretBlock(line, lines, number, text)) return `${line.slice(0, indentOf(line))}${MASK}`;
  return maskLine(line, text.isSensitiveKey);
}

/**
 * A line of `private.key: |`, or of a quoted text that goes on: the nearest line above that is indented less has a secret
 * key. The body of a private key in PEM is secret under any key.
 */
function isInSecretBlock(line: string, lines: ReadonlyMap<number, string>, number: number, text: LinedText): boolean {
  const indent = indentOf(line);
  let isPemPossible = !line.includes('-----');
  for (let at = number - 1; lines.has(at); at--) {
    const above = lines.get(at)!;
    if (isPemPossible && above.includes('PRIVATE KEY-----')) return above.includes('-----BEGIN ');
    if (above.includes('-----END ')) isPemPossible = false;
    if (above.trim() === '' || indentOf(above) >= indent) continue;
    const keys = above.slice(0, MAX_KEY_LINE).matchAll(/([A-Za-z0-9_.-]+)["']?:(?=\s|$)/g);
    return [...keys].some(([, key]) => text.isSensitiveKey(key!));
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function cutAround(line: string, column: number, endColumn: number): { text: string; start: number; end: number } {
  const start = Math.min(column - 1, line.length);
  const end = Math.min(Math.max(endColumn - 1, start + 1), Math.max(line.length, start + 1));
  if (line.length <= MAX_WIDTH) return { text: line, start, end };
  const from = Math.max(0, start - MAX_WIDTH / 2);
  const text = (from > 0 ? '…' : '') + line.slice(from, from + MAX_WIDTH) + (from + MAX_WIDTH < line.length ? '…' : '');
  const shift = from > 0 ? from - 1 : 0;
  return { text, start: start - shift, end: Math.min(end - shift, text.length) };
}

function clip(line: string): string {
  return printable(line.length > MAX_WIDTH ? `${line.slice(0, MAX_WIDTH)}…` : line);
}
