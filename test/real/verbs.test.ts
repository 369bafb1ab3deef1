import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startFaultProxy } from '../harness/fault-proxy.ts';
import {
  type CommandResult,
  connectRest,
  deleteConnectors,
  removeFolder,
  runConnectctl,
  stackLine,
  tempFolder,
  waitForState,
  waitUntil,
} from '../harness/index.ts';
import { describeReal, sharedDistributed, sharedStandalone } from './shared.ts';

const FILE = 'org.apache.kafka.connect.file.FileStream';

const workers = [
  { kind: 'standalone', get: () => sharedStandalone() },
  { kind: 'distributed', get: () => sharedDistributed() },
];

describeReal('the everyday verbs against Kafka Connect 4.3.1', () => {
  afterAll(async () => {
    for (const { get } of workers) await deleteConnectors((await get()).url, 'verbs-');
  });

  describe.each(workers)('$kind', ({ kind, get }) => {
    const [source, sink] = [`verbs-${kind}-source`, `verbs-${kind}-sink`];

    // The tests of one worker go on with the same two connectors.
    const folder = tempFolder('connectctl-verbs-');
    afterAll(() => removeFolder(folder));
    const written = (): string => readFileSync(join(folder, 'out.txt'), 'utf8');

    async function connectctl(...argv: string[]): Promise<CommandResult> {
      const { url } = await get();
      const ran = await runConnectctl([...argv, '--connect', url]);
      expect(ran.stdout + ran.stderr).not.toMatch(stackLine);
      return ran;
    }

    async function stateOf(name: string): Promise<string> {
      const { url } = await get();
      const status = await connectRest<{ connector: { state: string }; tasks: { state: string }[] }>(
        url,
        'GET',
        `/connectors/${name}/status`,
      );
      return [status.connector, ...status.tasks].map(({ state }) => state).join(' ');
    }

    it('pause, resume, stop and restart end when the worker shows it, and not before', async () => {
      const { url } = await get();
      writeFileSync(join(folder, 'in.txt'), 'a\nb\nc\n');
      const topic = `verbs-${kind}`;
      await create(url, source, { 'connector.class': `${FILE}SourceConnector`, file: join(folder, 'in.txt'), topic });
      await create(url, sink, {
        'connector.class': `${FILE}SinkConnector`,
        file: join(folder, 'out.txt'),
        topics: topic,
      });
      await waitForState(url, source, 'RUNNING');
      await waitForState(url, sink, 'RUNNING');

      const both = `verbs-${kind}-s*`;
      expect(await connectctl('pause', both)).toMatchObject({ code: 0, stdout: expect.stringContaining('2 paused.') });
      expect([await stateOf(source), await stateOf(sink)]).toEqual(['PAUSED PAUSED', 'PAUSED PAUSED']);
      expect(await connectctl('resume', both, '--settle', '1s')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('2 running.'),
      });
      expect([await stateOf(source), await stateOf(sink)]).toEqual(['RUNNING RUNNING', 'RUNNING RUNNING']);
      expect(await connectctl('stop', source)).toMatchObject({ code: 0, stdout: `✓ ${source}  stopped\n1 stopped.\n` });
      expect(await stateOf(source)).toBe('STOPPED');
      expect(await connectctl('resume', source, '--settle', '1s')).toMatchObject({ code: 0 });
      expect(await connectctl('restart', both, '--tasks', '--settle', '1s')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('2 restarted.'),
      });
      expect([await stateOf(source), await stateOf(sink)]).toEqual(['RUNNING RUNNING', 'RUNNING RUNNING']);
      await waitUntil('the sink', () => written() === 'a\nb\nc\n', {
        timeoutMs: 30_000,
      });

      const described = await connectctl('describe', sink);
      expect(described.stdout).toContain(`${topic}:0  3`);
      expect(described.stdout).toMatch(new RegExp(`Topics\\n  ${topic}\\n`));
      expect((await connectctl('get', 'topics', topic)).stdout).toContain(`${topic}  ${source}  ${sink}`);
    });

    const readings: readonly { readonly argv: readonly string[]; readonly holds: RegExp }[] = [
      { argv: ['get', 'connectors', source, '-o', 'name'], holds: new RegExp(`^${source}\\n$`) },
      { argv: ['get', 'connectors', source, '-o', 'yaml'], holds: new RegExp(`^- name: ${source}\\n  type: source`) },
      { argv: ['get', 'plugins', 'FileStreamSink', '-o', 'name'], holds: /^\S+\.FileStreamSinkConnector\n$/ },
      { argv: ['get', 'topics', `verbs-${kind}`, '-o', 'name'], holds: new RegExp(`^verbs-${kind}\\n$`) },
      { argv: ['get', 'loggers', 'root', '-o', 'json'], holds: /"level": "[A-Z]+"/ },
      { argv: ['plugins', 'FileStreamSource', '--keys'], holds: /^batch\.size +INT +2000 /m },
      { argv: ['graph', source, sink], holds: new RegExp(`^flowchart LR\\n.*${source}<br/>.*RUNNING`, 's') },
      {
        argv: ['graph', source, sink, '--format', 'dot'],
        holds: /^digraph pipelines \{\n.*t0 -> c0;\n {2}c1 -> t0;\n\}\n$/s,
      },
      { argv: ['graph', source, sink, '--format', 'svg'], holds: /^<svg .*<\/svg>\n$/s },
      {
        argv: ['completion', 'candidates', '--', 'stop', '--connect', 'URL', source],
        holds: new RegExp(`^${source}\\tsource, RUNNING\\n`),
      },
    ];
    it.each(readings)('$argv', async ({ argv, holds }) => {
      const { url } = await get();
      const isCompletion = argv[0] === 'completion';
      const ran = isCompletion
        ? await runConnectctl(argv.map((word) => (word === 'URL' ? url : word)))
        : await connectctl(...argv);
      expect(ran).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(holds) });
    });

    it('waits for a rebalance, and one that passes leaves no trace', async () => {
      const { url } = await get();
      const proxy = await startFaultProxy(url);
      onTestFinished(() => proxy.close());
      proxy.arm(({ method, nth }) => (method !== 'GET' && nth === 1 ? 'rebalance' : undefined));
      const ran = await runConnectctl(['pause', source, '--connect', proxy.url]);
      expect(ran).toMatchObject({ code: 0, stdout: `✓ ${source}  paused\n1 paused.\n` });
      expect(ran.stderr).toBe('The workers are rebalancing: waiting for the end of it …\n');
      expect(await connectctl('resume', source, '--settle', '1s')).toMatchObject({ code: 0 });
    });

    it('offsets set lets a sink read again from there', async () => {
      const topic = `verbs-${kind}`;
      const refused = await connectctl('offsets', 'set', sink, `${topic}:0=1`, '--auto-approve');
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('only while it is STOPPED') });
      const ran = await connectctl('offsets', 'set', sink, `${topic}:0=1`, '--stop', '--auto-approve');
      expect(ran).toMatchObject({ code: 0, stdout: 'The offsets for this connector have been altered successfully\n' });
      expect(ran.stderr).toMatch(/:0\s+3\s+->\s+1\n/);
      const { url } = await get();
      await waitForState(url, sink, 'RUNNING');
      await waitUntil('the sink to read them again', () => written() === 'a\nb\nc\nb\nc\n');
      await waitUntil('the offset to be back', async () =>
        (await connectctl('offsets', 'get', sink)).stdout.includes(`${topic}:0  3`),
      );
      expect(await connectctl('stop', source)).toMatchObject({ code: 0 });
      expect((await connectctl('offsets', 'get', source, '-o', 'json')).stdout).toContain('"position": 6');
      expect(await connectctl('offsets', 'reset', source, '--auto-approve')).toMatchObject({ code: 0 });
      expect((await connectctl('offsets', 'get', source, '-o', 'json')).stdout).toBe('{\n  "offsets": []\n}\n');
    });

    it('a FAILED task is shown with its cause, and a restart that does not help fails', async () => {
      const { url } = await get();
      const broken = `verbs-${kind}-broken`;
      await create(url, broken, {
        'connector.class': `${FILE}SinkConnector`,
        file: '/nowhere/at/all',
        topics: 'verbs-broken',
      });
      await waitUntil('its failure', async () => (await stateOf(broken)).endsWith('FAILED'), { timeoutMs: 30_000 });
      const status = await connectctl('status', broken, '--check');
      expect(status.code).toBe(1);
      expect(status.stdout).toContain("Couldn't find or create file '/nowhere/at/all'");
      const restarted = await connectctl('restart', broken, '--failed');
      expect(restarted).toMatchObject({
        code: 1,
        stdout: expect.stringContaining(`✗ ${broken}  failed: task 0 FAILED`),
      });
      expect(await connectctl('delete', broken, '--auto-approve')).toMatchObject({ code: 0 });
      expect(await connectctl('describe', broken)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('error CC9012'),
      });
    });

    it('doctor finds nothing in the way', async () => {
      const doctor = await connectctl('doctor', '-o', 'json');
      const rows = JSON.parse(doctor.stdout) as { check: string; result: string }[];
      const worker = rows.filter(({ check }) =>
        ['worker', 'health', 'clock', 'plugins', 'permissions'].includes(check),
      );
      expect(worker.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    });

    it('sets the level of a logger', async () => {
      const logger = 'org.apache.kafka.connect.runtime.WorkerSinkTask';
      expect(await connectctl('logs', 'level', logger, 'DEBUG')).toMatchObject({ code: 0 });
      await waitUntil('the level', async () => (await connectctl('logs', 'level', logger)).stdout.includes('DEBUG'));
      expect(await connectctl('logs', 'level', logger, 'INFO')).toMatchObject({ code: 0 });
    });
  });
});

async function create(url: string, name: string, config: Readonly<Record<string, string>>): Promise<void> {
  await connectRest(url, 'POST', '/connectors', { name, config });
}
