import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExitCode, Failure, messageOf } from '../../core/index.ts';
import { isSavedPlan, type SavedPlan } from '../../plan/index.ts';
import type { CliIo } from '../command.ts';
import type { CiHost, Review } from './ci-host.ts';
import { bodyOf, fenced, markerOf, offlineText } from './comment-text.ts';
import { readValidation, type Validation } from './findings.ts';
import { artifactOf, planFileOf } from './plan-file.ts';
import { digestOf } from './reviewed.ts';
import { type Ran, runConnectctl } from './run-connectctl.ts';
import type { CiSettings } from './settings.ts';

/**
 * Checks the files and, where the run may see the worker's credentials, plans; shows both on the review. Returns the exit
 * code of what failed first: 1 for a finding, or a worker that can't be read, 3 for a refused change.
 */
export async function planStep(settings: CiSettings, host: CiHost, io: CliIo): Promise<number> {
  const { review } = host;
  if (!review) throw new Failure('CC9001', `connectctl-ci plan is for a ${host.reviewWord}, and this run is of none`);
  if (review.isBlind) return offline(settings, host, review, await validate(settings, host, io));
  const code = await checkAndPlan(settings, host, review, io).catch((error: unknown) => {
    // A comment that could not be written has shown nobody the plan.
    keepNothing(settings, host);
    throw error;
  });
  if (code === ExitCode.done) host.output('artifact', artifactOf('plan', settings.key));
  else keepNothing(settings, host);
  return code;
}

async function checkAndPlan(settings: CiSettings, host: CiHost, review: Review, io: CliIo): Promise<number> {
  const checked = await validate(settings, host, io);
  if (checked.validation.valid) return plan(settings, host, review, checked, io);
  const found = offlineText(checked.validation, settings.environment);
  await show(host, review, settings, [found, 'There is no plan: first mend this.']);
  return checked.code;
}

interface Checked {
  readonly code: number;
  readonly validation: Validation;
  /** As validate printed it. */
  readonly text: string;
}

async function validate(settings: CiSettings, host: CiHost, io: CliIo): Promise<Checked> {
  const { failOn } = settings;
  const words = ['validate', ...projectFlags(settings), '--format', 'json', ...(failOn ? ['--fail-on', failOn] : [])];
  const ran = await runConnectctl(words, io);
  host.log(ran.stderr);
  const validation = readValidation(ran.stdout);
  // No JSON: no project, or no such environment. That is told on stderr.
  if (!validation) throw new Failure('CC9001', 'The project could not be checked', { help: 'Its error stands above.' });
  host.annotate(validation.findings, settings.prefix);
  return { code: ran.code, validation, text: ran.stdout };
}

/** A fork's run has no secrets, and its token may not comment: what it found is kept for a run that may. */
async function offline(settings: CiSettings, host: CiHost, review: Review, checked: Checked): Promise<number> {
  const parts = offlineParts(checked.validation, settings.environment);
  host.summarize(parts.join('\n\n'));
  const artifact = artifactOf('offline', settings.key);
  const folder = join(settings.folder, artifact);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, planFileOf(review)), checked.text);
  host.output('artifact', artifact);
  try {
    host.log(`Commented: ${await host.comment(review, markerOf('plan', settings.key), body(host, settings, parts))}\n`);
  } catch (error) {
    host.log(`No comment from a fork's run (${messageOf(error)}). docs/ci.md tells how a second workflow comments.\n`);
  }
  return checked.code;
}

/** The comment of a review whose run could not ask the worker. */
export function offlineParts(validation: Validation, environment: string): readonly string[] {
  return [
    offlineText(validation, environment),
    'Checked without the worker: a run of a fork or of Dependabot gets no credentials. What this would change is seen when somebody who may ' +
      'pushes the branch to this repository, and is planned on merge in any case.',
  ];
}

async function plan(settings: CiSettings, host: CiHost, review: Review, checked: Checked, io: CliIo): Promise<number> {
  const { validation } = checked;
  const file = join(settings.folder, artifactOf('plan', settings.key), planFileOf(review));
  const planned = await planInto(file, settings, host, io);
  const findings = validation.findings.length > 0 ? [offlineText(validation, settings.environment)] : [];
  const code = planned.ran.code === ExitCode.done ? checked.code : planned.ran.code;
  if (planned.saved) host.output('changes', String(planned.saved.changes.length > 0));
  await show(host, review, settings, [...planned.parts, ...footer(planned.saved, code, host, review), ...findings]);
  return code;
}

/** What fails is applied by no merge: this takes the place of what an earlier attempt of the same run has kept. */
function keepNothing(settings: CiSettings, host: CiHost): void {
  const artifact = artifactOf('plan', settings.key);
  const folder = join(settings.folder, artifact);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'nothing-to-apply.txt'), `The run failed: ${host.runUrl}\n`);
  host.output('artifact', artifact);
}

export interface Planned {
  readonly ran: Ran;
  /** Undefined where no plan was made. */
  readonly saved: SavedPlan | undefined;
  /** What a comment shows of it. */
  readonly parts: readonly string[];
}

/** Plans an environment, and saves the plan for `apply` under `file`. */
export async function planInto(file: string, settings: CiSettings, host: CiHost, io: CliIo): Promise<Planned> {
  // One of an earlier run must not be taken for this one's.
  rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  const words = ['plan', ...projectFlags(settings), '--format', 'markdown', '--out', file];
  // Hazards are for who reviews to judge: they stand in the comment, and fail nothing.
  const ran = await runConnectctl(words, io);
  host.log(ran.stderr);
  const saved = readPlan(file);
  const said = ran.stderr === '' ? [] : [fenced(ran.stderr, 'text', 20_000)];
  const parts = saved ? [ran.stdout] : [`### ${settings.environment}: no plan`, ...said];
  return { ran, saved, parts };
}

/** A plan that `plan --out` wrote; undefined where there is none. */
export function readPlan(file: string): SavedPlan | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isSavedPlan(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function footer(saved: SavedPlan | undefined, code: number, host: CiHost, { head }: Review): readonly string[] {
  if (!saved) return [];
  const then = code === ExitCode.done ? 'On merge exactly this is applied, or nothing.' : 'This is not applied.';
  return [`<sub>[Planned](${host.runUrl}) of ${head.slice(0, 12)}: \`${digestOf(saved)}\`. ${then}</sub>`];
}

async function show(host: CiHost, review: Review, settings: CiSettings, parts: readonly string[]): Promise<void> {
  host.summarize(parts.join('\n\n'));
  const address = await host.comment(review, markerOf('plan', settings.key), body(host, settings, parts));
  host.log(`Commented: ${address}\n`);
}

function body(host: CiHost, settings: CiSettings, parts: readonly string[]): string {
  return bodyOf(host, markerOf('plan', settings.key), parts);
}

export function projectFlags({ project, environment }: CiSettings): readonly string[] {
  return ['-C', project, '-e', environment];
}
