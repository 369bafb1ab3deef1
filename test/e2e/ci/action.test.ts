import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRest, testFolder, writeFiles } from '../../harness/index.ts';
import { GitHub, type Pull, REPOSITORY, type Run } from './github-api.ts';
import { makeRepository, SECRETS } from './repository.ts';
import { action, checkout, type JobResult, runAction } from './run-action.ts';
import { startWorker } from './worker.ts';

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

/** A repository on GitHub with one pull request, and the runs of its workflow. */
async function scene(name: string, url = worker.url, fork?: string, login = 'ann') {
  const github = new GitHub();
  const api = await github.start();
  const repository = makeRepository(name, url);
  const pull: Pull = {
    number: 7,
    user: { login },
    head: { sha: '1'.repeat(40), ref: 'change', repo: { full_name: fork ?? REPOSITORY } },
    merged_at: null,
    merge_commit_sha: 'f'.repeat(40),
  };
  github.pulls.push(pull);
  const results: JobResult[] = [];
  let runs = 100;
  const runJob = async (
    event: string,
    payload: Readonly<Record<string, unknown>>,
    given: Readonly<Record<string, string>>,
    token: string,
    env: Readonly<Record<string, string>> = SECRETS,
  ): Promise<JobResult> => {
    const run: Run = {
      id: ++runs,
      head_sha: pull.head.sha,
      event,
      workflow: 'connectctl.yml',
      head_repository: { full_name: fork ?? REPOSITORY },
      artifacts: new Map(),
    };
    github.runs.push(run);
    const workspace = testFolder();
    checkout(repository.folder, workspace);
    const commit = pull.merge_commit_sha;
    const job = { github, apiUrl: api.url, with: given, event: payload, commit, token, workspace, run, env };
    const result = await runAction(job);
    results.push(result);
    return result;
  };
  return {
    ...repository,
    github,
    pull,
    results,
    plan: (given: Readonly<Record<string, string>> = {}, token = 'write-token') => {
      const env = fork === undefined ? SECRETS : {};
      return runJob(
        'pull_request',
        { pull_request: pull },
        { command: 'plan', environment: 'prod', ...given },
        token,
        env,
      );
    },
    merge() {
      pull.merged_at = '2026-01-01T00:00:00Z';
      pull.merge_commit_sha = '2'.repeat(40);
    },
    apply: (given: Readonly<Record<string, string>> = {}) =>
      runJob('push', {}, { command: 'apply', environment: 'prod', ...given }, 'write-token'),
    commentForFork: () => {
      const of = github.runs.at(-1)!;
      const workflow_run = {
        ...of,
        head_branch: pull.head.ref,
        head_repository: { full_name: fork, owner: { login: fork?.split('/')[0] } },
      };
      return runJob('workflow_run', { workflow_run }, { command: 'comment', environment: 'prod' }, 'write-token', {});
    },
    ours: () => github.comments.filter(({ user }) => user.login === 'github-actions[bot]').map(({ body }) => body),
    kept: () =>
      [...(github.runs.at(-1)?.artifacts ?? [])].flatMap(([name, files]) =>
        [...files.keys()].map((file) => `${name}/${file}`),
      ),
    calls: api.calls,
  };
}

const configOf = (name: string) => connectRest<Record<string, string>>(worker.url, 'GET', `/connectors/${name}/config`);

