import { encodableText } from '../data/index.ts';

/** Shorter lines are put together first: a call into native code costs as much as copying some hundred characters. */
const SHORT_CHARS = 512;
const TOGETHER_CHARS = 8192;
const FIRST_BYTES = 16 * 1024;
/** What is kept for the next batch at most. */
const KEPT_BYTES = 4 * 1024 * 1024;
/** UTF-8 takes no more for one UTF-16 unit. */
const BYTES_A_CHAR = 3;
const LINE_FEED = 10;

/**
 * Lines as UTF-8, as java.nio writes it, in one buffer that is used again for each batch. One long string of all lines would
 * be copied twice on its way, and takes five times as long.
 */
export class LineEncoder {
  #bytes = Buffer.alloc(0);
  #length = 0;
  /** Short lines that are still to be put into the buffer. */
  #together = '';

  add(line: string): void {
    if (line.length <= SHORT_CHARS) {
      this.#together += line;
      this.#together += '\n';
      if (this.#together.length > TOGETHER_CHARS) this.#encodeTogether();
      return;
    }
    this.#encodeTogether();
    this.#encode(line);
    this.#bytes[this.#length++] = LINE_FEED;
  }

  /** All lines since the last call. The bytes are good until the next line is added. */
  take(): Buffer {
    this.#encodeTogether();
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.alloc(0);
    return taken;
  }

  #encodeTogether(): void {
    this.#encode(this.#together);
    this.#together = '';
  }

  #encode(text: string): void {
    this.#makeRoom(text.length * BYTES_A_CHAR + 1);
    this.#length += this.#bytes.write(encodableText(text), this.#length);
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, 2 * this.#bytes.length, this.#length + bytes));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
