import { Failure } from '../../core/index.ts';
import type { CliIo } from '../command.ts';
import { printFailure } from '../print-failure.ts';
import { applyStep, findStep } from './apply-step.ts';
import type { CiHost } from './ci-host.ts';
import { commentStep } from './comment-step.ts';
import { githubHost } from './github.ts';
import { gitlabHost } from './gitlab.ts';
import { planStep } from './plan-step.ts';
import { type CiSettings, readSettings, usage } from './settings.ts';

/** Runs one command line of connectctl-ci and returns its exit code: that of the connectctl command that decided. */
export async function runCi(argv: readonly string[], io: CliIo): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    io.stdout.write(
      `${usage}\n\nThe steps of action.yml and the GitLab template: docs/ci.md tells how to use those.\n`,
    );
    return 0;
  }
  try {
    const settings = readSettings(argv, io);
    return await step(settings, hostOf(io), io);
  } catch (error) {
    printFailure(error, io);
    return error instanceof Failure ? error.exitCode : 1;
  }
}

function hostOf(io: CliIo): CiHost {
  return io.env['GITLAB_CI'] === 'true' ? gitlabHost(io) : githubHost(io);
}

function step(settings: CiSettings, host: CiHost, io: CliIo): Promise<number> {
  switch (settings.command) {
    case 'plan':
      return planStep(settings, host, io);
    case 'find':
      return findStep(settings, host);
    case 'apply':
      return applyStep(settings, host, io);
    case 'comment':
      return commentStep(settings, host, io);
    default:
      return settings.command satisfies never;
  }
}
