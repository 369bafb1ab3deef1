import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetState } from '../../../src/core/index.ts';
import type { RemovedConnector, ResolvedConnector } from '../../../src/definition/index.ts';
import { chance } from '../../harness/faults.ts';
import { type DesiredInput, desired, removed } from '../../plan/desired.ts';

/** What one seed changes: the connectors before, those after, and what has to be true at the end. */
export interface Scenario {
  readonly ownership: 'marks' | 'none';
  readonly before: readonly ResolvedConnector[];
  readonly after: readonly ResolvedConnector[];
  readonly removed: readonly RemovedConnector[];
  /** By name; undefined: has to be gone. */
  readonly states: ReadonlyMap<string, TargetState | undefined>;
  /** Sources whose offsets have to be at the end of the file: new name by old name. */
  readonly moves: ReadonlyMap<string, string>;
  /** All names it uses, for the cleaning up. */
  readonly names: readonly string[];
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
}

const small = { 'batch.size': '50' };

const changes: Readonly<Record<string, Change>> = {
  create: { after: {} },
  'create-stopped': { after: { state: 'STOPPED' } },
  'create-paused': { after: { state: 'PAUSED' } },
  update: { before: {}, after: { config: small } },
  'drop-key': { before: { config: small }, after: {} },
  'update-stop': { before: {}, after: { config: small, state: 'STOPPED' } },
  'update-resume': { before: { state: 'PAUSED' }, after: { config: small, state: 'RUNNING' } },
  pause: { before: {}, after: { state: 'PAUSED' } },
  stop: { before: {}, after: { state: 'STOPPED' } },
  resume: { before: { state: 'STOPPED' }, after: { state: 'RUNNING' } },
  delete: { before: {}, removed: {} },
  'delete-reset': { before: {}, removed: { offsets: 'reset' } },
  release: { before: {}, removed: { destroy: false }, stays: true, needsMarks: true },
  move: { before: {}, after: {}, isMove: true },
  'move-stopped': { before: { state: 'STOPPED' }, after: { state: 'STOPPED' }, isMove: true },
  'move-update': { before: {}, after: { config: small }, isMove: true },
  bystander: { before: {}, after: {} },
};

/** Four to seven changes, chosen by the seed; one run in four works without marks. */
export function scenarioOf(seed: number, folder: string): Scenario {
  const ownership = chance(seed, 'ownership') < 0.25 ? 'none' : 'marks';
  const count = 4 + Math.floor(chance(seed, 'count') * 4);
  const kinds = Object.keys(changes)
    .filter((kind) => ownership === 'marks' || !changes[kind]!.needsMarks)
    .sort((a, b) => chance(seed, a) - chance(seed, b))
    .slice(0, count);
  const result = {
    ownership,
    before: [] as ResolvedConnector[],
    after: [] as ResolvedConnector[],
    removed: [] as RemovedConnector[],
    states: new Map<string, TargetState | undefined>(),
    moves: new Map<string, string>(),
    names: [] as string[],
  } as const;
  for (const kind of kinds) {
    const change = changes[kind]!;
    const old = `f${seed}-${kind}`;
    const name = change.isMove ? `${old}-new` : old;
    const file = join(folder, `${old}.txt`);
    writeFileSync(file, 'one\ntwo\n');
    const source = (as: string, input: Partial<DesiredInput>): ResolvedConnector =>
      desired({
        ...input,
        name: as,
        config: { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file, topic: old, ...input.config },
      });
    result.names.push(old, ...(change.isMove ? [name] : []));
    if (change.before) result.before.push(source(old, change.before));
    if (change.after) result.after.push(source(name, { ...change.after, ...(change.isMove && { movedFrom: [old] }) }));
    if (change.removed) result.removed.push(removed(old, change.removed));
    if (change.isMove) {
      result.moves.set(name, old);
      result.states.set(old, undefined);
    }
    const isThere = change.after !== undefined || change.stays === true;
    result.states.set(name, isThere ? (change.after?.state ?? 'RUNNING') : undefined);
    if (kind === 'create') addSink(old);
  }
  return result;

  /** Waits for its source, and is skipped where that fails. */
  function addSink(topic: string): void {
    const name = `${topic}-sink`;
    const config = {
      'connector.class': 'FileStreamSink',
      'tasks.max': '1',
      file: join(folder, `${name}.txt`),
      topics: topic,
    };
    result.after.push(desired({ name, config }));
    result.states.set(name, 'RUNNING');
    result.names.push(name);
  }
}
