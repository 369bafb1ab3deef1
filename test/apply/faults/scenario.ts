import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetState } from '../../../src/core/index.ts';
import type { RemovedConnector, ResolvedConnector } from '../../../src/definition/index.ts';
import { chance } from '../../harness/faults.ts';
import { type DesiredInput, desired, removed } from '../../plan/desired.ts';

/** What one seed changes: the connectors before, those after, and what has to be true at the end. */
export interface Scenario {
  readonly ownership: 'marks' | 'none';
  /** The apply under faults is one with --rollback. */
  readonly rollback: boolean;
  readonly before: readonly ResolvedConnector[];
  readonly after: readonly ResolvedConnector[];
  readonly removed: readonly RemovedConnector[];
  /** By name; undefined: has to be gone. */
  readonly states: ReadonlyMap<string, TargetState | undefined>;
  /** New name by old name. */
  readonly moves: ReadonlyMap<string, string>;
  /** What has to have been read at the end. */
  readonly flows: readonly Flow[];
  /** Sinks that fail until their folder is there, by name. */
  readonly missingFolders: ReadonlyMap<string, string>;
  /** All names it uses, for the cleaning up. */
  readonly names: readonly string[];
}

/** A file that a source reads into a topic, and perhaps a sink writes from it. */
export interface Flow {
  readonly source: string;
  readonly file: string;
  readonly topic: string;
  /** Lines of the file that are in the topic, each once. */
  readonly lines: readonly string[];
  /** The source was RUNNING before, and has committed its end before anything is changed. */
  readonly wasRunning: boolean;
  /** Where the same lines have to stand. */
  readonly sinkFile?: string;
}

/** One change of a scenario; `before` undefined: created, `after` undefined: removed. */
interface Change {
  readonly before?: Partial<DesiredInput>;
  readonly after?: Partial<DesiredInput>;
  readonly removed?: Partial<RemovedConnector>;
  readonly isMove?: true;
  /** A removed connector that stays, in the state it had. */
  readonly stays?: true;
  readonly needsMarks?: true;
  /** A sink stands in its place afterwards. */
  readonly becomesSink?: true;
}

const small = { 'batch.size': '50' };

const changes: Readonly<Record<string, Change>> = {
  create: { after: {} },
  'create-stopped': { after: { state: 'STOPPED' } },
  'create-paused': { after: { state: 'PAUSED' } },
  'create-at-offsets': { after: {} },
  update: { before: {}, after: { config: small } },
  'drop-key': { before: { config: small }, after: {} },
  'update-stop': { before: {}, after: { config: small, state: 'STOPPED' } },
  'update-resume': { before: { state: 'PAUSED' }, after: { config: small, state: 'RUNNING' } },
  pause: { before: {}, after: { state: 'PAUSED' } },
  stop: { before: {}, after: { state: 'STOPPED' } },
  resume: { before: { state: 'STOPPED' }, after: { state: 'RUNNING' } },
  replace: { before: {}, after: {}, becomesSink: true },
  delete: { before: {}, removed: {} },
  'delete-reset': { before: {}, removed: { offsets: 'reset' } },
  release: { before: {}, removed: { destroy: false }, stays: true, needsMarks: true },
  move: { before: {}, after: {}, isMove: true },
  'move-stopped': { before: { state: 'STOPPED' }, after: { state: 'STOPPED' }, isMove: true },
  'move-update': { before: {}, after: { config: small }, isMove: true },
  bystander: { before: {}, after: {} },
};
/** Changes of sinks. */
const sinkChanges = ['move-sink', 'restart'];

/** The lines that every source file holds, and the position after them. */
export const lines = ['one', 'two'];
export const END = 8;

