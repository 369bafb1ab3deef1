import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Failure, messageOf, Sensitive } from '../core/index.ts';
import { type ConfigText, type Resolution, type ResolvedConnector, resolveEnvironment } from '../definition/index.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import { type OpenedProject, openProject, PROJECT_FILE, variablesOf } from './project.ts';

const run = promisify(execFile);

/**
 * The names of connectors and topics whose definition differs from an earlier one: a folder that holds the project as it
 * was, or a git revision. What is only in one of the two differs. Throws CC9002 where the earlier one can't be read.
 */
export async function changedSince(
  since: string,
  environment: string,
  now: OpenedProject,
  current: Resolution,
  args: GlobalArgs,
  io: CliIo,
): Promise<string[]> {
  const folder = resolve(io.cwd, since);
  if (existsSync(join(folder, PROJECT_FILE))) return changedNames(folder, environment, current, args, io);
  const temporary = await mkdtemp(join(tmpdir(), 'connectctl-since-'));
  try {
    const prefix = await checkOut(since, now.folder, temporary);
    return changedNames(join(temporary, prefix), environment, current, args, io);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function changedNames(folder: string, environment: string, current: Resolution, args: GlobalArgs, io: CliIo): string[] {
  const earlier = resolutionIn(folder, environment, args, io);
  const names = new Set<string>();
  const [before, after] = [byName(earlier?.connectors ?? []), byName(current.connectors)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(name), after.get(name)];
    if (!a || !b || !isSameConnector(a, b)) names.add(name);
  }
  const topics = (resolution: Resolution | undefined): Map<string, string> =>
    new Map(
      (resolution?.topics ?? []).map((t) => [
        t.name,
        JSON.stringify([t.partitions, t.replicationFactor, [...t.config]]),
      ]),
    );
  const [oldTopics, newTopics] = [topics(earlier), topics(current)];
  for (const [name, text] of newTopics) if (oldTopics.get(name) !== text) names.add(name);
  const removed = new Set(earlier?.removed.map((entry) => JSON.stringify([entry.name, entry.destroy, entry.offsets])));
  for (const entry of current.removed) {
    if (!removed.has(JSON.stringify([entry.name, entry.destroy, entry.offsets]))) names.add(entry.name);
  }
  return [...names].sort();
}

/** Undefined where there was no project, or no such environment: then everything is new. */
function resolutionIn(folder: string, environment: string, args: GlobalArgs, io: CliIo): Resolution | undefined {
  if (!existsSync(join(folder, PROJECT_FILE))) return undefined;
  const { project } = openProject({ project: folder }, io);
  if (!project?.environments.includes(environment)) return undefined;
  return resolveEnvironment(project, { environment, vars: variablesOf(args, undefined), env: io.env });
}

/** Unpacks a revision of the repository that holds the project; gives the project's folder within it. */
async function checkOut(revision: string, projectFolder: string, target: string): Promise<string> {
  const git = async (...words: string[]): Promise<string> =>
    (await run('git', ['-C', projectFolder, ...words], { maxBuffer: 1 << 28 })).stdout.trim();
  try {
    const commit = await git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`);
    const [root, prefix] = [await git('rev-parse', '--show-toplevel'), await git('rev-parse', '--show-prefix')];
    const archive = join(target, 'revision.tar');
    // A link may lead out of the project, to another folder of the repository.
    const isPart = prefix !== '' && !/^120000 /m.test(await git('ls-tree', '-r', '--full-tree', commit, '--', prefix));
    await run('git', [
      '-C',
      root,
      'archive',
      '--format=tar',
      `--output=${archive}`,
      commit,
      '--',
      isPart ? prefix : '.',
    ]);
    await run('tar', ['-xf', archive, '-C', target]);
    return prefix;
  } catch (cause) {
    const reason =
      messageOf(cause)
        .split('\n')
        .find((line) => /^(?:fatal|error):/.test(line)) ?? messageOf(cause).split('\n')[0];
    throw new Failure(
      'CC9002',
      `--since ${revision} is no folder with ${PROJECT_FILE} and no git revision: ${reason}`,
      { cause },
    );
  }
}

function byName(connectors: readonly ResolvedConnector[]): Map<string, ResolvedConnector> {
  return new Map(connectors.map((connector) => [connector.name, connector]));
}

function isSameConnector(a: ResolvedConnector, b: ResolvedConnector): boolean {
  const facts = (c: ResolvedConnector): string =>
    JSON.stringify([c.pipeline, c.state, c.preventDestroy, c.movedFrom, c.dependsOn, c.offsets?.kind]);
  return facts(a) === facts(b) && isSameMap(a.config, b.config) && isSameMap(a.keep, b.keep);
}

function isSameMap(
  a: ReadonlyMap<string, ConfigText | undefined>,
  b: ReadonlyMap<string, ConfigText | undefined>,
): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isSameText(value, b.get(key)));
}

function isSameText(a: ConfigText | undefined, b: ConfigText | undefined): boolean {
  if (a instanceof Sensitive) return b !== undefined && a.equals(b);
  return b instanceof Sensitive ? a !== undefined && b.equals(a) : a === b;
}
