import { stripVTControlCharacters } from 'node:util';
import { width } from '../../render/index.ts';
import type { CliIo } from '../command.ts';

/** The lowest lines on a terminal, drawn again in place, under text that stays. */
export interface LiveArea {
  /** Puts `text` (whole lines) above, where it scrolls up as all output does, and `lines` in place of the last ones. */
  draw(text: string, lines: readonly string[]): void;
}

const CLEAR_REST_OF_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Each call is one write, which begins where the last one's lines began. The cursor is never hidden, so whatever ends
 * the process leaves it as it was; it stands below the lines, where the shell goes on.
 */
export function liveArea(stdout: CliIo['stdout']): LiveArea {
  let drawn: readonly string[] = [];
  let shown = '';
  return {
    draw(text, lines) {
      const frame = lines.map((line) => `${line}${CLEAR_REST_OF_LINE}\n`).join('');
      if (text === '' && frame === shown) return;
      const clear = text === '' ? '' : CLEAR_BELOW;
      stdout.write(`${upBy(rowsOf(drawn, stdout.columns || 80))}${clear}${text}${frame}${CLEAR_BELOW}`);
      drawn = lines;
      shown = frame;
    },
  };
}

/** A window that became narrower has broken the lines that are too long for it now, as terminals do with all text. */
function rowsOf(lines: readonly string[], columns: number): number {
  return lines.reduce(
    (rows, line) => rows + Math.max(1, Math.ceil(width(stripVTControlCharacters(line)) / columns)),
    0,
  );
}

function upBy(rows: number): string {
  return rows === 0 ? '' : `\r\u001b[${rows}A`;
}
