import { observeWorker } from '../apply/index.ts';
import type { ConnectClient } from '../connect/index.ts';
import { Failure, hasErrors, sleep } from '../core/index.ts';
import { loadProject, readProjectFile, resolveEnvironment } from '../definition/index.ts';
import type { Observed } from '../plan/index.ts';
import { clientOfSettings } from './client-of.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import { findProjectFolder, PROJECT_FILE, selectEnvironments, variablesOf } from './project.ts';
import { readSource } from './project-files.ts';

/** A worker that has been asked, and whose answer is under way. */
export interface EarlyRead {
  readonly client: ConnectClient;
  readonly worker: Promise<Observed>;
}

/**
 * Parsing holds the process, so connections have to be made and requests written before it begins. On a near network
 * that takes a few turns of the event loop, of a millisecond each; a far worker is not waited for.
 */
const SENDING_TURNS = 10;

/**
 * Asks the workers of -e before the pipeline files are read: connectctl.yaml alone says where they are, and a worker
 * writes its long answer while the files are parsed. What is wrong here is left for the reading of the files to tell.
 */
export async function readWorkersEarly(
  args: GlobalArgs,
  io: CliIo,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, EarlyRead>> {
  const reads = new Map<string, EarlyRead>();
  try {
    const folder = findProjectFolder(args, io);
    const { projectFile, diagnostics } = readProjectFile(readSource(folder, PROJECT_FILE));
    if (!projectFile || hasErrors(diagnostics)) return reads;
    const { project } = loadProject(projectFile, []);
    for (const name of selectEnvironments(project, args.env, 'default')) {
      const settings = { environment: name, vars: variablesOf(args, undefined), env: io.env };
      const { environment, diagnostics: found } = resolveEnvironment(project, settings);
      if (!environment || hasErrors(found)) continue;
      const client = await clientOfSettings(environment.connect, folder, { signal });
      const worker = observeWorker(client);
      worker.catch(() => undefined);
      reads.set(name, { client, worker });
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  for (let turn = 0; reads.size > 0 && turn < SENDING_TURNS; turn++) await sleep(1, signal);
  return reads;
}
