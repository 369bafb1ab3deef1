import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { runConnectctl } from '../../../src/cli/ci/run-connectctl.ts';
import { testFolder, writeFiles } from '../../harness/index.ts';

const tokens = {
  CONNECTCTL_CI_TOKEN: 'glpat-1',
  GITHUB_TOKEN: 'ghs-1',
  GH_TOKEN: 'glpat-1',
  ACTIONS_RUNTIME_TOKEN: 'a-1',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a-2',
  CI_JOB_TOKEN: 'j-1',
  CI_JOB_JWT_V2: 'j-2',
  CI_REGISTRY_PASSWORD: 'j-1',
  CI_DEPENDENCY_PROXY_PASSWORD: 'j-1',
  CI_DEPLOY_PASSWORD: 'd-1',
  CI_REPOSITORY_URL: 'https://gitlab-ci-token:j-1@gitlab.test/a.git',
};

const { PATH: path = '' } = process.env;

test.each(Object.keys(tokens))('a project can not read %s, and can read what is the job’s own', async (name) => {
  const cwd = testFolder();
  writeFiles(cwd, {
    'connectctl.yaml': `project: p
environments:
  e: { connect: { url: "http://127.0.0.1:1" }, variables: { a: "\${env.${name}}", b: "\${env.GH_CONNECTOR_TOKEN}" } }
`,
    'pipelines/p.yaml':
      'pipeline: p\nconnectors:\n  - { name: a, class: X, config: { a: "${var.a}", b: "${var.b}" } }\n',
  });
  const never = new AbortController().signal;
  const io = {
    stdout: { write: () => true },
    stderr: { write: () => true },
    stdin: new PassThrough(),
    cwd,
    signal: never,
  };
  const env = { ...tokens, GH_CONNECTOR_TOKEN: 'mine', PATH: path };
  const ran = await runConnectctl(['resolve', '-e', 'e', '--show-secrets'], { ...io, hardSignal: never, env });
  expect(ran.stderr).toContain(`${name} is not set`);
  expect(`${ran.stdout}${ran.stderr}`).not.toContain(tokens[name as keyof typeof tokens]);
  expect(ran.stderr).not.toContain('GH_CONNECTOR_TOKEN is not set');
});
