import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { Failure, Sensitive } from '../../core/index.ts';
import type { CliIo } from '../command.ts';
import { type Api, callApi, eachItem } from './api.ts';
import type { CiHost, Review } from './ci-host.ts';
import type { Finding } from './findings.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * GitHub Actions, by the variables and files that a runner gives each step and the REST API of 2022-11-28.
 *
 * @param io env: GITHUB_*, CONNECTCTL_CI_TOKEN, and CONNECTCTL_CI_AUTHOR, the login that the token writes as
 */
export function githubHost(io: CliIo): CiHost {
  const read = (name: string): string => required(io, name);
  const repository = read('GITHUB_REPOSITORY');
  const event = JSON.parse(readFileSync(read('GITHUB_EVENT_PATH'), 'utf8')) as Fields;
  const api = apiOf(io);
  const repo = `/repos/${repository}`;
  const commit = read('GITHUB_SHA');
  const openLog = () => {
    const end = randomUUID();
    io.stdout.write(`::stop-commands::${end}\n`);
    return { write: (text: string) => void io.stdout.write(text), close: () => void io.stdout.write(`::${end}::\n`) };
  };
  const append = (name: string, text: string): void => appendFileSync(read(name), text);
  return {
    reviewWord: 'pull request',
    commentLimit: 65_536,
    runUrl: `${read('GITHUB_SERVER_URL')}/${repository}/actions/runs/${read('GITHUB_RUN_ID')}`,
    commit,
    review: reviewOf(event['pull_request'], repository),
    howToApprove: (digest) => `run this workflow by hand (\`workflow_dispatch\`) with \`reviewed\`: \`${digest}\``,
    async merged() {
      for await (const pull of eachItem(api, `${repo}/commits/${commit}/pulls`)) {
        if (typeof pull['merged_at'] === 'string' && pull['merge_commit_sha'] === commit)
          return reviewOf(pull, repository);
      }
      return undefined;
    },
    async findReviewed(review, artifact) {
      const [, workflow = ''] = /\/\.github\/workflows\/([^@]+)@/.exec(read('GITHUB_WORKFLOW_REF')) ?? [];
      const runs = `${repo}/actions/workflows/${encodeURIComponent(workflow)}/runs?event=pull_request&head_sha=${review.head}`;
      // Newest first, and the newest alone counts: its plan is the one in the comment.
      for await (const run of eachItem(api, runs, 'workflow_runs')) {
        if (nameOf(run['head_repository']) !== repository) continue;
        const list = `${repo}/actions/runs/${run['id']}/artifacts?name=${encodeURIComponent(artifact)}`;
        for await (const { name, expired } of eachItem(api, list, 'artifacts')) {
          if (name !== artifact || expired === true) continue;
          append('GITHUB_OUTPUT', `run-id=${run['id']}\n`);
          return true;
        }
        return false;
      }
      return false;
    },
    async comment({ number }, marker, body) {
      const author = io.env['CONNECTCTL_CI_AUTHOR'] ?? 'github-actions[bot]';
      for await (const { id, user, body: text } of eachItem(api, `${repo}/issues/${number}/comments`)) {
        // Anybody can write the marker: only what this token has written is written over.
        if ((user as Fields | null)?.['login'] !== author || !isMarked(text, marker)) continue;
        return urlOf(await callApi(api, 'PATCH', `${repo}/issues/comments/${id}`, { body }));
      }
      return urlOf(await callApi(api, 'POST', `${repo}/issues/${number}/comments`, { body }));
    },
    annotate(findings, prefix) {
      for (const finding of findings) io.stdout.write(`${annotationOf(finding, prefix)}\n`);
    },
    summarize: (markdown) => append('GITHUB_STEP_SUMMARY', `${markdown}\n`),
    output: (name, value) => append('GITHUB_OUTPUT', `${name}=${value}\n`),
    openLog,
    log(text) {
      if (text === '') return;
      const { write, close } = openLog();
      write(text.endsWith('\n') ? text : `${text}\n`);
      close();
    },
  };
}

/** The pull request of a fork whose `workflow_run` this is: the event lists none for forks. */
export async function reviewOfWorkflowRun(io: CliIo): Promise<Review | undefined> {
  const event = JSON.parse(readFileSync(required(io, 'GITHUB_EVENT_PATH'), 'utf8')) as Fields;
  const run = event['workflow_run'] as Fields | undefined;
  if (!run) throw new Failure('CC9001', 'comment is for workflows that run on workflow_run');
  const repository = required(io, 'GITHUB_REPOSITORY');
  const owner = ((run['head_repository'] as Fields | null)?.['owner'] as Fields | undefined)?.['login'];
  const head = encodeURIComponent(`${owner}:${run['head_branch']}`);
  for await (const pull of eachItem(apiOf(io), `/repos/${repository}/pulls?state=open&head=${head}`)) {
    const review = reviewOf(pull, repository);
    if (review?.head === run['head_sha']) return review;
  }
  return undefined;
}

function apiOf(io: CliIo): Api {
  return {
    url: required(io, 'GITHUB_API_URL'),
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    token: new Sensitive(required(io, 'CONNECTCTL_CI_TOKEN')),
    // A report is still commented after the first Ctrl-C, by which a run is cancelled.
    signal: io.hardSignal,
    permissionHelp: 'Give the job `permissions: { contents: read, pull-requests: write, actions: read }`.',
  };
}

function reviewOf(pull: unknown, repository: string): Review | undefined {
  if (typeof pull !== 'object' || pull === null) return undefined;
  const { number, head, user } = pull as { readonly number?: number; readonly head?: Fields; readonly user?: Fields };
  const sha = head?.['sha'];
  if (typeof number !== 'number' || typeof sha !== 'string') return undefined;
  // A fork that was deleted since has no repository.
  const isBlind = nameOf(head?.['repo']) !== repository || user?.['login'] === 'dependabot[bot]';
  return { number, head: sha, isBlind };
}

function nameOf(repository: unknown): unknown {
  return (repository as Fields | null | undefined)?.['full_name'];
}

function isMarked(text: unknown, marker: string): boolean {
  return typeof text === 'string' && text.startsWith(marker);
}

function urlOf(comment: unknown): string {
  const url = (comment as Fields | undefined)?.['html_url'];
  return typeof url === 'string' ? url : '';
}

/** https://docs.github.com/actions/reference/workflow-commands: `%`, line ends and, in properties, `:` and `,` are escaped. */
function annotationOf({ severity, code, message, help, file, line, column }: Finding, prefix: string): string {
  const level = severity === 'error' ? 'error' : severity === 'info' ? 'notice' : 'warning';
  const place = file === undefined ? '' : `file=${property(prefix + file)},line=${line},col=${column},`;
  return `::${level} ${place}title=${property(code)}::${data(help === undefined ? message : `${message}\n${help}`)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function required(io: CliIo, name: string): string {
  const value = io.env[name];
  if (value) return value;
  throw new Failure(
    'CC9001',
    `${name} is not set: connectctl-ci runs in a step of GitHub Actions or a job of GitLab CI`,
  );
}