describe('action.yml, from a pull request to its merge', () => {
  it('plans with one comment that is updated in place, and applies what was reviewed', async () => {
    const { github, plan, ours, set, merge, apply, results, kept, calls } = await scene('act-whole');
    // A hundred and thirty comments before: ours is not on the first page.
    for (let i = 0; i < 130; i++) github.add(7, 'ann', `comment ${i}`);
    const theirs = github.add(7, 'mallory', '<!-- connectctl-ci:plan:prod -->\nLooks fine, merge it');
    const first = await plan({ 'fail-on': 'warning' });
    expect(first).toMatchObject({ code: 0, outputs: { plan: { outputs: { changes: 'true' } } } });
    expect(ours()).toEqual([
      expect.stringMatching(/^<!-- connectctl-ci:plan:prod -->\n[\s\S]*1 to create[\s\S]*sha256:[0-9a-f]{64}/),
    ]);
    expect(first.summary).toContain('1 to create');
    expect(kept()).toEqual([`connectctl-plan-prod/${'1'.repeat(40)}.json`]);

    set('b.txt');
    await plan();
    expect(ours()).toEqual([expect.stringContaining('/b.txt')]);
    expect(theirs.body).toContain('merge it');
    expect(calls.filter(({ method }) => method === 'PATCH')).toHaveLength(1);

    merge();
    const applied = await apply();
    expect(applied.code).toBe(0);
    expect(ours()).toEqual([
      expect.stringContaining('connectctl-ci:plan:prod'),
      expect.stringMatching(/connectctl-ci:apply:prod[\s\S]*prod: applied[\s\S]*1 done/),
    ]);
    expect(await configOf('act-whole-source')).toMatchObject({ file: expect.stringContaining('/b.txt') });

    // Run again by hand: the same comment says that nothing is left.
    expect((await apply()).code).toBe(0);
    expect(ours()[1]).toContain('nothing is left to apply');
    expect(github.comments).toHaveLength(133);
    const everything = JSON.stringify([
      github.comments,
      github.runs.map((run) => [...run.artifacts.values()].map((files) => [...files])),
      results,
    ]);
    expect(everything).not.toMatch(/hunter2|write-token/);
  });

  it('stops where the worker has moved since the review, shows the difference, and takes an approval of that', async () => {
    const { plan, ours, set, merge, apply } = await scene('act-moved');
    await plan();
    merge();
    expect((await apply()).code).toBe(0);
    set('b.txt');
    await plan();
    // Somebody changes what was reviewed, on the worker.
    const before = await configOf('act-moved-source');
    await connectRest(worker.url, 'PUT', '/connectors/act-moved-source/config', { ...before, 'batch.size': '7' });
    const stopped = await apply();
    expect(stopped.code).toBe(3);
    expect(await configOf('act-moved-source')).toMatchObject({
      'batch.size': '7',
      file: expect.stringContaining('/a.txt'),
    });
    const said = ours().at(-1)!;
    expect(said).toMatch(
      /prod: nothing was applied[\s\S]*differs from what was reviewed[\s\S]*^\+.*"key": "batch\.size"/m,
    );
    const [digest = ''] = /sha256:[0-9a-f]{64}/.exec(said) ?? [];

    const wrong = await apply({ reviewed: `sha256:${'0'.repeat(64)}` });
    expect(wrong.code).toBe(3);
    expect((await apply({ reviewed: digest })).code).toBe(0);
    expect(await configOf('act-moved-source')).toMatchObject({ file: expect.stringContaining('/b.txt') });
    expect((await configOf('act-moved-source'))['batch.size']).toBeUndefined();
  });

  it('stops where nobody has reviewed the commit, and says how to go on', async () => {
    const { apply, github, pull } = await scene('act-pushed');
    github.pulls.length = 0;
    const stopped = await apply();
    expect(stopped).toMatchObject({
      code: 3,
      summary: expect.stringMatching(/of no pull request[\s\S]*workflow_dispatch/),
    });
    // A pull request whose plan is gone is told on the pull request.
    github.pulls.push({ ...pull, merged_at: '2026-01-01T00:00:00Z' });
    expect((await apply()).code).toBe(3);
    expect(github.comments.at(-1)!.body).toContain('There is no plan of 111111111111');
  });

  it('takes no plan of another commit of the pull request, and none of a run in a fork', async () => {
    const { plan, merge, apply, github, ours, folder } = await scene('act-other');
    await plan();
    merge();
    const [run] = github.runs;
    github.runs[0] = { ...run!, head_sha: '3'.repeat(40) };
    expect((await apply()).code).toBe(3);
    github.runs[0] = { ...run!, head_repository: { full_name: 'mallory/shop-data' } };
    expect((await apply()).code).toBe(3);
    expect(ours().at(-1)).toContain('There is no plan of');
    // Nor one that the repository itself holds where the plan would be fetched to.
    const [artifact, files] = [...run!.artifacts][0]!;
    const forged = [...files].map(([file, text]) => [`.connectctl-ci/reviewed/${artifact}/${file}`, text]);
    writeFiles(folder, Object.fromEntries(forged));
    expect((await apply()).code).toBe(3);
    github.runs[0] = run!;
    expect((await apply()).code).toBe(0);
  });
});

