import { setMaxListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { compare } from '../../core/index.ts';
import { loadProject, readProjectFile } from '../../definition/index.ts';
import type { CliIo, GlobalArgs } from '../command.ts';
import { type Connection, withConnections } from '../connections.ts';
import { connectorItems, loggerItems, pluginItems, topicItems } from '../inventory/index.ts';
import { findProjectFolder, PROJECT_FILE } from '../project.ts';
import { readSource } from '../project-files.ts';
import type { Candidate } from './candidates.ts';

export type LiveNames = 'connectors' | 'pipelines' | 'plugins' | 'topics' | 'loggers';

/** Longer than this nobody waits for a Tab; a worker on the same network answers in a tenth of it. */
const LIMIT_MS = 1000;

/** Names from the live worker. None, and not a word about it, when it does not answer in time or anything else is wrong. */
export async function liveNames(kind: LiveNames, args: GlobalArgs, io: CliIo): Promise<readonly Candidate[]> {
  let found: readonly Candidate[] = [];
  const limit = AbortSignal.timeout(LIMIT_MS);
  const signal = AbortSignal.any([io.signal, limit]);
  setMaxListeners(0, signal);
  const silent: CliIo = {
    ...io,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    signal,
  };
  const use = async (connections: readonly Connection[]): Promise<number> => {
    found = (await Promise.all(connections.map((connection) => READERS[kind](connection)))).flat();
    return 0;
  };
  await withConnections(args, silent, use, { timeoutMs: LIMIT_MS, rebalanceMs: 0 }).catch(() => undefined);
  return found;
}

const READERS: Readonly<Record<LiveNames, (connection: Connection) => Promise<readonly Candidate[]>>> = {
  connectors: async (connection) =>
    (await connectorItems(connection, [])).map(({ name, type, state }) => ({
      text: name,
      describe: state === undefined ? type : `${type}, ${state}`,
    })),
  pipelines: async (connection) => {
    const pipelines = (await connectorItems(connection, [])).map(({ pipeline }) => pipeline);
    const named = [...new Set(pipelines)].filter((pipeline) => pipeline !== '').sort(compare);
    return named.map((pipeline) => ({ text: `pipeline=${pipeline}`, describe: '' }));
  },
  plugins: async (connection) =>
    (await pluginItems(connection, [])).map(({ class: text, type }) => ({ text, describe: type })),
  topics: async (connection) =>
    (await topicItems(connection, [], () => undefined)).map(({ name }) => ({ text: name, describe: '' })),
  loggers: async (connection) =>
    (await loggerItems(connection, [])).map(({ name, level }) => ({ text: name, describe: level })),
};

/** The environments of connectctl.yaml; none where it can't be read. */
export function environmentNames(args: GlobalArgs, io: CliIo): readonly string[] {
  try {
    const folder = findProjectFolder(args, io);
    const { projectFile } = readProjectFile(readSource(folder, PROJECT_FILE));
    return projectFile ? loadProject(projectFile, []).project.environments : [];
  } catch {
    return [];
  }
}
