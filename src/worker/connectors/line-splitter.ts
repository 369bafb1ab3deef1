import { isAscii, isUtf8 } from 'node:buffer';
import { decodeUtf8 } from '../data/index.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** One line of text, and where the next one starts: bytes from the start of the input, its terminator included. */
export interface Line {
  readonly text: string;
  readonly end: number;
}

/**
 * Cuts bytes into lines ended by `\n`, `\r\n` or a lone `\r`, as FileStreamSourceTask does. A `\r` at the end
 * of what was read waits for the next byte, and a last line without a terminator is held back. Text is
 * UTF-8, malformed input replaced. Positions count bytes (Kafka's own task counts UTF-16 units but skips
 * bytes, and so repeats text after a restart where a file is not plain ASCII).
 */
export class LineSplitter {
  #bytes: Buffer = Buffer.alloc(0);
  /** Position in the input of the first byte of `#bytes`. */
  #base: number;
  /** The complete lines of `#bytes` as one Latin-1 string, so that an index in it is a byte index. */
  #complete = '';
  #ascii = true;
  #wellFormed = true;
  #next = 0;
  /** Where the next `\r` of `#complete` stands, -1 when none is left: most files have none. */
  #nextReturn = -1;

  /** @param position bytes of the input already consumed */
  constructor(position: number) {
    this.#base = position;
  }

  /** Bytes that wait for the rest of their line. */
  get heldBack(): number {
    return this.#bytes.length - this.#next;
  }

  /** True while `take` has a line to give. */
  get hasLine(): boolean {
    return this.#next < this.#complete.length;
  }

  /** Adds bytes that were read; to be called when no complete line is left. The chunk is not copied. */
  push(chunk: Buffer): void {
    const rest = this.#bytes.subarray(this.#next);
    this.#base += this.#next;
    this.#bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.#next = 0;
    const end = endOfLastLine(this.#bytes);
    const lines = this.#bytes.subarray(0, end);
    this.#complete = lines.toString('latin1');
    this.#ascii = isAscii(lines);
    this.#wellFormed = this.#ascii || isUtf8(lines);
    this.#nextReturn = this.#complete.indexOf('\r');
  }

  /** Up to `max` complete lines, fewer when there are no more. */
  take(max: number): Line[] {
    const lines: Line[] = [];
    while (lines.length < max && this.hasLine) lines.push(this.#takeOne());
    return lines;
  }

  #takeOne(): Line {
    const start = this.#next;
    let end = this.#complete.indexOf('\n', start);
    let next = end + 1;
    if (this.#nextReturn >= 0 && (end < 0 || this.#nextReturn < end)) {
      end = this.#nextReturn;
      next = this.#complete.charCodeAt(end + 1) === LINE_FEED ? end + 2 : end + 1;
      this.#nextReturn = this.#complete.indexOf('\r', next);
    }
    this.#next = next;
    return { text: this.#text(start, end), end: this.#base + next };
  }

  #text(start: number, end: number): string {
    if (this.#ascii) return this.#complete.slice(start, end);
    return this.#wellFormed ? this.#bytes.toString('utf8', start, end) : decodeUtf8(this.#bytes.subarray(start, end));
  }
}

/** Byte after the last terminator; a `\r` that ends the bytes may be half of `\r\n` and does not count. */
function endOfLastLine(bytes: Buffer): number {
  const feed = bytes.lastIndexOf(LINE_FEED);
  const carriageReturn = bytes.length < 2 ? -1 : bytes.lastIndexOf(CARRIAGE_RETURN, bytes.length - 2);
  return Math.max(feed, carriageReturn) + 1;
}
