import { describe, expect, it } from 'vitest';
import { testFolder, writeFiles } from '../../harness/index.ts';
import { run, type StandIn, sink, source, startStandIn } from './harness.ts';

interface Row {
  readonly check: string;
  readonly result: string;
  readonly message: string;
  readonly help?: string;
}

async function findings(worker: StandIn): Promise<{ readonly code: number; readonly rows: readonly Row[] }> {
  const { code, stdout } = await worker.run(['doctor', '-o', 'json']);
  return { code, rows: JSON.parse(stdout) as Row[] };
}

describe('doctor', () => {
  it('is content with a worker that is well', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    const { code, stdout } = await worker.run(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toBe(`✓ ok        worker       Kafka Connect 4.3.1 answers at ${worker.url}
✓ ok        health       the worker says it is healthy
✓ ok        clock        the worker and this machine agree on the time
✓ ok        plugins      2 connectors, 2 transforms, predicates and converters
✓ ok        permissions  reads and validations are allowed
✓ ok        connectors   1 connector, not FAILED
- skipped   project      no project with --connect
- skipped   kafka        not known with --connect
Nothing is in the way.
`);
  });

  const dates = (offsetMs: number) => new Date(Date.now() + offsetMs).toUTCString();
  const ills = [
    {
      name: 'a clock that is ahead',
      options: { path: '/', headers: () => ({ date: dates(60_000) }) },
      expected: { check: 'clock', result: 'warning', message: /is (59|60|61) s ahead of this machine/ },
    },
    {
      name: 'a clock that is behind',
      options: { path: '/', headers: () => ({ date: dates(-60_000) }) },
      expected: { check: 'clock', result: 'warning', message: /is (59|60|61) s behind this machine/ },
    },
    {
      name: 'a proxy that refuses writes',
      options: { path: '/validate', status: 403, body: 'no' },
      expected: { check: 'permissions', result: 'failed', message: /PUT is refused \(403\)/ },
    },
    {
      name: 'a worker that calls itself unhealthy',
      options: { path: '/health', status: 500, body: '{"status":"unhealthy","message":"stuck"}' },
      expected: { check: 'health', result: 'failed', message: /unhealthy: stuck/ },
    },
    {
      name: 'a worker that still creates its connectors',
      options: { path: '/health', status: 503, body: '{"status":"starting","message":"wait"}' },
      expected: { check: 'health', result: 'failed', message: /starting: wait/ },
    },
    {
      name: 'a worker without connector plugins',
      options: { path: '/connector-plugins', body: '[]' },
      expected: { check: 'plugins', result: 'failed', message: /no connector plugins/ },
    },
  ];
  it.each(ills)('finds $name', async ({ options, expected }) => {
    const {
      path: wanted,
      status,
      body,
      headers,
    } = { status: 200, body: '{"version":"4.3.1"}', headers: () => ({}), ...options };
    const worker = await startStandIn({
      intercept: (_method, path, response) => {
        const isIt = wanted === '/' ? path === '/' : path.includes(wanted);
        if (isIt) response.writeHead(status, headers()).end(body);
        return isIt;
      },
    });
    const { code, rows } = await findings(worker);
    const found = rows.find((row) => row.check === expected.check && row.result !== 'ok');
    expect(found?.result).toBe(expected.result);
    expect(found?.message).toMatch(expected.message);
    expect(found?.help).toBeTruthy();
    expect(code).toBe(expected.result === 'failed' ? 1 : 0);
  });

  it('finds what is FAILED', async () => {
    const worker = await startStandIn({ failWith: () => 'java.lang.Error: x' });
    worker.fake.add('bad', sink('t'));
    const { code, rows } = await findings(worker);
    expect(rows).toContainEqual(
      expect.objectContaining({ check: 'connectors', result: 'failed', message: 'FAILED: bad' }),
    );
    expect(code).toBe(1);
  });

  it('tells what an older worker lacks, and refuses one that is too old', async () => {
    const older = await findings(await startStandIn({ version: '3.5.2' }));
    expect(older.rows[0]).toMatchObject({
      result: 'ok',
      message: expect.stringContaining('it lacks changes of offsets (3.6)'),
    });
    const oldest = await findings(await startStandIn({ version: '2.2.0' }));
    expect(oldest).toMatchObject({ code: 1, rows: [{ result: 'failed', help: expect.stringContaining('2.3') }, {}] });
  });

  it('finds a class of the files that the worker does not have, and a Kafka that is down', async () => {
    const worker = await startStandIn();
    const folder = testFolder();
    writeFiles(folder, {
      'connectctl.yaml': `project: p
environments:
  local: { connect: { url: ${worker.url} }, kafka: { bootstrapServers: "127.0.0.1:1" } }
defaultEnvironment: local
`,
      'pipelines/a.yaml': 'pipeline: a\nconnectors:\n  - { name: a, class: FileStreamSorce, config: { topic: t } }\n',
    });
    const ran = await run(['doctor', '-C', folder]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('✗ failed    project      the worker has no class FileStreamSorce\n');
    expect(ran.stdout).toContain('Did you mean "FileStreamSource');
    expect(ran.stdout).toContain(
      '✗ failed    kafka        No Kafka broker can be reached at 127.0.0.1:1 (connect ECONNREFUSED)\n',
    );
    expect(ran.stdout).toContain('2 to be put right.');
    expect(ran.stdout + ran.stderr).not.toMatch(/^\s+at /m);
  });

  it('finds the one of several URLs that is down, which the others hide', async () => {
    const [first, second] = [await startStandIn(), await startStandIn()];
    const folder = testFolder();
    const yaml = (urls: string): string =>
      `project: p\ndefaultEnvironment: l\nenvironments:\n  l: { connect: { url: [${urls}] } }\n`;
    const files = { 'pipelines/a.yaml': 'pipeline: a\nconnectors: []\n' };
    writeFiles(folder, { ...files, 'connectctl.yaml': yaml(`"${first.url}", "http://127.0.0.1:1"`) });
    const ran = await run(['doctor', '-C', folder]);
    expect(ran.stdout).toContain('! warning   urls         http://127.0.0.1:1: No Connect worker answers');
    writeFiles(folder, { ...files, 'connectctl.yaml': yaml(`"${first.url}", "${second.url}"`) });
    expect((await run(['doctor', '-C', folder])).stdout).toContain(
      '✓ ok        urls         all 2 of connect.url answer',
    );
  });

  it('says in one line that the worker is down', async () => {
    const ran = await run(['doctor', '--connect', 'http://127.0.0.1:1']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain(
      '✗ failed    worker       No Connect worker answers at http://127.0.0.1:1 (connection refused)',
    );
  });
});
