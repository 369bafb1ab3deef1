import { ProtocolError } from '../protocol/protocol-error.ts';

const SIZE_BYTES = 4;
/** The first letters of an answer of HTTP, read as a size: the address of a Connect worker among the bootstrap servers. */
const HTTP = Buffer.from('HTTP').readInt32BE();

/**
 * Cuts a byte stream into frames: an int32 size, then as many bytes. Each frame (size included) stands in memory of its
 * own, so that records may go on sharing it. Bytes are read straight into `target`, or copied there by `push`.
 */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #onFrame: (frame: Buffer) => void;
  readonly #head = Buffer.alloc(SIZE_BYTES);
  #filling: Buffer = this.#head;
  #filled = 0;

  /** @param maxBytes a larger size is a ProtocolError, before anything is allocated */
  constructor(maxBytes: number, onFrame: (frame: Buffer) => void) {
    this.#maxBytes = maxBytes;
    this.#onFrame = onFrame;
  }

  /** Where the next bytes belong: what is left of a size or of a frame, never empty. */
  target(): Buffer {
    return this.#filling.subarray(this.#filled);
  }

  /** So many bytes have been put into `target`. Hands out the frame that they complete. */
  received(bytes: number): void {
    this.#filled += bytes;
    if (this.#filled < this.#filling.length) return;
    const complete = this.#filling;
    if (complete === this.#head) {
      this.#filling = this.#allocate();
      this.#filled = SIZE_BYTES;
    } else {
      this.#filling = this.#head;
      this.#filled = 0;
      this.#onFrame(complete);
    }
  }

  push(chunk: Buffer): void {
    for (let pos = 0; pos < chunk.length; ) {
      const copied = chunk.copy(this.target(), 0, pos);
      pos += copied;
      this.received(copied);
    }
  }

  #allocate(): Buffer {
    const size = this.#head.readInt32BE(0);
    if (size < 4 || size > this.#maxBytes) {
      if (size === HTTP) throw new ProtocolError('what listens there speaks HTTP');
      throw new ProtocolError(`a frame of ${size} bytes (allowed: 4 to ${this.#maxBytes})`);
    }
    const frame = Buffer.allocUnsafe(size + SIZE_BYTES);
    this.#head.copy(frame);
    return frame;
  }
}
