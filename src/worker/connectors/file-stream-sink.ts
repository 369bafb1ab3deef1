import { stat } from 'node:fs/promises';
import type { FlatConfig } from '../../core/index.ts';
import { defineConfig, parseConfig } from '../config/index.ts';
import { javaText, type SinkRecord } from '../data/index.ts';
import {
  ConnectError,
  type Connector,
  type SinkConnectorPlugin,
  type SinkTask,
  type SinkTaskContext,
} from '../plugins/index.ts';
import { LineEncoder } from './line-encoder.ts';
import { openPipeOutput } from './pipe-output.ts';
import { openFileOutput, openStandardOutput, type TextOutput } from './text-output.ts';

const configDef = defineConfig([
  {
    name: 'file',
    type: 'STRING',
    defaultValue: null,
    importance: 'HIGH',
    documentation: 'The file to append to. Standard output is written where it is left out or empty.',
  },
]);

/** Appends the value of each record to a text file, a line each (org.apache.kafka.connect.file.FileStreamSinkConnector). */
export const fileStreamSink: SinkConnectorPlugin = {
  kind: 'sink',
  className: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  taskClassName: 'org.apache.kafka.connect.file.FileStreamSinkTask',
  version: '4.3.1',
  configDef,
  create: () => new FileStreamSinkConnector(),
  createTask: () => new FileStreamSinkTask(),
};

class FileStreamSinkConnector implements Connector {
  #config: FlatConfig = {};

  start(config: FlatConfig): void {
    parseConfig(configDef, config);
    this.#config = config;
  }

  /** Every task appends to the same file. */
  taskConfigs(maxTasks: number): readonly FlatConfig[] {
    return Array.from({ length: maxTasks }, () => this.#config);
  }

  stop(): void {}

  /** Offsets are the consumer group's; there is nothing else to check or move. */
  alterOffsets(): boolean {
    return true;
  }
}

class FileStreamSinkTask implements SinkTask {
  #output: TextOutput | null = null;
  #place = 'standard output';
  readonly #lines = new LineEncoder();

  async start(config: FlatConfig, context: SinkTaskContext): Promise<void> {
    const file = (parseConfig(configDef, config)['file'] as string | null) || null;
    if (file !== null) this.#place = `file '${file}'`;
    try {
      this.#output = file === null ? openStandardOutput() : await this.#open(file, context);
    } catch (error) {
      context.signal.throwIfAborted();
      throw new ConnectError(`Couldn't find or create file '${file}' for FileStreamSinkTask`, { cause: error });
    }
  }

  async #open(file: string, { log, signal }: SinkTaskContext): Promise<TextOutput> {
    const isPipe = await stat(file).then(
      (status) => status.isFIFO(),
      () => false,
    );
    if (!isPipe) return openFileOutput(file);
    return openPipeOutput(file, signal, () =>
      log.warn(`Nobody reads the named pipe ${file} yet, waiting for a reader`),
    );
  }

  /** One write a batch: the lines are in the file when it resolves, and tasks don't cut into each other's. */
  async put(records: readonly SinkRecord[]): Promise<void> {
    if (records.length === 0) return;
    for (const { valueSchema, value } of records) {
      this.#lines.add(typeof value === 'string' ? value : javaText(valueSchema, value));
    }
    await this.#orSayWhere(this.#output?.write(this.#lines.take()));
  }

  /** Before offsets are committed the lines are on disk, so that not even a power cut loses them. */
  async flush(): Promise<void> {
    await this.#orSayWhere(this.#output?.sync());
  }

  /** A full disk says nothing of the place by itself; Kafka's task goes on, and its offsets with it. */
  async #orSayWhere(work: Promise<void> | undefined): Promise<void> {
    try {
      await work;
    } catch (error) {
      throw new ConnectError(`Couldn't write to ${this.#place} for FileStreamSinkTask`, { cause: error });
    }
  }

  async stop(): Promise<void> {
    const output = this.#output;
    this.#output = null;
    await output?.close();
  }
}
