import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type FlatConfig, messageOf } from '../../core/index.ts';
import { type Schema, type SourceRecord, schemas } from '../data/index.ts';
import { ConnectError, type SourceTask, type SourceTaskContext } from '../plugins/index.ts';
import { type ByteInput, openFileInput, openStandardInput } from './byte-input.ts';
import type { FileStreamSourceConfig } from './file-stream-source.ts';
import { LineSplitter } from './line-splitter.ts';
import { Looks } from './looks.ts';

const CHUNK_BYTES = 256 * 1024;
/** A poll without data lasts a second, as in Kafka's task, but looks ten times, so that a line waits less. */
const LOOKS_PER_POLL = 10;
const LOOK_INTERVAL_MS = 100;
const NO_HEADERS: SourceRecord['headers'] = [];
const LINE_SCHEMA: Schema = schemas.string;

/** Follows a text file line by line (org.apache.kafka.connect.file.FileStreamSourceTask). */
export class FileStreamSourceTask implements SourceTask {
  readonly #parse: (config: FlatConfig) => FileStreamSourceConfig;
  #config!: FileStreamSourceConfig;
  #context!: SourceTaskContext;
  #looks!: Looks;
  #partition: Readonly<Record<string, unknown>> = {};
  #input: ByteInput | null = null;
  #lines = new LineSplitter(0);
  #isMissing = false;
  #isShort = false;

  constructor(parse: (config: FlatConfig) => FileStreamSourceConfig) {
    this.#parse = parse;
  }

  start(config: FlatConfig, context: SourceTaskContext): void {
    this.#config = this.#parse(config);
    this.#context = context;
    this.#looks = new Looks(LOOK_INTERVAL_MS, context.signal);
    this.#partition = { filename: this.#config.file };
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    if (await this.#hasLine()) return this.#takeRecords();
    await this.#looks.until(() => this.#mayHaveMore(), LOOKS_PER_POLL);
    if (!this.#context.signal.aborted && (await this.#hasLine())) return this.#takeRecords();
    this.#warnOfShortFile();
    return null;
  }

  async stop(): Promise<void> {
    const input = this.#input;
    this.#input = null;
    await input?.close();
  }

  #mayHaveMore(): boolean {
    const { file } = this.#config;
    return this.#input?.mayHaveMore() ?? (file !== null && existsSync(file));
  }

  /** Reads until a line is complete; false when there is nothing more to read now. */
  async #hasLine(): Promise<boolean> {
    if (this.#lines.hasLine) return true;
    this.#input ??= await this.#open();
    if (this.#input === null) return false;
    while (!this.#lines.hasLine) {
      // A line longer than a chunk is read in growing steps, so that its bytes are not copied over and over.
      const chunk = await this.#input.read(Math.max(CHUNK_BYTES, this.#lines.heldBack));
      if (chunk === null) return false;
      this.#lines.push(chunk);
      this.#isShort = false;
    }
    return true;
  }

  /** null while the file is not there: it may still be created. */
  async #open(): Promise<ByteInput | null> {
    const { file } = this.#config;
    if (file === null) return openStandardInput();
    const position = storedPosition(this.#context.offset(this.#partition));
    try {
      const input = await openFileInput(file, position);
      this.#lines = new LineSplitter(position);
      return input;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        this.#warnOfMissing(file);
        return null;
      }
      throw new ConnectError(`Cannot open file '${file}' for FileStreamSourceTask: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  /** Once, not at every look. */
  #warnOfMissing(file: string): void {
    if (this.#isMissing) return;
    this.#isMissing = true;
    this.#warn(`Couldn't find file ${resolve(file)} for FileStreamSourceTask, sleeping to wait for it to be created`);
  }

  /** Kafka's task says nothing of a file that was cut, or has another in its place since the task ended; ours does, once. */
  #warnOfShortFile(): void {
    const missingBytes = this.#isShort ? 0 : (this.#input?.missingBytes() ?? 0);
    if (missingBytes === 0) return;
    this.#isShort = true;
    this.#warn(
      `File ${resolve(this.#config.file!)} is ${missingBytes} bytes shorter than what was read of it, and is read on when it ` +
        'has grown past that. To read it from its beginning, stop the connector, DELETE its offsets, and resume it.',
    );
  }

  #warn(message: string): void {
    this.#context.log.named('org.apache.kafka.connect.file.FileStreamSourceTask').warn(message);
  }

  #takeRecords(): SourceRecord[] {
    const timestampMs = Date.now();
    const tracked = this.#config.file !== null;
    const lines = this.#lines.take(Math.max(1, this.#config.batchSize));
    return lines.map(({ text, end }) => ({
      kind: 'source',
      topic: this.#config.topic,
      partition: null,
      keySchema: null,
      key: null,
      valueSchema: LINE_SCHEMA,
      value: text,
      timestampMs,
      headers: NO_HEADERS,
      sourcePartition: this.#partition,
      sourceOffset: { position: tracked ? end : null },
    }));
  }
}

/** Where to go on reading, in bytes. */
function storedPosition(offset: Readonly<Record<string, unknown>> | null): number {
  const position = offset?.['position'] ?? 0;
  if (typeof position !== 'bigint' && !Number.isInteger(position)) {
    throw new ConnectError('Offset position is the incorrect type');
  }
  return Number(position);
}
