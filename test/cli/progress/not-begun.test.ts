import { expect, it, onTestFinished } from 'vitest';
import { startFakeConnect } from '../../connect/fake-connect.ts';
import { testFolder, writeFiles } from '../../harness/index.ts';
import { run } from '../verbs/harness.ts';

/** Applies so many creates, one at a time, with a Ctrl-C while the first is under way. */
async function stopped(count: number, ...flags: string[]) {
  const stop = new AbortController();
  const { url, close } = await startFakeConnect({
    intercept: (method, path) => {
      if (method === 'POST' && path === '/connectors') stop.abort();
      return false;
    },
  });
  onTestFinished(close);
  const folder = testFolder();
  const keys = Array.from({ length: count }, (_, i) => `"${String(i).padStart(3, '0')}"`);
  writeFiles(folder, {
    'connectctl.yaml': `project: demo\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${url}" } }\n`,
    'pipelines/p.yaml':
      `pipeline: p\nconnectors:\n  - name: "c-\${each.key}"\n    forEach: [${keys.join(', ')}]\n` +
      '    class: FileStreamSource\n    config: { file: "/a-${each.key}", topic: "t-${each.key}" }\n',
  });
  const argv = ['-C', folder, 'apply', '--auto-approve', '--parallelism', '1', ...flags];
  return run(argv, { cwd: folder, signal: stop.signal });
}

const skippedLines = (stdout: string) => stdout.split('\n').filter((line) => line.startsWith('  skipped '));

it('of 300 changes that a Ctrl-C leaves there is one line, with their number and where all are', async () => {
  const { code, stdout } = await stopped(301);
  expect(code).toBe(130);
  expect(skippedLines(stdout)).toEqual([
    '  skipped 300 changes, not begun: c-001, c-002, c-003 and 297 more (plan lists them all)',
  ]);
  expect(stdout).toContain('Apply interrupted: 0 done, 300 skipped, 1 not proven.\n');
});

it('a handful is listed', async () => {
  const { stdout } = await stopped(6);
  expect(skippedLines(stdout)).toEqual(
    [1, 2, 3, 4, 5].map((n) => `  skipped c-00${n} (create): stopped before it was begun`),
  );
});

it('--json has each of them', async () => {
  const { code, stdout } = await stopped(301, '--json');
  expect(code).toBe(130);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; change?: { outcome: string } });
  expect(events.filter(({ change }) => change?.outcome === 'skipped')).toHaveLength(300);
});
