import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, Failure, globToRegExp, sortDiagnostics, suggest } from '../core/index.ts';
import { knownVariables, loadProject, type Project, readProjectFile, secretVariables } from '../definition/index.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import { readMatchingFiles, readSource } from './project-files.ts';

/** The file that makes a folder a project. */
export const PROJECT_FILE = 'connectctl.yaml';

/** A project as read from disk. */
export interface OpenedProject {
  /** Absolute: the folder of connectctl.yaml. */
  readonly folder: string;
  /** Undefined where connectctl.yaml can't be read as a map; the diagnostics say why. */
  readonly project: Project | undefined;
  /** What is wrong whatever the environment. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file's text by its path, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Finds connectctl.yaml, in the folder of -C or upwards from the current one, and reads it and the files that it names.
 * Throws CC1012 where there is none, CC9002 where a file can't be read.
 */
export function openProject(args: Pick<GlobalArgs, 'project'>, io: Pick<CliIo, 'cwd'>): OpenedProject {
  const folder = findProjectFolder(args, io);
  const file = readSource(folder, PROJECT_FILE);
  const texts = new Map([[file.path, file.text]]);
  const { projectFile, diagnostics } = readProjectFile(file);
  if (!projectFile) return { folder, project: undefined, diagnostics, texts };
  const files = readMatchingFiles(folder, projectFile.pipelines);
  for (const { path, text } of files) texts.set(path, text);
  const loaded = loadProject(projectFile, files);
  const all = [...diagnostics, ...loaded.diagnostics];
  if (files.length === 0) all.push(nothingMatched(projectFile.pipelines));
  return { folder, project: loaded.project, diagnostics: sortDiagnostics(all), texts };
}

/** The folder of connectctl.yaml; throws CC1012 where there is none. */
export function findProjectFolder(args: Pick<GlobalArgs, 'project'>, io: Pick<CliIo, 'cwd'>): string {
  const start = resolve(io.cwd, args.project ?? '.');
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) return folder;
    if (args.project !== undefined || dirname(folder) === folder) break;
  }
  const where = args.project === undefined ? 'here or in a folder above' : `in ${args.project}`;
  throw new Failure('CC1012', `there is no ${PROJECT_FILE} ${where}`, {
    help: '`connectctl init` starts a project; -C names the folder of another one.',
  });
}

function nothingMatched(globs: readonly string[]): Diagnostic {
  return {
    code: 'CC1013',
    severity: 'error',
    message: `no file matches pipelines: ${globs.join(', ')}`,
    help: '`connectctl init` writes a first pipeline',
    source: { file: PROJECT_FILE, line: 1, column: 1 },
  };
}

/**
 * The environments that -e names, in the order of connectctl.yaml; without -e the default one, or all of them.
 * Throws CC1016 where a name or glob fits none.
 */
export function selectEnvironments(
  project: Project,
  wanted: readonly string[] | undefined,
  otherwise: 'default' | 'all',
): readonly string[] {
  const { environments } = project;
  if (!wanted || wanted.length === 0) return otherwise === 'all' ? environments : [defaultOf(project)];
  const patterns = wanted.map((glob) => {
    const pattern = globToRegExp(glob);
    if (environments.some((name) => pattern.test(name))) return pattern;
    const near = suggest(glob, environments);
    throw new Failure('CC1016', `there is no environment ${glob}`, {
      help: near ? `Did you mean ${near}?` : `There are: ${environments.join(', ')}.`,
    });
  });
  return environments.filter((name) => patterns.some((pattern) => pattern.test(name)));
}

function defaultOf(project: Project): string {
  const { defaultEnvironment, environments } = project;
  if (defaultEnvironment !== undefined && environments.includes(defaultEnvironment)) return defaultEnvironment;
  throw new Failure('CC1016', 'which environment? connectctl.yaml has no defaultEnvironment', {
    help: `Name one with -e: ${environments.join(', ')}.`,
  });
}

/**
 * `--var k=v` as variables. Throws CC9001 where one has no `=`, or sets what no file declares, and CC9013 for a secret:
 * every process of the machine reads a command line.
 */
export function variablesOf(args: Pick<GlobalArgs, 'var'>, project: Project | undefined): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const pair of args.var ?? []) {
    const at = pair.indexOf('=');
    if (at < 1) throw new Failure('CC9001', `--var ${pair} has to be NAME=VALUE`);
    const name = pair.slice(0, at);
    const known = project && knownVariables(project);
    if (known && !known.has(name)) {
      const near = suggest(name, known);
      throw new Failure('CC9001', `--var ${name} sets a variable that no file declares or uses`, {
        help: near ? `Did you mean ${near}?` : 'Declare it under variables:, in connectctl.yaml or in a pipeline.',
      });
    }
    const value = pair.slice(at + 1);
    if (project && secretVariables(project).has(name) && !isProviderReference(value)) {
      throw new Failure('CC9013', `--var ${name} holds a secret in plain text`, {
        help: `Write ${name}: "\${env.NAME}" under variables: of the environment, and set NAME for the process.`,
      });
    }
    variables.set(name, value);
  }
  return variables;
}

/** `${provider:path:key}` names where a secret is, and is none. */
function isProviderReference(text: string): boolean {
  return /^\$\{[^{}]*\}$/.test(text);
}