describe('action.yml, what it cannot plan', () => {
  it('shows findings in the comment and beside their lines, for a project in a folder of its own', async () => {
    const { plan, ours, folder, kept } = await scene('act-findings');
    writeFiles(folder, {
      'data/connectctl.yaml': 'project: p\nenvironments: { prod: { connect: { url: "http://127.0.0.1:1" } } }\n',
    });
    writeFiles(folder, {
      'data/pipelines/p.yaml': 'pipeline: p\nconnectors:\n  - { name: "a", clas: FileStreamSource }\n',
    });
    const ran = await plan({ project: 'data' });
    expect(ran.code).toBe(1);
    expect(ran.log).toMatch(/^::error file=data\/pipelines\/p\.yaml,line=3,col=\d+,title=CC\d+::/m);
    expect(ours()).toEqual([
      expect.stringMatching(/^<!-- connectctl-ci:plan:data%2Fprod -->\n[\s\S]*Not valid[\s\S]*clas/),
    ]);
    expect(kept()).toEqual(['connectctl-plan-data~2Fprod/nothing-to-apply.txt']);
  });

  it('plans in spite of a warning that fails the run, after which no plan of the commit is applied', async () => {
    const { plan, ours, set, merge, apply, kept } = await scene('act-warning');
    set('a.txt', '  - { name: act-warning-b, class: FileStreamSource, config: { flie: x, file: y, topic: t } }\n');
    expect((await plan()).code).toBe(0);
    // The newest run counts: what an earlier one of the same commit has kept is not taken.
    expect((await plan({ 'fail-on': 'warning' })).code).toBe(1);
    expect(ours()).toEqual([expect.stringMatching(/2 to create[\s\S]*This is not applied[\s\S]*flie/)]);
    expect(kept()).toEqual(['connectctl-plan-prod/nothing-to-apply.txt']);
    merge();
    expect((await apply()).code).toBe(3);
  });

  it('says that the worker is down, in the comment', async () => {
    const { plan, ours } = await scene('act-down', 'http://127.0.0.1:1');
    expect((await plan()).code).toBe(1);
    expect(ours()).toEqual([expect.stringMatching(/prod: no plan[\s\S]*CC7001/)]);
  });

  it('fails on a refused change, and applies none of it', async () => {
    const { plan, ours, merge, apply } = await scene('act-refused');
    await connectRest(worker.url, 'POST', '/connectors', {
      name: 'act-refused-source',
      config: { 'connector.class': 'FileStreamSource', file: '/theirs', topic: 't' },
    });
    expect((await plan()).code).toBe(3);
    expect(ours()).toEqual([expect.stringMatching(/refused[\s\S]*This is not applied/)]);
    merge();
    expect((await apply()).code).toBe(3);
    expect(await configOf('act-refused-source')).toMatchObject({ file: '/theirs' });
  });

  it('names the permission that a token lacks, and keeps no plan that no comment has shown', async () => {
    const { plan, kept, merge, apply } = await scene('act-token');
    const ran = await plan({}, 'read-token');
    expect(ran).toMatchObject({ code: 1, summary: expect.stringContaining('1 to create') });
    expect(ran.log).toMatch(/CC9030.*403[\s\S]*pull-requests: write/);
    expect(kept()).toEqual(['connectctl-plan-prod/nothing-to-apply.txt']);
    merge();
    expect((await apply()).code).toBe(3);
  });

  it('stays below what a comment may hold', async () => {
    const { plan, ours, set } = await scene('act-large');
    const many = Array.from(
      { length: 600 },
      (_, i) =>
        `  - { name: act-large-${i}, class: FileStreamSource, config: { file: /${'x'.repeat(100)}${i}, topic: t${i} } }\n`,
    );
    set('a.txt', many.join(''));
    expect((await plan()).code).toBe(0);
    const [body = ''] = ours();
    expect(body.length).toBeGreaterThan(40_000);
    expect(body).toMatch(/601 to create[\s\S]*more/);
  });
});

