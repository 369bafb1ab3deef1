import { type Diagnostic, Failure } from '../core/index.ts';
import {
  loadProject,
  type Project,
  type ProjectFile,
  type Resolution,
  readProjectFile,
  resolveEnvironment,
  Secrets,
  type SourceFile,
} from '../definition/index.ts';
import { renderDiagnostics } from '../render/index.ts';
import { type ClientLimits, clientOfSettings } from './client-of.ts';
import { colorsFor } from './colors.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import type { Connection } from './connections.ts';
import { findProjectFolder, openProject, PROJECT_FILE, selectEnvironments, variablesOf } from './project.ts';
import { readSource } from './project-files.ts';

/**
 * The clusters that -e names. Only connectctl.yaml is read: a worker has to be looked at and set right also while a
 * pipeline's file is broken. Throws for what is wrong in it; every mistake is printed.
 */
export async function openProjectConnections(
  args: GlobalArgs,
  io: CliIo,
  limits: ClientLimits,
): Promise<readonly Connection[]> {
  const folder = openFolder(args, io);
  const { file, projectFile } = readProject(folder, args, io);
  // Without its pipelines a project resolves to the settings of its environments.
  const { project } = loadProject(projectFile, []);
  const connections: Connection[] = [];
  for (const name of selectEnvironments(project, args.env, 'default')) {
    connections.push(await openEnvironment(project, projectFile, file, folder, name, args, io, limits));
  }
  return connections;
}

function readProject(
  folder: string,
  args: GlobalArgs,
  io: CliIo,
): { readonly file: SourceFile; readonly projectFile: ProjectFile } {
  const file = readSource(folder, PROJECT_FILE);
  const { projectFile, diagnostics } = readProjectFile(file);
  stopAtErrors(diagnostics, file, args, io, projectFile?.sensitive);
  if (!projectFile) throw new Failure('CC1001', `${PROJECT_FILE} holds no project`);
  return { file, projectFile };
}

async function openEnvironment(
  project: Project,
  projectFile: ProjectFile,
  file: SourceFile,
  folder: string,
  name: string,
  args: GlobalArgs,
  io: CliIo,
  limits: ClientLimits,
): Promise<Connection> {
  const vars = variablesOf(args, undefined);
  const { environment, diagnostics } = resolveEnvironment(project, { environment: name, vars, env: io.env });
  stopAtErrors(diagnostics, file, args, io, projectFile.sensitive);
  if (!environment) throw new Failure('CC1016', `there is no environment ${name}`);
  const secrets = new Secrets(projectFile.sensitive);
  let resolution: Resolution | undefined;
  return {
    label: name,
    client: await clientOfSettings(environment.connect, folder, limits),
    environment,
    folder,
    isSensitiveKey: (key) => secrets.isSensitiveKey(key),
    resolution: async () => {
      resolution ??= resolveFiles(name, args, io, true);
      return resolution;
    },
  };
}

/**
 * What the files say about the one environment of -e, for commands that ask no worker: connection settings may lack
 * their environment variables. Throws CC9001 for several environments, and what resolveFiles throws.
 */
export function resolveWithoutWorker(args: GlobalArgs, io: CliIo): Resolution {
  const { project } = loadProject(readProject(openFolder(args, io), args, io).projectFile, []);
  const names = selectEnvironments(project, args.env, 'default');
  if (names.length !== 1) throw new Failure('CC9001', 'this takes one environment', { help: 'Name one with -e.' });
  return resolveFiles(names[0]!, args, io, false);
}

/** Half of the files must not decide what a selector takes, so an error in any of them is one here. */
function resolveFiles(name: string, args: GlobalArgs, io: CliIo, connects: boolean): Resolution {
  const { project, diagnostics } = openProject(args, io);
  const vars = variablesOf(args, project);
  const resolution = project && resolveEnvironment(project, { environment: name, vars, env: io.env, connects });
  const errors = [...diagnostics, ...(resolution?.diagnostics ?? [])].filter((one) => one.severity === 'error');
  if (resolution && errors.length === 0) return resolution;
  throw new Failure(errors[0]?.code ?? 'CC1001', `the files have ${countErrors(errors)}, and this needs them whole`, {
    help: '`connectctl validate` shows them.',
  });
}

function openFolder(args: GlobalArgs, io: CliIo): string {
  try {
    return findProjectFolder(args, io);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'CC1012') throw error;
    throw new Failure(error.code, error.message, {
      cause: error,
      help: '--connect URL names a worker without any project; -C names the folder of one.',
    });
  }
}

function stopAtErrors(
  diagnostics: readonly Diagnostic[],
  file: SourceFile,
  args: GlobalArgs,
  io: CliIo,
  sensitive: readonly string[] = [],
): void {
  const errors = diagnostics.filter((one) => one.severity === 'error');
  const [first] = errors;
  if (!first) return;
  const texts = new Map([[file.path, file.text]]);
  io.stderr.write(renderDiagnostics(errors, texts, colorsFor(args, io, 'stderr'), sensitive));
  throw new Failure(first.code, `${PROJECT_FILE} has ${countErrors(errors)}`);
}

function countErrors(errors: readonly Diagnostic[]): string {
  return errors.length === 1 ? '1 error' : `${errors.length} errors`;
}
