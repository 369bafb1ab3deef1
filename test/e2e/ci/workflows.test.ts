import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../harness/index.ts';
import { type Context, interpolate, isMet } from './expressions.ts';
import { action } from './run-action.ts';

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

interface WorkflowJob {
  readonly if: string;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly steps: readonly { readonly uses: string; readonly with?: Readonly<Record<string, string>> }[];
}

const read = (name: string) => parse(readFileSync(join(projectRoot, 'docs/ci', name), 'utf8')) as Workflow;
const main = read('github-actions.yml');
const forks = read('github-forks.yml');

it.each([
  { event: 'pull_request', ref: 'refs/pull/7/merge', runs: ['plan'] },
  { event: 'push', ref: 'refs/heads/main', runs: ['apply'] },
  { event: 'workflow_dispatch', ref: 'refs/heads/main', runs: ['apply'] },
  { event: 'workflow_dispatch', ref: 'refs/heads/not-merged', runs: [] },
])('on $event of $ref the job that runs is $runs', ({ event, ref, runs }) => {
  const github = { event_name: event, ref };
  expect(Object.keys(main.jobs).filter((name) => isMet(main.jobs[name]!.if, { github }, false))).toEqual(runs);
});

it.each<{ name: string; from: string; login?: string; event: string; runs: boolean }>([
  { name: 'a fork', from: 'bob/shop-data', event: 'pull_request', runs: true },
  { name: 'Dependabot', from: 'acme/shop-data', login: 'dependabot[bot]', event: 'pull_request', runs: true },
  { name: 'the repository itself', from: 'acme/shop-data', event: 'pull_request', runs: false },
  { name: 'a push', from: 'bob/shop-data', event: 'push', runs: false },
])('the second workflow runs after one of $name: $runs', ({ from, login = 'ann', event, runs }) => {
  const workflow_run = { event, head_repository: { full_name: from }, actor: { login } };
  const github = { repository: 'acme/shop-data', event: { workflow_run } };
  expect(isMet(forks.jobs['comment']!.if, { github }, false)).toBe(runs);
});

it('one apply of an environment runs at a time, and none is ended by the next', () => {
  const { concurrency } = main.jobs['apply']!;
  const groupOf = (environment: string) => interpolate(concurrency!.group, { matrix: { environment } });
  expect(concurrency!['cancel-in-progress']).toBe(false);
  expect([groupOf('prod'), groupOf('staging')]).toEqual(['connectctl-apply-prod', 'connectctl-apply-staging']);
});

it.each([
  { name: 'plan', job: main.jobs['plan']!, command: 'plan' },
  { name: 'apply', job: main.jobs['apply']!, command: 'apply' },
  { name: 'comment', job: forks.jobs['comment']!, command: 'comment' },
])('$name hands over inputs that the action has', ({ job, command }) => {
  const given = job.steps.find(({ uses }) => uses.startsWith('OWNER/'))!.with!;
  const context: Context = { matrix: { environment: 'prod' }, inputs: { reviewed: 'sha256:1' } };
  const values = Object.fromEntries(Object.entries(given).map(([key, text]) => [key, interpolate(text, context)]));
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(values)));
  expect(values).toMatchObject({ command, environment: 'prod', ...(command === 'apply' && { reviewed: 'sha256:1' }) });
});

it('the jobs may comment and read runs, and no more; a fork is not checked out where the token may write', () => {
  for (const { permissions } of [main, forks]) {
    expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'write', actions: 'read' });
  }
  const uses = Object.values(forks.jobs).flatMap(({ steps }) => steps.map((step) => step.uses));
  expect(uses).toEqual([expect.stringMatching(/^OWNER\/connectctl@/)]);
  for (const { uses: name } of Object.values(main.jobs).flatMap(({ steps }) => steps)) {
    expect(name).toMatch(/^(OWNER\/connectctl@COMMIT|actions\/checkout@[0-9a-f]{40})$/);
  }
});
