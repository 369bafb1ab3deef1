import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../core/index.ts';
import type { CliIo } from '../command.ts';
import type { CiHost } from './ci-host.ts';
import { bodyOf, markerOf } from './comment-text.ts';
import { readValidation } from './findings.ts';
import { reviewOfWorkflowRun } from './github.ts';
import { artifactOf, planFileOf } from './plan-file.ts';
import { offlineParts } from './plan-step.ts';
import type { CiSettings } from './settings.ts';

/**
 * Comments what the run of a fork has found: with this repository's token, and so with nothing of the fork but the text of
 * its findings. Which pull request it is comes from GitHub.
 */
export async function commentStep(settings: CiSettings, host: CiHost, io: CliIo): Promise<number> {
  const review = await reviewOfWorkflowRun(io);
  if (!review?.isBlind) {
    host.log(
      'The run was of no fork, and of no Dependabot, that has an open pull request with this commit: there is nothing to comment.\n',
    );
    return ExitCode.done;
  }
  const validation = readValidation(
    read(join(settings.folder, artifactOf('offline', settings.key), planFileOf(review))),
  );
  if (!validation) throw new Failure('CC9002', 'What the run kept is not what `validate --format json` prints');
  const marker = markerOf('plan', settings.key);
  const body = bodyOf(host, marker, offlineParts(validation, settings.environment));
  host.log(`Commented: ${await host.comment(review, marker, body)}\n`);
  return ExitCode.done;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Failure('CC9002', `${file} cannot be read: the run has kept nothing`, { cause });
  }
}
