import { ProtocolError } from '../protocol/protocol-error.ts';

/**
 * Cuts a byte stream into frames: an int32 size, then as many bytes. Each frame (size included) is copied once
 * into memory of its own, so that records may go on sharing it.
 */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #onFrame: (frame: Buffer) => void;
  readonly #head = Buffer.alloc(4);
  #headBytes = 0;
  #frame: Buffer | undefined;
  #filled = 0;

  /** @param maxBytes a larger size is a ProtocolError, before anything is allocated */
  constructor(maxBytes: number, onFrame: (frame: Buffer) => void) {
    this.#maxBytes = maxBytes;
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    let pos = 0;
    while (pos < chunk.length) {
      if (!this.#frame) {
        const wanted = Math.min(4 - this.#headBytes, chunk.length - pos);
        chunk.copy(this.#head, this.#headBytes, pos, pos + wanted);
        this.#headBytes += wanted;
        pos += wanted;
        if (this.#headBytes < 4) return;
        this.#frame = this.#allocate();
        this.#filled = 4;
      }
      const copied = chunk.copy(this.#frame, this.#filled, pos);
      this.#filled += copied;
      pos += copied;
      if (this.#filled === this.#frame.length) {
        const frame = this.#frame;
        this.#frame = undefined;
        this.#headBytes = 0;
        this.#onFrame(frame);
      }
    }
  }

  #allocate(): Buffer {
    const size = this.#head.readInt32BE(0);
    if (size < 4 || size > this.#maxBytes) {
      throw new ProtocolError(`a frame of ${size} bytes (allowed: 4 to ${this.#maxBytes})`);
    }
    const frame = Buffer.allocUnsafe(size + 4);
    this.#head.copy(frame);
    return frame;
  }
}
