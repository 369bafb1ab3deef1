import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { createAdmin } from '../../src/kafka/index.ts';

function cli(args: readonly string[], cwd: string) {
  const stop = new AbortController();
  const out: string[] = [];
  const err: string[] = [];
  const code = runCli(['broker', ...args], {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    stdin: Readable.from([]),
    env: {},
    cwd,
    signal: stop.signal,
    hardSignal: new AbortController().signal,
  });
  return { code, stop: () => stop.abort(), out: () => out.join(''), err: () => err.join('') };
}

it('says where it listens, serves there, and ends with 0 on Ctrl-C', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'connectctl-command-'));
  const run = cli(['--listen', '127.0.0.1:0', '--data', 'kafka'], cwd);
  await expect
    .poll(run.out, { timeout: 20_000 })
    .toMatch(/^Kafka broker listening on 127\.0\.0\.1:\d+, data in kafka\n$/);
  const port = /:(\d+),/.exec(run.out())?.[1];
  const admin = createAdmin({ bootstrapServers: [`127.0.0.1:${port}`], clientId: 'test' });
  expect((await admin.describeCluster()).clusterId).toHaveLength(22);
  await admin.close();
  const begun = Date.now();
  run.stop();
  expect(await run.code).toBe(0);
  expect(Date.now() - begun).toBeLessThan(5_000);
  rmSync(cwd, { recursive: true });
});

it('fails with the port named when that is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const cwd = mkdtempSync(join(tmpdir(), 'connectctl-command-'));
  const run = cli(['--listen', `127.0.0.1:${port}`], cwd);
  expect(await run.code).toBe(1);
  expect(run.err()).toContain('CC9003');
  expect(run.err()).toContain(String(port));
  other.close();
  rmSync(cwd, { recursive: true });
});

it.each(['9092', 'localhost', '127.0.0.1:99999', ''])('refuses --listen %s', async (listen) => {
  const run = cli([`--listen=${listen}`], tmpdir());
  expect(await run.code).toBe(1);
  expect(run.err()).toContain('CC9001');
});
