import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ExitCode, Failure, hasErrors, messageOf } from '../../core/index.ts';
import { type ImportedFile, resolveEnvironment } from '../../definition/index.ts';
import { renderDiagnostics } from '../../render/index.ts';
import { colorsFor } from '../colors.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { type Connection, withConnections } from '../connections.ts';
import { type ImportCandidate, type ImportTarget, importConnectors } from '../import-connectors.ts';
import { inParallel } from '../in-parallel.ts';
import {
  type ConfigMasker,
  configMasker,
  type LiveConnector,
  readLiveConnectors,
  selectConnectors,
} from '../inventory/index.ts';
import { otherOwnersText } from '../other-owners.ts';
import { type OpenedProject, openProject, variablesOf } from '../project.ts';
import { readMatchingFiles } from '../project-files.ts';

interface ImportArgs {
  readonly selectors?: readonly string[];
  readonly out: string;
}

/** Writes what is live as pipeline files. */
export const command: Command<ImportArgs> = {
  builder: (yargs) =>
    yargs
      .positional('selectors', { type: 'string', array: true, describe: 'names or globs; everything without' })
      .option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe: 'folder for the files, from the current folder',
      })
      .example('$0 import -e prod --out pipelines/prod', 'everything that runs in prod')
      .example('$0 import "orders-*" --out pipelines', 'some of the default environment'),
  run: (args, io) =>
    withConnections(args, io, async (connections) => {
      const [connection] = connections;
      if (!connection || connections.length > 1) throw new Failure('CC9001', 'import takes one environment at a time');
      return importFrom(connection, args, io);
    }),
};

async function importFrom(connection: Connection, args: ImportArgs & GlobalArgs, io: CliIo): Promise<number> {
  const opened = connection.environment && openProject(args, io);
  const folder = resolve(io.cwd, args.out);
  const target = importTarget(connection, opened, folder, args, io);
  const live = await selectConnectors(connection, await readLiveConnectors(connection.client), args.selectors ?? []);
  const masker = configMasker(connection);
  const candidates = await inParallel(live, 8, (connector) => candidateOf(connector, masker));
  const { files, diagnostics } = importConnectors(candidates, target);
  writeFiles(folder, files);
  const texts = opened?.texts ?? new Map<string, string>();
  io.stderr.write(renderDiagnostics(diagnostics, texts, colorsFor(args, io, 'stderr')));
  if (opened) warnWhenUnread(opened, folder, files, io);
  const written = new Set(files.map(({ connector }) => connector));
  io.stderr.write(
    otherOwnersText(
      live.filter(({ name }) => written.has(name)),
      connection.environment,
    ),
  );
  const kept = files.reduce((sum, file) => sum + file.kept.length, 0);
  io.stdout.write(
    `${count(files.length, 'connector')} of ${connection.label} written to ${args.out}` +
      `${kept > 0 ? `, ${count(kept, 'secret')} as \${keep}` : ''}` +
      `${diagnostics.length > 0 ? `; ${diagnostics.length} left out` : ''}.\n`,
  );
  return hasErrors(diagnostics) ? ExitCode.error : ExitCode.done;
}

/** A key whose value may not be printed, in whole or in part, goes into no file. */
async function candidateOf(live: LiveConnector, masker: ConfigMasker): Promise<ImportCandidate> {
  const { config } = live.info;
  const shown = await masker.mask(config);
  return { live, secretKeys: new Set(Object.keys(config).filter((key) => shown[key] !== config[key])) };
}

function importTarget(
  connection: Connection,
  opened: OpenedProject | undefined,
  folder: string,
  args: GlobalArgs,
  io: CliIo,
): ImportTarget {
  const environment = connection.environment?.name;
  const files = filesIn(folder);
  if (!opened?.project || environment === undefined) return { environment, resolution: undefined, taken: files };
  const { project } = opened;
  const resolution = resolveEnvironment(project, {
    environment,
    vars: variablesOf(args, project),
    env: io.env,
  });
  // A first import begins with no pipeline at all.
  const errors = [...opened.diagnostics, ...resolution.diagnostics].filter(
    ({ severity, code }) => severity === 'error' && code !== 'CC1013',
  );
  if (errors.length > 0) {
    throw new Failure(errors[0]!.code, 'the files have errors, and an import has to know what they define', {
      help: '`connectctl validate` shows them.',
    });
  }
  return { environment, resolution, taken: [...files, ...project.pipelines.map(({ name }) => `${name}.yaml`)] };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Failure('CC9002', `${folder} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function writeFiles(folder: string, files: readonly ImportedFile[]): void {
  try {
    if (files.length > 0) mkdirSync(folder, { recursive: true });
    // `wx`: what somebody wrote meanwhile is not lost.
    for (const { path, text } of files) writeFileSync(join(folder, path), text, { flag: 'wx' });
  } catch (error) {
    throw new Failure('CC9002', `${folder} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

function warnWhenUnread(
  { folder: projectFolder, project }: OpenedProject,
  folder: string,
  files: readonly ImportedFile[],
  io: CliIo,
): void {
  const [first] = files;
  if (!first || !project) return;
  const path = relative(projectFolder, join(folder, first.path)).replaceAll('\\', '/');
  const { pipelines } = project.file;
  if (readMatchingFiles(projectFolder, pipelines).some((file) => file.path === path)) return;
  io.stderr.write(`warning  ${path} is read by nothing: pipelines of connectctl.yaml are ${pipelines.join(', ')}\n`);
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