describe('action.yml, for a fork', () => {
  it('checks without any secret, and a second workflow comments what was found', async () => {
    const { plan, ours, commentForFork, kept, merge, apply, github } = await scene(
      'act-fork',
      undefined,
      'bob/shop-data',
    );
    const ran = await plan({}, 'read-token');
    expect(ran).toMatchObject({ code: 0, summary: expect.stringContaining('Checked without the worker') });
    expect(ran.log).toContain('No comment from a fork');
    expect([ours(), kept()]).toEqual([[], [`connectctl-offline-prod/${'1'.repeat(40)}.json`]]);
    expect((await commentForFork()).code).toBe(0);
    expect(ours()).toEqual([
      expect.stringMatching(/^<!-- connectctl-ci:plan:prod -->\n[\s\S]*prod: Valid, 1 connectors/),
    ]);
    merge();
    expect((await apply()).code).toBe(3);
    expect(github.comments.at(-1)!.body).toContain('It came from a fork or from Dependabot');
  });

  it('checks what Dependabot proposes without any secret, as its runs get none', async () => {
    const { plan, kept, ours } = await scene('act-bot', 'http://127.0.0.1:1', undefined, 'dependabot[bot]');
    expect((await plan({}, 'read-token')).code).toBe(0);
    expect([ours(), kept()]).toEqual([[], [`connectctl-offline-prod/${'1'.repeat(40)}.json`]]);
  });

  it('takes nothing of a fork but text, which becomes no markup, mention or link', async () => {
    const { plan, ours, commentForFork, github } = await scene('act-forged', undefined, 'bob/shop-data');
    await plan({}, 'read-token');
    const forged = {
      valid: true,
      connectors: '<img src=x>',
      pipelines: -1,
      diagnostics: [
        {
          severity: 'error',
          code: '**X**',
          message: '@acme/admins <script>x</script> [a](https://evil.test) ![b](c)\n# big',
          file: '`x`',
          line: '1',
        },
        'no object',
      ],
    };
    const keeps = (text: string) =>
      github.runs.at(-1)!.artifacts.set('connectctl-offline-prod', new Map([[`${'1'.repeat(40)}.json`, text]]));
    keeps(JSON.stringify(forged));
    expect((await commentForFork()).code).toBe(0);
    expect(ours()[0]).toContain('0 connectors in 0 pipelines');
    const shown = ours()[0]!.split('\n').slice(1).join('\n');
    expect(shown).not.toMatch(/<|\]\(|https:|^# /m);
    // GitHub looks for mentions when entities are decoded.
    expect(shown.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))).not.toMatch(/@acme/);

    await plan({}, 'read-token');
    keeps('[]');
    expect((await commentForFork()).code).toBe(1);
    expect(ours()).toHaveLength(1);
  });

  it('lets nothing that a file says become a command to the runner', async () => {
    const { plan, folder } = await scene('act-commands', undefined, 'bob/shop-data');
    writeFileSync(
      join(folder, 'pipelines/x.yaml'),
      'pipeline: p\nconnectors:\n  - { name: a, "::error::x\\n::set-env name=A::b": 1 }\n',
    );
    const { code, log } = await plan({}, 'read-token');
    expect(code).toBe(1);
    const commands = log.replace(/^::stop-commands::(\S+)\n[\s\S]*?^::\1::\n/gm, '').match(/^::.*/gm) ?? [];
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((line) => !/^::(error|warning) file=pipelines\/x\.yaml,/.test(line))).toEqual([]);
  });
});

it('every action that action.yml uses is pinned to a commit, and no script holds an expression', () => {
  const { steps, using } = action.runs;
  expect(using).toBe('composite');
  for (const { uses, run, shell } of steps) {
    if (uses) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    else expect([shell, run]).toEqual(['bash', expect.not.stringContaining('${{')]);
  }
});
