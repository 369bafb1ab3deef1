import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure, messageOf } from '../../core/index.ts';
import type { OffsetStore } from '../runtime/task-runner.ts';
import { type MapEntry, readJavaHashMap, TruncatedError, writeJavaHashMap } from './java-hash-map-format.ts';
import { writeWhole } from './write-whole.ts';

/**
 * The offset file of a standalone worker (offset.storage.file.filename), in the format of
 * org.apache.kafka.connect.storage.FileOffsetBackingStore: either worker goes on where the other stopped.
 * Unlike there a write replaces the file as a whole (temporary file, fsync, rename), where its folder allows that.
 * @param warn told once where it does not
 */
export function createFileOffsetStore(path: string, warn: (sentence: string) => void): OffsetStore {
  return new FileOffsetStore(resolve(path), warn);
}

class FileOffsetStore implements OffsetStore {
  readonly #path: string;
  readonly #warn: (sentence: string) => void;
  #isInPlace = false;
  /** By the key's bytes as Latin-1 text, in the order of the file. */
  readonly #entries = new Map<string, MapEntry>();
  #writing: Promise<void> = Promise.resolve();
  /** What waits for the write under way to end. */
  #next: { readonly entries: MapEntry[]; readonly done: Promise<void> } | undefined;

  constructor(path: string, warn: (sentence: string) => void) {
    this.#path = path;
    this.#warn = warn;
  }

  async start(): Promise<void> {
    this.#entries.clear();
    for (const entry of await readEntries(this.#path)) this.#entries.set(entryId(entry.key), entry);
  }

  get(key: Buffer): Buffer | null {
    return this.#entries.get(entryId(key))?.value ?? null;
  }

  *entries(): Iterable<readonly [key: Buffer, value: Buffer | null]> {
    for (const { key, value } of this.#entries.values()) if (key !== null) yield [key, value];
  }

  /**
   * Writes follow one another, and one takes all that was handed over while the one before was under way: a thousand
   * tasks that commit at once cost two writes of the file, not a thousand. The values are visible to `get` once they
   * are on disk. Where a write fails, so do all the calls whose values were in it.
   */
  set(values: ReadonlyMap<string, { readonly key: Buffer; readonly value: Buffer | null }>): Promise<void> {
    if (this.#next === undefined) {
      const entries: MapEntry[] = [];
      const done = this.#writing.then(() => {
        this.#next = undefined;
        return this.#write(entries);
      });
      this.#next = { entries, done };
      this.#writing = done.catch(() => {});
    }
    this.#next.entries.push(...values.values());
    return this.#next.done;
  }

  async stop(): Promise<void> {
    await this.#writing;
  }

  async #write(changed: readonly MapEntry[]): Promise<void> {
    const merged = new Map(this.#entries);
    for (const entry of changed) merged.set(entryId(entry.key), entry);
    try {
      await writeWhole(this.#path, writeJavaHashMap([...merged.values()]), (code) => this.#tellInPlace(code));
    } catch (error) {
      throw new Failure('CC6102', `Cannot write the offset file ${this.#path}: ${messageOf(error)}`, {
        cause: error,
        retryable: true,
        help: 'Check that the folder exists, that it is writable, and that the disk has room.',
      });
    }
    for (const entry of changed) this.#entries.set(entryId(entry.key), entry);
  }

  #tellInPlace(code: string): void {
    if (this.#isInPlace) return;
    this.#isInPlace = true;
    this.#warn(
      `The offset file ${this.#path} cannot be replaced (${code}) and is written in place: a crash in the middle of a write loses what is in it. Put it into a folder of its own that the worker may write to`,
    );
  }
}

/** Missing, empty and cut-off files hold no offsets, as for Kafka's store; anything else has to be a map. */
async function readEntries(path: string): Promise<readonly MapEntry[]> {
  try {
    return readJavaHashMap(await readFile(path));
  } catch (error) {
    if (error instanceof TruncatedError || (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Failure('CC6101', `${path}: ${messageOf(error)}`, {
      cause: error,
      help: 'Name another file in offset.storage.file.filename, or move this one away to start without offsets.',
    });
  }
}

function entryId(key: Buffer | null): string {
  return key === null ? 'null' : `#${key.toString('latin1')}`;
}
