import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  type CommandResult,
  connectRest,
  projectRoot,
  runCommand,
  testFolder,
  writeFiles,
} from '../../harness/index.ts';
import { GitLab, type MergeRequest, PROJECT } from './gitlab-api.ts';
import { makeRepository, SECRETS } from './repository.ts';
import { checkout } from './run-action.ts';
import { startWorker } from './worker.ts';

interface Template {
  readonly '.connectctl': { readonly before_script: readonly string[] };
  readonly plan: { readonly script: readonly string[]; readonly artifacts: { readonly paths: readonly string[] } };
  readonly apply: { readonly script: readonly string[]; readonly resource_group: string };
}

const template = parse(readFileSync(join(projectRoot, 'docs/ci/gitlab-ci.yml'), 'utf8')) as Template;
const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { readonly version: string };

let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

const HEAD = '1'.repeat(40);

async function scene(
  name: string,
  source = PROJECT,
  merged: Partial<MergeRequest> = { merge_commit_sha: '2'.repeat(40) },
) {
  const request = { iid: 9, sha: HEAD, state: 'opened', merge_commit_sha: null, squash_commit_sha: null } as const;
  const gitlab = new GitLab({ ...request, source_project_id: source, target_project_id: PROJECT });
  const api = await gitlab.start();
  const repository = makeRepository(name, worker.url);
  let jobs = 0;
  const outputs: CommandResult[] = [];
  const runJob = async (
    job: 'plan' | 'apply',
    env: Readonly<Record<string, string>>,
    secrets: Readonly<Record<string, string>>,
  ): Promise<CommandResult & { readonly folder: string }> => {
    const folder = testFolder();
    checkout(repository.folder, folder);
    // A runner gives the shell one script of before_script and script, and ends at the first line that fails.
    const script = [...template['.connectctl'].before_script, ...template[job].script].join('\n');
    const ran = await runCommand('bash', ['-eo', 'pipefail', '-c', script], {
      cwd: folder,
      env: { ...variables(api.url, env), ...secrets, PATH: `${programs()}:${process.env['PATH']}` },
    });
    outputs.push(ran);
    if (job === 'plan')
      gitlab.jobs.push({ id: ++jobs, pipeline: 100 + jobs, files: filesOf(folder, template.plan.artifacts.paths) });
    return { ...ran, folder };
  };
  return {
    ...repository,
    gitlab,
    outputs,
    plan: () =>
      runJob(
        'plan',
        {
          CI_COMMIT_SHA: HEAD,
          CI_MERGE_REQUEST_IID: '9',
          CI_MERGE_REQUEST_PROJECT_ID: String(PROJECT),
          CI_MERGE_REQUEST_SOURCE_PROJECT_ID: String(source),
          CI_PROJECT_ID: String(source),
        },
        source === PROJECT ? { ...SECRETS, CONNECTCTL_CI_TOKEN: 'project-token' } : {},
      ),
    apply: (more: Readonly<Record<string, string>> = {}) => {
      Object.assign(gitlab.request, { state: 'merged', ...merged });
      const commit = merged.merge_commit_sha ?? merged.squash_commit_sha ?? HEAD;
      const env = { CI_COMMIT_SHA: commit, CI_PROJECT_ID: String(PROJECT), CONNECTCTL_REVIEWED: '', ...more };
      return runJob('apply', env, { ...SECRETS, CONNECTCTL_CI_TOKEN: 'project-token' });
    },
  };
}

/** The predefined variables of a job, and none of the machine that runs these tests. */
function variables(api: string, env: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const none = Object.keys(process.env).filter((name) => /^(GITHUB_|CI_|CI$|CONNECT)/.test(name));
  return {
    ...Object.fromEntries(none.map((name) => [name, undefined])),
    GITLAB_CI: 'true',
    CI: 'true',
    CI_API_V4_URL: api,
    CI_JOB_URL: 'https://gitlab.test/acme/shop-data/-/jobs/1',
    ENVIRONMENT: 'prod',
    ...env,
  };
}