/** Four to seven changes, chosen by the seed; one run in four works without marks, one in four with --rollback. */
export function scenarioOf(seed: number, folder: string): Scenario {
  const ownership = chance(seed, 'ownership') < 0.25 ? 'none' : 'marks';
  const count = 4 + Math.floor(chance(seed, 'count') * 4);
  const kinds = [...Object.keys(changes), ...sinkChanges]
    .filter((kind) => ownership === 'marks' || !changes[kind]?.needsMarks)
    .sort((a, b) => chance(seed, a) - chance(seed, b))
    .slice(0, count);
  const result = {
    ownership,
    rollback: chance(seed, 'rollback') < 0.25,
    before: [] as ResolvedConnector[],
    after: [] as ResolvedConnector[],
    removed: [] as RemovedConnector[],
    states: new Map<string, TargetState | undefined>(),
    moves: new Map<string, string>(),
    flows: [] as Flow[],
    missingFolders: new Map<string, string>(),
    names: [] as string[],
  } as const;
  for (const kind of kinds) {
    const old = `f${seed}-${kind}`;
    if (kind === 'move-sink') moveSink(old);
    else if (kind === 'restart') restart(old);
    else changeSource(kind, old, changes[kind]!);
  }
  return result;

  function changeSource(kind: string, old: string, change: Change): void {
    const name = change.isMove ? `${old}-new` : old;
    const file = fileOf(old);
    const offsets = {
      kind: 'pairs' as const,
      json: JSON.stringify([pairOf(file, lines[0]!.length + 1)]),
      source: { file: 'pipelines/p.yaml', line: 1, column: 1 },
    };
    result.names.push(old, ...(change.isMove ? [name] : []));
    if (change.before) result.before.push(source(old, old, change.before));
    if (change.after) {
      const more = { ...(change.isMove && { movedFrom: [old] }), ...(kind === 'create-at-offsets' && { offsets }) };
      const after = { ...change.after, ...more };
      result.after.push(change.becomesSink ? sink(name, old) : source(name, old, after));
    }
    if (change.removed) result.removed.push(removed(old, change.removed));
    if (change.isMove) {
      result.moves.set(name, old);
      result.states.set(old, undefined);
    }
    const isThere = change.after !== undefined || change.stays === true;
    result.states.set(name, isThere ? (change.after?.state ?? 'RUNNING') : undefined);
    const wasRunning = change.before !== undefined && change.before.state === undefined;
    if (change.isMove && wasRunning) result.flows.push({ source: name, file, topic: old, lines, wasRunning });
    if (kind === 'create-at-offsets') {
      result.flows.push({ source: name, file, topic: old, lines: lines.slice(1), wasRunning });
    }
    if (kind === 'create') addSink(old);
  }

  /** Waits for its source, and is skipped where that fails. */
  function addSink(topic: string): void {
    result.after.push(sink(`${topic}-sink`, topic));
    result.states.set(`${topic}-sink`, 'RUNNING');
    result.names.push(`${topic}-sink`);
  }

  /** A sink that has written all lines gets another name, and goes on where the old one stopped. */
  function moveSink(old: string): void {
    const [feed, name] = [`${old}-feed`, `${old}-new`];
    const feeder = source(feed, old, {});
    result.before.push(feeder, sink(old, old));
    result.after.push(feeder, sink(name, old, { movedFrom: [old] }));
    result.moves.set(name, old);
    for (const there of [feed, name]) result.states.set(there, 'RUNNING');
    result.states.set(old, undefined);
    result.flows.push({
      source: feed,
      file: fileOf(old),
      topic: old,
      lines,
      wasRunning: true,
      sinkFile: join(folder, `${old}-out.txt`),
    });
    result.names.push(feed, old, name);
  }

  /** A sink whose file lies in a folder that is missing at first. */
  function restart(name: string): void {
    const missing = join(folder, `${name}-folder`);
    const failing = sink(name, name, { config: { file: join(missing, 'out.txt') } });
    result.before.push(failing);
    result.after.push(failing);
    result.missingFolders.set(name, missing);
    result.states.set(name, 'RUNNING');
    result.names.push(name);
  }

  function fileOf(name: string): string {
    return join(folder, `${name}.txt`);
  }

  /** Its file and its topic are called for `of`. */
  function source(name: string, of: string, input: Partial<DesiredInput>): ResolvedConnector {
    const file = fileOf(of);
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file, topic: of, ...input.config };
    return desired({ ...input, name, config });
  }

  function sink(name: string, topic: string, input: Partial<DesiredInput> = {}): ResolvedConnector {
    const file = join(folder, `${topic}-out.txt`);
    const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file, topics: topic, ...input.config };
    return desired({ ...input, name, config });
  }
}

function pairOf(filename: string, position: number): object {
  return { partition: { filename }, offset: { position } };
}

/** Mends what keeps connectors FAILED: from now on a restart helps. */
export function makeFolders({ missingFolders }: Scenario): void {
  for (const folder of missingFolders.values()) mkdirSync(folder, { recursive: true });
}
