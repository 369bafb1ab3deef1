import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  connectRest,
  expectDone,
  expectNoChangeLaw,
  expectNoChanges,
  freePort,
  lawProject,
  type RunningProcess,
  removeFolder,
  runConnectctl,
  startConnectctl,
  startConnectStandalone,
  startMaskingProxy,
  tempFolder,
  testFolder,
  waitUntil,
  writeFiles,
} from '../harness/index.ts';

describe('the no-change law on the built-in worker', () => {
  const folder = tempFolder();
  const processes: RunningProcess[] = [];
  let url: string;

  beforeAll(async () => {
    const [brokerPort, restPort] = [await freePort(), await freePort()];
    const broker = startConnectctl(
      ['broker', '--listen', `127.0.0.1:${brokerPort}`, '--data', join(folder, 'broker')],
      {
        logFile: join(folder, 'broker.log'),
      },
    );
    processes.push(broker);
    await waitUntil('the broker', () => /listening on/.test(broker.stdout()));
    const properties = join(folder, 'worker.properties');
    writeFileSync(
      properties,
      `bootstrap.servers=127.0.0.1:${brokerPort}
listeners=http://127.0.0.1:${restPort}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
value.converter.schemas.enable=false
offset.storage.file.filename=${folder}/connect.offsets
`,
    );
    processes.push(startConnectStandalone([properties], { logFile: join(folder, 'worker.log') }));
    url = `http://127.0.0.1:${restPort}`;
    await waitUntil('the worker', async () => (await fetch(`${url}/health`)).ok, { timeoutMs: 60_000 });
  });

  afterAll(async () => {
    for (const process of processes.reverse()) await process.stop(0);
    removeFolder(folder);
  });

  it('itself', async () => {
    await expectNoChangeLaw(lawProject(testFolder(), url, 'law-own'), url);
  }, 240_000);

  it.each([
    { what: 'of its own version', prefix: 'law-mask', version: undefined },
    { what: 'as Confluent Platform', prefix: 'law-ccs', version: '8.0.1-ccs' },
  ])(
    'masking passwords, $what: none is sent back, one changed in git is noticed, one changed there is unknowable',
    async ({ prefix, version }) => {
      const proxy = await startMaskingProxy(url, version);
      onTestFinished(() => proxy.close());
      const project = lawProject(testFolder(), proxy.url, prefix);
      const { source } = project.names;
      await expectNoChangeLaw(project, proxy.url);

      project.write({ batchSize: 50, password: 'second-pass' });
      const changed = await project.run('plan', '--detailed-exitcode');
      expect(changed).toMatchObject({
        code: 2,
        stdout: expect.stringMatching(/1 to update[\s\S]*connection\.password +\(sensitive, changed\)/),
      });
      await expectDone(project.run('apply', '--auto-approve'));
      const config = await connectRest<Record<string, string>>(url, 'GET', `/connectors/${source}/config`);
      expect(config['connection.password']).toBe('second-pass');
      await expectNoChanges(project);

      await connectRest(url, 'PATCH', `/connectors/${source}/config`, { 'connection.password': 'by-hand' });
      const plan = await expectNoChanges(project);
      expect(plan.stdout).toContain('Hidden by the server: a change made there cannot be seen');
      expect(plan.stdout).toContain(`${source}: connection.password`);

      expect(proxy.sentBack).toEqual([]);
      expect(proxy.writes.length).toBeGreaterThan(3);
    },
    240_000,
  );

  it('masking passwords: what is kept and what is ignored stays when the rest is changed, by PATCH', async () => {
    const proxy = await startMaskingProxy(url);
    onTestFinished(() => proxy.close());
    const folder = testFolder();
    const write = (batchSize: number): void =>
      writeFiles(folder, {
        'connectctl.yaml': `project: kept\ndefaultEnvironment: e\nenvironments:\n  e: { connect: { url: "${proxy.url}" }, ignoreKeys: ["cloud.*"] }\n`,
        'pipelines/p.yaml': `pipeline: p
connectors:
  - name: kept
    class: FileStreamSource
    state: paused
    config:
      file: ${folder}/in.txt
      topic: kept
      batch.size: ${batchSize}
      connection.password: "\${keep:-first}"
      note: "\${keep:-mine}"
`,
      });
    const run = (...args: string[]) => runConnectctl(['-C', folder, ...args], { cwd: folder });
    const live = (): Promise<Record<string, string>> => connectRest(url, 'GET', '/connectors/kept/config');
    write(100);
    await expectDone(run('apply', '--auto-approve'));
    await connectRest(url, 'PATCH', '/connectors/kept/config', {
      'connection.password': 'by-hand',
      note: 'theirs',
      'cloud.id': '7',
      'cloud.password': 'of-the-service',
    });
    await expectNoChanges({ run });
    write(50);
    expect((await run('plan')).stdout).toMatch(/batch\.size +"100" -> "50"/);
    const before = proxy.writes.length;
    await expectDone(run('apply', '--auto-approve'));
    expect(proxy.writes.slice(before)).toEqual(['PATCH /connectors/kept/config']);
    expect(await live()).toMatchObject({
      'batch.size': '50',
      'connection.password': 'by-hand',
      note: 'theirs',
      'cloud.id': '7',
      'cloud.password': 'of-the-service',
    });
    await expectNoChanges({ run });
    expect(proxy.sentBack).toEqual([]);
  }, 240_000);
});
