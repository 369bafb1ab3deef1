import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure, Sensitive } from '../../core/index.ts';
import type { CliIo } from '../command.ts';
import { type Api, callApi, eachItem, readText } from './api.ts';
import type { CiHost, Review } from './ci-host.ts';
import type { Finding } from './findings.ts';
import { planFileOf } from './plan-file.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where the findings stand for the widget of the merge request; the template hands it over as `codequality`. */
const QUALITY_REPORT = 'gl-code-quality-report.json';

/**
 * GitLab CI, by its predefined variables and REST API v4. A job's own token may not write notes, so that
 * CONNECTCTL_CI_TOKEN is one of the project with the scope `api`; without it nothing is commented.
 */
export function gitlabHost(io: CliIo): CiHost {
  const read = (name: string): string => required(io, name);
  const commit = read('CI_COMMIT_SHA');
  const root = `/projects/${io.env['CI_MERGE_REQUEST_PROJECT_ID'] ?? read('CI_PROJECT_ID')}`;
  const api = (): Api => ({
    url: read('CI_API_V4_URL'),
    headers: {},
    token: new Sensitive(read('CONNECTCTL_CI_TOKEN')),
    signal: io.hardSignal,
    permissionHelp:
      'CONNECTCTL_CI_TOKEN has to be an access token of this project with the scope `api` and the role Reporter.',
  });
  return {
    reviewWord: 'merge request',
    commentLimit: 1_000_000,
    runUrl: read('CI_JOB_URL'),
    commit,
    review: reviewOfJob(io, commit),
    howToApprove: (digest) =>
      `run a pipeline of this branch by hand with the variable \`CONNECTCTL_REVIEWED\`: \`${digest}\``,
    async merged() {
      for await (const one of eachItem(api(), `${root}/repository/commits/${commit}/merge_requests`)) {
        const { iid, state, sha, merge_commit_sha: merge, squash_commit_sha: squash } = one;
        // A fast-forward has no commit of its own: its head is the commit.
        if (state !== 'merged' || typeof iid !== 'number' || typeof sha !== 'string') continue;
        if (merge !== commit && !(merge === null && (squash === commit || sha === commit))) continue;
        return { number: iid, head: sha, isBlind: one['source_project_id'] !== one['target_project_id'] };
      }
      return undefined;
    },
    async findReviewed(review, artifact, folder) {
      // Newest first, and the newest alone counts. Pipelines of a fork run in the fork, and none of their jobs is read.
      for await (const { id, source } of eachItem(api(), `${root}/merge_requests/${review.number}/pipelines`)) {
        // Those of its branch are listed, too, and plan nothing.
        if (source !== 'merge_request_event') continue;
        for await (const job of eachItem(api(), `${root}/pipelines/${id}/jobs`)) {
          if (!job['artifacts_file']) continue;
          const file = planFileOf(review);
          const path = `${root}/jobs/${job['id']}/artifacts/.connectctl-ci/${artifact}/${file}`;
          const text = await readText(api(), path);
          if (text === undefined) continue;
          mkdirSync(folder, { recursive: true });
          writeFileSync(join(folder, file), text);
          return true;
        }
        return false;
      }
      return false;
    },
    async comment({ number }, marker, body) {
      const notes = `${root}/merge_requests/${number}/notes`;
      const { id: me } = (await callApi(api(), 'GET', '/user')) as Fields;
      for await (const { id, author, body: text } of eachItem(api(), notes)) {
        if ((author as Fields | null)?.['id'] !== me || typeof text !== 'string' || !text.startsWith(marker)) continue;
        await callApi(api(), 'PUT', `${notes}/${id}`, { body });
        return `note ${id}`;
      }
      const made = (await callApi(api(), 'POST', notes, { body })) as Fields;
      return `note ${made['id']}`;
    },
    annotate(findings, prefix) {
      const issues = findings.filter(({ file }) => file !== undefined).map((finding) => issueOf(finding, prefix));
      writeFileSync(resolve(io.cwd, QUALITY_REPORT), `${JSON.stringify(issues, undefined, 2)}\n`);
    },
    // GitLab has no page of a run but its log.
    summarize: (markdown) => void io.stdout.write(`${markdown}\n`),
    output: () => undefined,
    openLog: () => ({ write: (text) => void io.stdout.write(text), close: () => undefined }),
    log: (text) => void io.stdout.write(text),
  };
}

function reviewOfJob(io: CliIo, commit: string): Review | undefined {
  const number = Number(io.env['CI_MERGE_REQUEST_IID'] ?? '');
  if (number === 0) return undefined;
  return {
    number,
    // Set in pipelines of merged results, whose own commit is a merge that nobody has reviewed.
    head: io.env['CI_MERGE_REQUEST_SOURCE_BRANCH_SHA'] || commit,
    isBlind: io.env['CI_MERGE_REQUEST_SOURCE_PROJECT_ID'] !== io.env['CI_MERGE_REQUEST_PROJECT_ID'],
  };
}

/** https://docs.gitlab.com/ci/testing/code_quality/: an issue of the report. */
function issueOf({ severity, code, message, file = '', line }: Finding, prefix: string): Fields {
  const path = prefix + file;
  return {
    description: message,
    check_name: code,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([path, line, code, message]))
      .digest('hex'),
    severity: severity === 'error' ? 'major' : 'minor',
    location: { path, lines: { begin: line } },
  };
}

function required(io: CliIo, name: string): string {
  const value = io.env[name];
  if (value) return value;
  throw new Failure(
    'CC9001',
    `${name} is not set${name === 'CONNECTCTL_CI_TOKEN' ? '' : ': connectctl-ci runs in a step of GitHub Actions or a job of GitLab CI'}`,
    {
      ...(name === 'CONNECTCTL_CI_TOKEN' && {
        help: 'Make an access token of the project with the scope `api`, and a masked CI variable of it.',
      }),
    },
  );
}