/** What `npm install --global` of this very version puts onto the PATH; it installs nothing else. */
function programs(): string {
  const folder = testFolder();
  const put = (name: string, line: string): void => {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\n${line}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  put('npm', `[ "$*" = "install --global connectctl@${version}" ]`);
  put('connectctl-ci', `exec ${process.execPath} ${join(projectRoot, 'bin/connectctl-ci')} "$@"`);
  return folder;
}

function filesOf(folder: string, paths: readonly string[]): Map<string, string> {
  const files = paths.flatMap((path) => {
    if (!existsSync(join(folder, path))) return [];
    const names = readdirSync(join(folder, path), { recursive: true, withFileTypes: true });
    return names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  });
  return new Map(files.map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]));
}

it('plans with one note that is updated in place, and applies what was reviewed', async () => {
  const { gitlab, plan, apply, set, outputs } = await scene('lab-whole');
  for (let i = 0; i < 120; i++) gitlab.add(1, `note ${i}`);
  const theirs = gitlab.add(1, '<!-- connectctl-ci:plan:prod -->\nfine');
  const ours = () => gitlab.notes.filter(({ author }) => author.id === 7).map(({ body }) => body);
  const first = await plan();
  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('1 to create') });
  expect(ours()).toEqual([expect.stringMatching(/^<!-- connectctl-ci:plan:prod -->\n[\s\S]*a\.txt/)]);
  expect(JSON.parse(readFileSync(join(first.folder, 'gl-code-quality-report.json'), 'utf8'))).toEqual([]);
  set('b.txt');
  expect((await plan()).code).toBe(0);
  expect([ours(), theirs.body]).toEqual([[expect.stringContaining('b.txt')], expect.stringContaining('fine')]);
  expect(await apply()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 done') });
  expect(ours()).toEqual([expect.anything(), expect.stringMatching(/apply:prod[\s\S]*prod: applied/)]);
  expect(JSON.stringify([gitlab.notes, gitlab.jobs.map(({ files }) => [...files]), outputs])).not.toMatch(
    /hunter2|project-token/,
  );
});

it.each([
  { name: 'squashed', merged: { squash_commit_sha: '3'.repeat(40) } },
  { name: 'fast-forwarded', merged: {} },
])(
  'knows a merge request that was $name, stops where the worker has moved, and takes an approval',
  async ({ name, merged }) => {
    const { gitlab, plan, apply } = await scene(`lab-${name}`, PROJECT, merged);
    expect((await plan()).code).toBe(0);
    const config = {
      'connector.class': 'FileStreamSource',
      file: '/theirs',
      topic: 't',
      'connectctl.owner': `lab-${name}/prod`,
    };
    await connectRest(worker.url, 'POST', '/connectors', { name: `lab-${name}-source`, config });
    expect((await apply()).code).toBe(3);
    const said = gitlab.notes.at(-1)!.body;
    expect(said).toMatch(/differs from what was reviewed[\s\S]*"action": "update"/);
    const [digest = ''] = /sha256:[0-9a-f]{64}/.exec(said) ?? [];
    expect((await apply({ CONNECTCTL_REVIEWED: digest })).code).toBe(0);
  },
);

it('checks a fork without any secret, and shows what it found where no token is needed', async () => {
  const { gitlab, plan, folder, apply } = await scene('lab-fork', 99);
  writeFiles(folder, { 'pipelines/p.yaml': 'pipeline: p\nconnectors:\n  - { name: a, clas: FileStreamSource }\n' });
  const ran = await plan();
  expect(ran).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/Checked without the worker[\s\S]*No comment from a fork/),
  });
  expect(gitlab.notes).toEqual([]);
  expect(JSON.parse(readFileSync(join(ran.folder, 'gl-code-quality-report.json'), 'utf8'))).toContainEqual(
    expect.objectContaining({ severity: 'major', location: { path: 'pipelines/p.yaml', lines: { begin: 3 } } }),
  );
  writeFiles(folder, { 'pipelines/p.yaml': 'pipeline: p\n' });
  expect((await apply()).code).toBe(3);
  expect(gitlab.notes.at(-1)!.body).toContain('It came from a fork or from Dependabot');
});

it('lets one apply of an environment run at a time', () => {
  expect(template.apply.resource_group).toBe('connectctl-$ENVIRONMENT');
});
