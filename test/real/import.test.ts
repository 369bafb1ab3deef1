import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExpandedConnectors, FlatConfig } from '../../src/core/index.ts';
import {
  type CommandResult,
  connectRest,
  removeFolder,
  runConnectctl,
  tempFolder,
  writeFiles,
} from '../harness/index.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { startDistributed } from './distributed.ts';
import { liveConnector, SECRET } from './import-connectors.ts';
import { describeReal, sharedBroker } from './shared.ts';

const COUNT = 1000;

describeReal('import from Kafka Connect 4.3.1 with a thousand connectors', () => {
  const folder = tempFolder();
  const workerFolder = tempFolder();
  let worker: ConnectWorker;
  let live: ExpandedConnectors;
  const run = (...args: string[]): Promise<CommandResult> => runConnectctl(['-C', folder, ...args], { cwd: folder });

  beforeAll(async () => {
    worker = await startDistributed({
      bootstrap: await sharedBroker(),
      folder: workerFolder,
      group: 'import',
    });
    const requests = Array.from({ length: COUNT }, (_, i) => liveConnector(i));
    await Promise.all(
      [0, 1, 2, 3].map(async (lane) => {
        for (const request of requests.filter((_, i) => i % 4 === lane)) {
          await connectRest(worker.url, 'POST', '/connectors', request);
        }
      }),
    );
    live = await connectRest(worker.url, 'GET', '/connectors?expand=info&expand=status');
    writeFiles(folder, {
      'connectctl.yaml': `project: import\ndefaultEnvironment: prod\nenvironments:\n  prod: { connect: { url: "${worker.url}" } }\n`,
    });
  }, 240_000);

  afterAll(async () => {
    await worker?.stop();
    removeFolder(folder);
    removeFolder(workerFolder);
  });

  it('writes every one of them, and what the files resolve to is what is live, byte for byte', async () => {
    const imported = await run('import', '--out', 'pipelines');
    expect(imported.stderr).toBe('');
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1000 connectors of prod written to/) });

    const resolved = await run('resolve', '--format', 'json', '--show-secrets');
    expect(resolved.code, resolved.stderr).toBe(0);
    const connectors = JSON.parse(resolved.stdout) as { name: string; config: FlatConfig; initial_state?: string }[];
    expect(connectors.length).toBe(COUNT);
    let kept = 0;
    for (const { name, config, initial_state } of connectors) {
      const { name: liveName, ...liveConfig } = live[name]!.info!.config;
      expect(liveName).toBe(name);
      // Kept keys are the only ones that differ, and each of them holds a secret.
      for (const [key, value] of Object.entries(liveConfig)) {
        if (!value.includes(SECRET)) continue;
        kept++;
        expect(config[key]).toBe('${keep}');
        (liveConfig as Record<string, string>)[key] = '${keep}';
      }
      const { name: _name, ...wanted } = config;
      expect(wanted).toEqual(liveConfig);
      const state = live[name]!.status!.connector.state;
      expect(initial_state).toBe(state === 'RUNNING' ? undefined : state);
    }
    expect(imported.stdout).toContain(`${kept} secrets as \${keep}`);
    expect(kept).toBeGreaterThan(300);
  });

  it('writes no secret into any file', () => {
    const files = readdirSync(join(folder, 'pipelines'));
    expect(files.length).toBe(COUNT);
    for (const file of files) expect(readFileSync(join(folder, 'pipelines', file), 'utf8')).not.toContain(SECRET);
  });

  it('gives files whose first plan has no changes', async () => {
    const plan = await run('plan', '--detailed-exitcode');
    expect(plan.stdout + plan.stderr).toContain('No changes.');
    expect(plan.code).toBe(0);
  });

  it('leaves out what is defined already, says where, and exits 1', async () => {
    const before = readdirSync(join(folder, 'pipelines')).sort();
    const again = await run('import', 'orders-0', 'orders-7', '--out', 'pipelines');
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('CC3111');
    expect(again.stderr).toContain('"orders-7" is left out: it is defined already');
    expect(again.stderr).toMatch(/pipelines\/orders-7\.yaml:4:\d+/);
    expect(again.stdout).toContain('0 connectors of prod written to pipelines; 2 left out.');
    expect(readdirSync(join(folder, 'pipelines')).sort()).toEqual(before);
  });

  it('names what was probably meant where nothing has the name', async () => {
    const result = await run('import', 'orders-x', '--out', 'elsewhere');
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('CC9012') });
  });

  it('saves plugin definitions in the same bytes each time, and keeps what people wrote into them', async () => {
    const first = await run('schema', 'pull', '--probe');
    expect(first, first.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('41 added') });
    const file = 'schemas/connect/org.apache.kafka.connect.file.FileStreamSourceConnector.json';
    const text = readFileSync(join(folder, file), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      required: expect.arrayContaining(['topic']),
      properties: { 'errors.tolerance': { enum: ['none', 'all'] }, 'tasks.max': { minimum: 1 } },
    });
    const edited = text.replace('"freeKeys": []', '"freeKeys": [\n    "note"\n  ]');
    expect(edited).not.toBe(text);
    writeFiles(folder, { [file]: edited });
    const second = await run('schema', 'pull');
    expect(second.stdout).toContain('0 added, 0 changed, 41 unchanged');
    expect(readFileSync(join(folder, file), 'utf8')).toBe(edited);
  });
});
