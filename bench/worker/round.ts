import { closeSync, existsSync, mkdirSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createAdmin } from '../../src/kafka/index.ts';
import { waitUntil } from '../../test/harness/index.ts';
import { writeProperties } from '../../test/real/properties-file.ts';
import type { InputFile } from './input-file.ts';
import { residentMegabytes } from './process-cost.ts';
import { measureFlow } from './steady-flow.ts';
import { fiveTransforms } from './transforms.ts';
import type { BenchedWorker, WorkerKind } from './worker-kinds.ts';

export interface Round {
  readonly kind: WorkerKind;
  /** Of this kind and round alone. */
  readonly folder: string;
  readonly bootstrap: string;
  readonly files: readonly (InputFile & { readonly name: string })[];
  readonly round: number;
}

type Note = (measure: string, value: number) => void;

const START_TIMEOUT_MS = 120_000;
const IDLE_CONNECTORS = 100;
const IDLE_SETTLE_MS = 10_000;

/** One worker from its start to its end, then another one with connectors that have nothing to do. */
export async function measureRound(round: Round, note: Note): Promise<void> {
  mkdirSync(round.folder);
  const worker = await startedCold(round, note);
  try {
    for (const file of round.files) {
      for (const transforms of [{}, fiveTransforms]) {
        await measureSource(round, worker, file, transforms, note);
        await measureSink(round, worker, file, transforms, note);
      }
    }
    note('memory after the run, MB', residentMegabytes(worker.process.pid));
  } finally {
    await worker.process.stop();
  }
  await measureIdle(round, note);
}

/** From the start of the process until its connector and its task are RUNNING. */
async function startedCold(round: Round, note: Note): Promise<BenchedWorker> {
  const input = join(round.folder, 'first.txt');
  const { kind, folder, bootstrap } = round;
  const started = performance.now();
  const topic = `first-${kind.name}-${round.round}`;
  const connector = sourceConfig(input, topic);
  const worker = await kind.start(folder, bootstrap, [writeConnector(folder, 'first', connector)]);
  writeFileSync(input, 'one line\n');
  await untilRunning(worker, 'first');
  note('cold start to RUNNING, s', (performance.now() - started) / 1000);
  await remove(worker, 'first');
  return worker;
}

async function measureSource(
  round: Round,
  worker: BenchedWorker,
  file: Round['files'][number],
  transforms: Readonly<Record<string, string>>,
  note: Note,
): Promise<void> {
  const label = measureName('source', file.name, transforms);
  const topic = topicOf(round, file.name, transforms);
  // A name of its own: offsets of the run before would say that there is nothing to read.
  const name = `bench-source-${topic}`;
  const admin = createAdmin({ bootstrapServers: [round.bootstrap], clientId: 'bench' });
  try {
    await admin.createTopic({ name: topic, partitions: 1, replicationFactor: 1, config: {} });
    await create(worker, name, { ...sourceConfig(file.path, topic), ...transforms });
    const seen = async () => Number((await admin.endOffsets(topic))[0]?.offset ?? 0n);
    noteFlow(label, await measureFlow(worker.process, file.lines, seen), note);
  } finally {
    await admin.close();
  }
  await remove(worker, name);
}

async function measureSink(
  round: Round,
  worker: BenchedWorker,
  file: Round['files'][number],
  transforms: Readonly<Record<string, string>>,
  note: Note,
): Promise<void> {
  const out = join(round.folder, 'out.txt');
  const label = measureName('sink', file.name, transforms);
  const name = `bench-sink-${topicOf(round, file.name, transforms)}`;
  await create(worker, name, {
    'connector.class': 'FileStreamSink',
    'tasks.max': '1',
    file: out,
    // What the source wrote without transforms: every sink run reads the same records.
    topics: topicOf(round, file.name, {}),
    ...transforms,
  });
  let lineBytes = 0;
  const seen = async () => {
    if (!existsSync(out)) return 0;
    if (lineBytes === 0) lineBytes = firstLineBytes(out);
    return lineBytes === 0 ? 0 : Math.floor(statSync(out).size / lineBytes);
  };
  noteFlow(label, await measureFlow(worker.process, file.lines, seen), note);
  await remove(worker, name);
  rmSync(out);
}

/** 0 until there is a whole line. */
function firstLineBytes(path: string): number {
  const file = openSync(path, 'r');
  const start = Buffer.alloc(4096);
  const read = readSync(file, start);
  closeSync(file);
  return start.subarray(0, read).indexOf('\n') + 1;
}

async function measureIdle(round: Round, note: Note): Promise<void> {
  const { kind, bootstrap } = round;
  const folder = join(round.folder, 'idle');
  const worker = await kind.start(folder, bootstrap, []);
  try {
    await waitUntil('the worker', async () => (await fetch(`${worker.url}/connectors`)).ok, {
      timeoutMs: START_TIMEOUT_MS,
    });
    for (let i = 0; i < IDLE_CONNECTORS; i++) {
      const input = join(folder, `idle-${i}.txt`);
      writeFileSync(input, '');
      await create(worker, `idle-${i}`, sourceConfig(input, `idle-${kind.name}`));
    }
    await untilRunning(worker, `idle-${IDLE_CONNECTORS - 1}`);
    await delay(IDLE_SETTLE_MS);
    note(`memory with ${IDLE_CONNECTORS} idle connectors, MB`, residentMegabytes(worker.process.pid));
  } finally {
    await worker.process.stop();
  }
}

function noteFlow(label: string, flow: { recordsPerSecond: number; cpuSecondsPerMillion: number }, note: Note): void {
  note(`${label}, records/s`, flow.recordsPerSecond);
  note(`${label}, CPU s a million`, flow.cpuSecondsPerMillion);
}

function measureName(type: string, size: string, transforms: Readonly<Record<string, string>>): string {
  return `${type}, ${size}, ${Object.keys(transforms).length === 0 ? 'no transform' : 'five transforms'}`;
}

function topicOf({ kind, round }: Round, size: string, transforms: Readonly<Record<string, string>>): string {
  return `bench-${kind.name}-${round}-${size.replace(' ', '')}-${Object.keys(transforms).length === 0 ? 0 : 5}`;
}

function sourceConfig(file: string, topic: string): Record<string, string> {
  return { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file, topic };
}

function writeConnector(folder: string, name: string, config: Readonly<Record<string, string>>): string {
  return writeProperties(join(folder, `${name}.properties`), { name, ...config });
}

async function untilRunning(worker: BenchedWorker, name: string): Promise<void> {
  await waitUntil(
    `${name} to be RUNNING`,
    async () => {
      if (worker.process.exit() !== undefined) return true;
      const response = await fetch(`${worker.url}/connectors/${name}/status`);
      const status = (await response.json()) as { readonly tasks: readonly { readonly state: string }[] };
      return status.tasks[0]?.state === 'RUNNING';
    },
    { timeoutMs: START_TIMEOUT_MS, everyMs: 20 },
  );
  if (worker.process.exit() !== undefined) throw new Error(`the worker ended: ${worker.process.stderr().slice(-2000)}`);
}

async function create(worker: BenchedWorker, name: string, config: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(`${worker.url}/connectors/${name}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(config),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
}

async function remove(worker: BenchedWorker, name: string): Promise<void> {
  await fetch(`${worker.url}/connectors/${name}`, { method: 'DELETE' });
}
