import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, messageOf } from '../../core/index.ts';
import type { CliIo } from '../command.ts';
import type { CiHost, Review } from './ci-host.ts';
import { bodyOf, fenced, markerOf } from './comment-text.ts';
import { artifactOf, planFileOf } from './plan-file.ts';
import { type Planned, planInto, projectFlags, readPlan } from './plan-step.ts';
import { differenceOf, digestOf, isAsReviewed } from './reviewed.ts';
import { runConnectctl } from './run-connectctl.ts';
import type { CiSettings } from './settings.ts';

/** Looks for the plan that was reviewed before this commit was merged, and leaves it for applyStep. */
export async function findStep(settings: CiSettings, host: CiHost): Promise<number> {
  // A repository may hold such a folder, and a runner one of an earlier job: neither is a review.
  rmSync(reviewedFolder(settings), { recursive: true, force: true });
  const review = await host.merged();
  if (!review || review.isBlind) return ExitCode.done;
  const artifact = artifactOf('plan', settings.key);
  if (await host.findReviewed(review, artifact, reviewedFolder(settings))) host.output('artifact', artifact);
  return ExitCode.done;
}

/**
 * Plans again and applies where the changes equal the reviewed ones byte for byte; else nothing is done, the difference is
 * commented and the exit code is 3. What failed of an apply is exit code 1, as ever.
 */
export async function applyStep(settings: CiSettings, host: CiHost, io: CliIo): Promise<number> {
  const review = await host.merged();
  const file = join(settings.folder, 'apply', artifactOf('plan', settings.key), `${host.commit}.json`);
  const planned = await planInto(file, settings, host, io);
  const finish = async (code: number, parts: readonly string[]): Promise<number> => {
    await tell(settings, host, review, parts);
    return code;
  };
  if (!planned.saved || planned.ran.code !== ExitCode.done) {
    return finish(planned.ran.code, [`### ${settings.environment}: nothing was applied`, ...planned.parts]);
  }
  if (planned.saved.changes.length === 0) {
    return finish(ExitCode.done, [`### ${settings.environment}: nothing is left to apply`, ...planned.parts]);
  }
  const stopped = whyStopped(settings, host, review, planned);
  if (stopped) return finish(ExitCode.refused, [...stopped, ...planned.parts]);
  return apply(file, settings, host, review, io);
}

/** Undefined where what is planned now is what somebody has approved. */
function whyStopped(
  settings: CiSettings,
  host: CiHost,
  review: Review | undefined,
  { saved }: Planned,
): readonly string[] | undefined {
  if (!saved) return undefined;
  const { environment, reviewed } = settings;
  const digest = digestOf(saved);
  const title = `### ${environment}: nothing was applied`;
  const next = `To apply what is planned now, read it below and ${host.howToApprove(digest)}.`;
  if (reviewed !== undefined) {
    if (reviewed === digest) return undefined;
    return [title, `What was approved, \`${reviewed}\`, is not what is planned now.`, next];
  }
  const before = review && !review.isBlind && readPlan(join(reviewedFolder(settings), planFileOf(review)));
  if (!before) return [title, whyUnreviewed(host, review), next];
  if (isAsReviewed(before, saved)) return undefined;
  const difference = fenced(differenceOf(before, saved), 'diff', 20_000);
  return [title, 'What is planned now differs from what was reviewed:', difference, next];
}

function whyUnreviewed({ reviewWord }: CiHost, review: Review | undefined): string {
  if (!review) return `This commit is of no ${reviewWord}, so nobody has reviewed what it changes.`;
  if (review.isBlind)
    return 'It came from a fork or from Dependabot, whose runs see no worker, so nobody has reviewed what it changes.';
  return `There is no plan of ${review.head.slice(0, 12)}, its last commit: that run failed, or what it kept has expired.`;
}

async function apply(
  file: string,
  settings: CiSettings,
  host: CiHost,
  review: Review | undefined,
  io: CliIo,
): Promise<number> {
  const { environment } = settings;
  const words = [
    'apply',
    file,
    ...projectFlags(settings),
    '--auto-approve',
    '--approve',
    environment,
    '--color',
    'never',
  ];
  const log = host.openLog();
  // An apply waits for minutes: its events are seen as they come.
  const ran = await runConnectctl(words, io, log.write).finally(log.close);
  const title = ran.code === ExitCode.done ? 'applied' : 'not all of it was applied';
  const said = `${ran.stdout}${ran.stderr}`;
  await tell(settings, host, review, [`### ${environment}: ${title}`, fenced(said, 'text', 50_000)]);
  return ran.code;
}

/** What was done stands in the log, and is not undone by a comment that can't be written: that is a warning. */
async function tell(
  settings: CiSettings,
  host: CiHost,
  review: Review | undefined,
  parts: readonly string[],
): Promise<void> {
  host.summarize(parts.join('\n\n'));
  host.log(`${parts[0]?.replace(/^#+ /, '')}\n`);
  if (!review) return;
  const marker = markerOf('apply', settings.key);
  try {
    host.log(`Commented: ${await host.comment(review, marker, bodyOf(host, marker, parts))}\n`);
  } catch (error) {
    host.log(`No comment on ${host.reviewWord} ${review.number}: ${messageOf(error)}\n`);
  }
}

export function reviewedFolder({ folder, key }: Pick<CiSettings, 'folder' | 'key'>): string {
  return join(folder, 'reviewed', artifactOf('plan', key));
}
