import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { projectRoot, testFolder, waitUntil, writeFiles } from '../harness/index.ts';
import { type OnTerminal, onTerminal as runOnTerminal } from '../harness/on-terminal.ts';

const binary = join(projectRoot, 'bin/connectctl.js');

function onTerminal(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): OnTerminal {
  return runOnTerminal(`'${process.execPath}' '${binary}' ${args.join(' ')}`, { columns: 80, rows: 12, cwd, env });
}

async function project(count: number, options: FakeOptions = {}) {
  const worker = await startFakeConnect(options);
  onTestFinished(() => worker.close());
  const names = Array.from({ length: count }, (_, i) => `connector-${String(i).padStart(3, '0')}`);
  const connectors = names.map(
    (name) => `  - { name: ${name}, class: FileStreamSource, config: { file: /a-${name} } }\n`,
  );
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: demo\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${worker.url}" } }\n`,
    'pipelines/a.yaml': `pipeline: files\nconnectors:\n${connectors.join('')}`,
  });
  return { ...worker, names, folder };
}

const header = 'NAME           ACTION      TIME  STATE';

describe('an apply on a terminal', () => {
  it('draws what runs in place, and leaves each change as one line', async () => {
    const { names, folder } = await project(40, { lagMs: 300 });
    const { screen, written, exitCode } = onTerminal(['apply', '--auto-approve'], folder);
    expect(await exitCode).toBe(0);
    expect(written()).toContain(header);
    const lines = await screen.whole();
    expect(
      lines
        .filter((line) => line.startsWith('  done '))
        .map((line) => line.split(' ')[3])
        .sort(),
    ).toEqual(names);
    expect(lines).not.toContain(header);
    expect(lines.at(-1)).toBe('Apply complete: 40 done.');
  });

  it('prints lines on a CI’s terminal', async () => {
    const { folder } = await project(1);
    const { screen, written, exitCode } = onTerminal(['apply', '--auto-approve'], folder, { CI: 'true' });
    expect(await exitCode).toBe(0);
    expect(written()).not.toContain('\u001b[');
    expect((await screen.whole()).slice(-3)).toEqual([
      '  connector-000: creating …',
      expect.stringMatching(/^ {2}done connector-000 \(create, /),
      'Apply complete: 1 done.',
    ]);
  });

  it('the first Ctrl-C waits for the answer, the second stops and says what is unknown', async () => {
    // A create that is carried out and never answered.
    const isCreate = (method: string, path: string): boolean => method === 'POST' && path === '/connectors';
    const { folder } = await project(2, { intercept: (method, path) => isCreate(method, path) });
    const { screen, type, exitCode } = onTerminal(['apply', '--auto-approve', '--parallelism', '1'], folder);
    const shows = (text: string) => async (): Promise<boolean> =>
      (await screen.visible()).some((line) => line.startsWith(text));
    await waitUntil('the table', shows('local: 0 of 2, 1 under way'));
    type('\u0003');
    await waitUntil('that it is stopping', shows('Stopping. Ctrl-C again stops at once.'));
    // One within a second counts as the same: npm passes a Ctrl-C on, so it comes twice.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    type('\u0003');
    expect(await exitCode).toBe(130);
    // A line that is too long for the screen goes on in the next one.
    expect(
      (await screen.whole())
        .slice(-5)
        .join('')
        .replace(/\d+\.\d s/g, 'N s'),
    ).toBe(
      '  not proven connector-000 (create, N s): stopped before the worker had answered: it is unknown whether it was done' +
        '  skipped connector-001 (create): stopped before it was begun' +
        'Apply interrupted: 0 done, 1 skipped, 1 not proven.' +
        'Apply again continues where this one stopped.',
    );
  });

  it('a first Ctrl-C while it reads ends it, with nothing done', async () => {
    const { folder, fake } = await project(1, { intercept: (_method, path) => path.startsWith('/connectors?') });
    const { screen, type, exitCode } = onTerminal(['apply', '--auto-approve'], folder);
    await waitUntil('the first request', () => fake.requests.some((request) => request.includes('/connectors?')));
    type('\u0003');
    expect(await exitCode).toBe(130);
    expect((await screen.whole()).at(-1)).toBe('Nothing was done.');
    expect(fake.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  });
});
