import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectorOffset } from '../../../src/core/index.ts';
import { connectorPlugins } from '../../../src/worker/connectors/index.ts';
import { type SinkRecord, Struct, schemas, structSchema } from '../../../src/worker/data/index.ts';
import { silentLogger } from '../../../src/worker/log/index.ts';
import type {
  SinkConnectorPlugin,
  SinkTaskContext,
  SourceConnectorPlugin,
  SourceTask,
} from '../../../src/worker/plugins/index.ts';

const source = connectorPlugins.find(({ kind }) => kind === 'source') as SourceConnectorPlugin;
const sink = connectorPlugins.find(({ kind }) => kind === 'sink') as SinkConnectorPlugin;

let folder: string;
let file: string;
let stopping: AbortController;
const tasks: SourceTask[] = [];
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-stream-'));
  file = join(folder, 'test.txt');
  stopping = new AbortController();
  warnings = [];
});
afterEach(async () => {
  stopping.abort();
  for (const task of tasks.splice(0)) await task.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startSource(config: Record<string, string> = {}, position?: unknown): Promise<SourceTask> {
  const task = source.createTask();
  tasks.push(task);
  await task.start(
    { file, topic: 't', ...config },
    {
      offset: (partition) => (position === undefined || partition['filename'] !== file ? null : { position }),
      signal: stopping.signal,
      log: { ...silentLogger, named: () => ({ ...silentLogger, warn: (message) => void warnings.push(message) }) },
    },
  );
  return task;
}

async function pollLines(task: SourceTask): Promise<[unknown, unknown][] | null> {
  const records = await task.poll();
  return records?.map((record): [unknown, unknown] => [record.value, record.sourceOffset?.['position']]) ?? null;
}

describe('FileStreamSource', () => {
  test('makes a record of each line', async () => {
    await writeFile(file, 'foo\nbar\n');
    const before = Date.now();
    const records = await (await startSource()).poll();
    expect(records).toHaveLength(2);
    expect(records?.[0]).toMatchObject({
      topic: 't',
      partition: null,
      keySchema: null,
      key: null,
      valueSchema: schemas.string,
      value: 'foo',
      sourcePartition: { filename: file },
      sourceOffset: { position: 4 },
      headers: [],
    });
    expect(records?.[0]?.timestampMs).toBeGreaterThanOrEqual(before);
  });

  test('goes on where the offset says, in bytes', async () => {
    await writeFile(file, 'é\nü\nz\n');
    expect(await pollLines(await startSource({}, 3))).toEqual([
      ['ü', 6],
      ['z', 8],
    ]);
  });

  test('takes an offset that came as a bigint', async () => {
    await writeFile(file, 'a\nb\n');
    expect(await pollLines(await startSource({}, 2n))).toEqual([['b', 4]]);
  });

  test('fails on an offset that is no integer', async () => {
    await writeFile(file, 'a\n');
    const task = await startSource({}, '2');
    await expect(task.poll()).rejects.toThrow('Offset position is the incorrect type');
  });

  test('waits for a file that is not there yet', async () => {
    const task = await startSource();
    const polled = pollLines(task);
    setTimeout(() => void writeFile(file, 'late\n'), 150);
    expect(await polled).toEqual([['late', 5]]);
    expect(warnings).toEqual([
      `Couldn't find file ${file} for FileStreamSourceTask, sleeping to wait for it to be created`,
    ]);
  });

  test('follows what is appended, and holds back a line until it ends', async () => {
    await writeFile(file, 'a\npart');
    const task = await startSource();
    expect(await pollLines(task)).toEqual([['a', 2]]);
    await appendFile(file, 'ial\nb\n');
    expect(await pollLines(task)).toEqual([
      ['partial', 10],
      ['b', 12],
    ]);
  });

  test('gives null after about a second without new lines', async () => {
    await writeFile(file, '');
    const started = Date.now();
    expect(await pollLines(await startSource())).toBeNull();
    expect(Date.now() - started).toBeGreaterThan(800);
    expect(Date.now() - started).toBeLessThan(3000);
  });

  test('ends a wait when it is stopped', async () => {
    await writeFile(file, '');
    const task = await startSource();
    const polled = task.poll();
    setTimeout(() => stopping.abort(), 50);
    const started = Date.now();
    expect(await polled).toBeNull();
    expect(Date.now() - started).toBeLessThan(600);
  });

  test('gives at most batch.size lines, and the rest with the next poll', async () => {
    await writeFile(file, 'a\nb\nc\n');
    const task = await startSource({ 'batch.size': '2' });
    expect(await pollLines(task)).toEqual([
      ['a', 2],
      ['b', 4],
    ]);
    expect(await pollLines(task)).toEqual([['c', 6]]);
  });

  test('waits at an offset beyond the end until the file has grown past it, and says so once', async () => {
    await writeFile(file, 'a\n');
    const task = await startSource({}, 4);
    expect(await pollLines(task)).toBeNull();
    expect(await pollLines(task)).toBeNull();
    expect(warnings).toEqual([
      expect.stringMatching(/^File .*test\.txt is 2 bytes shorter than what was read of it, .*DELETE its offsets/),
    ]);
    const polled = pollLines(task);
    setTimeout(() => void appendFile(file, 'b\nc\n'), 150);
    expect(await polled).toEqual([['c', 6]]);
  });

  test('reads on past the old position after a truncation', async () => {
    await writeFile(file, 'aaaa\n');
    const task = await startSource();
    expect(await pollLines(task)).toEqual([['aaaa', 5]]);
    await truncate(file, 0);
    await appendFile(file, 'bbbbbb\nc\n');
    expect(await pollLines(task)).toEqual([
      ['b', 7],
      ['c', 9],
    ]);
  });

  test('reads a line of many chunks, and lines of many chunks', async () => {
    const long = 'x'.repeat(1_000_000);
    await writeFile(file, `${long}\nshort\n`);
    const task = await startSource();
    const [first, second] = [...((await task.poll()) ?? []), ...((await task.poll()) ?? [])];
    expect(first?.value).toBe(long);
    expect(second?.value).toBe('short');
  });

  test('fails with its path on what cannot be opened', async () => {
    await mkdir(file);
    const task = await startSource({ file: join(file, '\u0000') });
    await expect(task.poll()).rejects.toThrow(/Cannot open file/);
    await expect((await startSource({ file })).poll()).rejects.toThrow(/is a folder/);
  });

  test('has one task, whatever tasks.max says', async () => {
    const connector = source.create();
    await connector.start({ file, topic: 't', 'tasks.max': '5' });
    expect(connector.taskConfigs(5)).toEqual([{ file, topic: 't', 'tasks.max': '5' }]);
  });

  test.each<{ offset: ConnectorOffset; message: string | null }>([
    { offset: { partition: { filename: 'f' }, offset: { position: 5 } }, message: null },
    { offset: { partition: { filename: 'f' }, offset: { position: 5n } }, message: null },
    { offset: { partition: null, offset: null }, message: null },
    {
      offset: { partition: { filename: 'f' }, offset: {} },
      message: "Offset objects should either be null or contain the key 'position'",
    },
    {
      offset: { partition: { filename: 'f' }, offset: { position: '5' } },
      message: "The value for the 'position' key in the offset is expected to be a Long value",
    },
    {
      offset: { partition: { filename: 'f' }, offset: { position: 1.5 } },
      message: "The value for the 'position' key in the offset is expected to be a Long value",
    },
    {
      offset: { partition: { filename: 'f' }, offset: { position: -1 } },
      message: "The value for the 'position' key in the offset should be a non-negative value",
    },
    { offset: { partition: null, offset: { position: 5 } }, message: 'Partition objects cannot be null' },
    {
      offset: { partition: {}, offset: { position: 5 } },
      message: "Partition objects should contain the key 'filename'",
    },
  ])('checks offsets: $offset', async ({ offset, message }) => {
    const connector = source.create();
    const alter = () => connector.alterOffsets?.({ file: 'f', topic: 't' }, [offset]);
    if (message === null) expect(alter()).toBe(true);
    else expect(alter).toThrow(message);
  });

  test('keeps no offsets of standard input', () => {
    expect(() => source.create().alterOffsets?.({ topic: 't' }, [])).toThrow(
      "Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for input " +
        'and offsets are not tracked.',
    );
  });
});

describe('FileStreamSink', () => {
  const context = { signal: new AbortController().signal } as SinkTaskContext;
  const struct = structSchema([
    { name: 'a', schema: schemas.int32 },
    { name: 'b', schema: schemas.optionalString },
    { name: 'c', schema: schemas.optionalFloat64 },
  ]);

  function record(value: unknown, valueSchema: SinkRecord['valueSchema'] = null): SinkRecord {
    const original = { topic: 't', partition: 0, offset: 0n, key: null, value: null, headers: [] };
    return {
      kind: 'sink',
      topic: 't',
      partition: 0,
      keySchema: null,
      key: null,
      valueSchema,
      value,
      timestampMs: 0,
      headers: [],
      offset: 0n,
      timestampType: 'CreateTime',
      original,
    };
  }

  async function write(...records: SinkRecord[]): Promise<string> {
    const task = sink.createTask();
    await task.start({ file }, context);
    await task.put(records);
    await task.flush?.([]);
    const content = await readFile(file, 'utf8');
    await task.stop();
    return content;
  }

  test.each([
    { name: 'a string as it is', row: record('a\nb "é"'), line: 'a\nb "é"' },
    { name: 'a tombstone', row: record(null), line: 'null' },
    {
      name: 'a map without a schema',
      row: record(
        new Map<string, unknown>([
          ['a', 1n],
          ['b', 'x'],
        ]),
      ),
      line: '{a=1, b=x}',
    },
    { name: 'a list', row: record([1n, 2.5, null, true]), line: '[1, 2.5, null, true]' },
    {
      name: 'a struct without its nulls',
      row: record(new Struct(struct).put('a', 1).put('c', 1e10), struct),
      line: 'Struct{a=1,c=1.0E10}',
    },
    { name: 'a date', row: record(new Date(0)), line: 'Thu Jan 01 00:00:00 UTC 1970' },
    {
      name: "a map in Java's order",
      row: record(new Map(['zeta', 'alpha', 'some_key', 'id', 'name', 'Aa', 'BB'].map((key) => [key, 1n]))),
      line: '{zeta=1, Aa=1, BB=1, some_key=1, alpha=1, name=1, id=1}',
    },
  ])('writes $name', async ({ row, line }) => {
    expect(await write(row)).toBe(`${line}\n`);
  });

  test('appends to what is there', async () => {
    await writeFile(file, 'old\n');
    await write(record('new'));
    expect(await readFile(file, 'utf8')).toBe('old\nnew\n');
  });

  test('fails at its start where the file cannot be made', async () => {
    const path = join(folder, 'missing', 'x');
    await expect(async () => sink.createTask().start({ file: path }, context)).rejects.toThrow(
      `Couldn't find or create file '${path}' for FileStreamSinkTask`,
    );
  });

  test('fails where the disk is full, and says which file it is', async () => {
    const task = sink.createTask();
    await task.start({ file: '/dev/full' }, context);
    await expect(task.put([record('x')])).rejects.toMatchObject({
      message: "Couldn't write to file '/dev/full' for FileStreamSinkTask",
      cause: { code: 'ENOSPC' },
    });
    await task.stop();
  });

  test('has as many tasks as it may', () => {
    const connector = sink.create();
    connector.start({ file });
    expect(connector.taskConfigs(3)).toHaveLength(3);
    expect(connector.alterOffsets?.({ file }, [])).toBe(true);
  });
});
