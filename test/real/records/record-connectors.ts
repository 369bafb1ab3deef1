/**
 * The source and the sink of java/ for the built-in worker: a module for `plugin.path`, bundled with the worker so
 * that both have one Struct.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { FlatConfig } from '../../../src/core/index.ts';
import { defineConfig } from '../../../src/worker/config/index.ts';
import { DataError, type SinkRecord, type SourceRecord } from '../../../src/worker/data/index.ts';
import type {
  Connector,
  Plugin,
  SinkTask,
  SinkTaskContext,
  SourceTask,
  SourceTaskContext,
} from '../../../src/worker/plugins/index.ts';
import { outcomeOf, recordOf } from '../../worker/transforms/run-vector.ts';
import type { RecordText } from '../oracle/oracle.ts';

const BATCH = 1000;

const file = { name: 'file', type: 'STRING', importance: 'HIGH', documentation: 'A record a line, as JSON.' } as const;
const topic = {
  name: 'topic',
  type: 'STRING',
  importance: 'HIGH',
  documentation: 'The topic of the records.',
} as const;

const refuse = {
  name: 'refuse',
  type: 'BOOLEAN',
  required: false,
  defaultValue: false,
  importance: 'LOW',
  documentation: 'Refuses every record.',
} as const;

class RecordConnector implements Connector {
  #config: FlatConfig = {};

  start(config: FlatConfig): void {
    this.#config = config;
  }

  taskConfigs(): readonly FlatConfig[] {
    return [this.#config];
  }

  stop(): void {}
}

class RecordSourceTask implements SourceTask {
  #lines: readonly string[] = [];
  #topic = '';
  #next = 0;
  #context!: SourceTaskContext;

  async start(config: FlatConfig, context: SourceTaskContext): Promise<void> {
    this.#context = context;
    this.#topic = config['topic']!;
    this.#lines = (await readFile(config['file']!, 'utf8')).split('\n').slice(0, -1);
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const start = this.#next;
    const lines = this.#lines.slice(start, start + BATCH);
    this.#next += lines.length;
    if (lines.length > 0) return lines.map((line, index) => this.#record(line, start + index));
    await delay(200, undefined, { signal: this.#context.signal }).catch(() => {});
    return null;
  }

  stop(): void {}

  #record(line: string, position: number): SourceRecord {
    const record = recordOf({ ...(JSON.parse(line) as RecordText), topic: this.#topic }) as SourceRecord;
    return { ...record, sourceOffset: { p: position } };
  }
}

class RecordSinkTask implements SinkTask {
  #file: FileHandle | undefined;
  #context!: SinkTaskContext;
  #refuse = false;

  async start(config: FlatConfig, context: SinkTaskContext): Promise<void> {
    this.#context = context;
    this.#refuse = config['refuse'] === 'true';
    this.#file = await open(config['file']!, 'w');
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    if (this.#refuse) {
      // As a Java task does that goes on before the answer.
      for (const record of records) void this.#context.errantRecordReporter?.report(record, new DataError('refused'));
      return;
    }
    await this.#file?.write(records.map((record) => `${JSON.stringify(lineOf(record))}\n`).join(''));
  }

  async stop(): Promise<void> {
    await this.#file?.close();
  }
}

function lineOf(record: SinkRecord): Readonly<Record<string, unknown>> {
  const { partition, timestampMs, timestampType, offset, original } = record;
  return {
    ...outcomeOf(record),
    partition,
    timestamp: timestampMs,
    timestampType,
    offset: Number(offset),
    original: `${original.topic} ${original.partition} ${original.offset}`,
  };
}

export const plugins: readonly Plugin[] = [
  {
    kind: 'source',
    className: 'test.RecordSourceConnector',
    taskClassName: 'test.RecordSourceConnector$RecordSourceTask',
    version: '1',
    configDef: defineConfig([file, topic]),
    create: () => new RecordConnector(),
    createTask: () => new RecordSourceTask(),
  },
  {
    kind: 'sink',
    className: 'test.RecordSinkConnector',
    taskClassName: 'test.RecordSinkConnector$RecordSinkTask',
    version: '1',
    configDef: defineConfig([file, refuse]),
    create: () => new RecordConnector(),
    createTask: () => new RecordSinkTask(),
  },
];
