import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../../core/index.ts';
import type { CliIo } from '../command.ts';

export const ciCommands = ['plan', 'find', 'apply', 'comment'] as const;
export type CiCommand = (typeof ciCommands)[number];

export interface CiSettings {
  readonly command: CiCommand;
  readonly environment: string;
  /** As `-C` takes it. */
  readonly project: string;
  /** The project's folder in the repository, with a slash at its end; empty for the repository itself. */
  readonly prefix: string;
  /** Tells projects and environments of one repository apart. */
  readonly key: string;
  /** What fails the check of the files besides errors. */
  readonly failOn: string | undefined;
  /** The digest that somebody approved by hand. */
  readonly reviewed: string | undefined;
  /** Where files for later steps and jobs are left. */
  readonly folder: string;
}

export const usage =
  'connectctl-ci plan|find|apply|comment --env NAME [--project DIR] [--fail-on hazard|warning] [--reviewed sha256:…]';

/** Reads the command line of connectctl-ci. Throws CC9001. */
export function readSettings(argv: readonly string[], io: Pick<CliIo, 'cwd'>): CiSettings {
  const { values, positionals } = parsed(argv);
  const command = ciCommands.find((name) => name === positionals[0]);
  if (!command || positionals.length !== 1) throw usageFailure('Name one command');
  if (!values.env) throw usageFailure('--env names no environment');
  if (/[*?]/.test(values.env)) throw usageFailure('--env takes one environment, and no glob: a job of its own each');
  if (values.reviewed && !/^sha256:[0-9a-f]{64}$/.test(values.reviewed)) {
    throw usageFailure('--reviewed takes what a comment shows: sha256: and 64 digits');
  }
  const project = values.project || '.';
  const folder = relative(io.cwd, resolve(io.cwd, project)).replaceAll('\\', '/');
  return {
    command,
    environment: values.env,
    project,
    prefix: folder === '' ? '' : `${folder}/`,
    key: folder === '' ? values.env : `${folder}/${values.env}`,
    failOn: values['fail-on'] || undefined,
    reviewed: values.reviewed || undefined,
    folder: resolve(io.cwd, '.connectctl-ci'),
  };
}

const text = { type: 'string' } as const;

function parsed(argv: readonly string[]) {
  try {
    const options = {
      env: { ...text, short: 'e' },
      project: { ...text, short: 'C' },
      'fail-on': text,
      reviewed: text,
    } as const;
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (cause) {
    throw usageFailure(cause instanceof Error ? cause.message : String(cause));
  }
}

function usageFailure(message: string): Failure {
  return new Failure('CC9001', message, { help: usage });
}
