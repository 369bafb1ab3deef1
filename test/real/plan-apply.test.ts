import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  type CommandResult,
  connectRest,
  deleteConnectors,
  runConnectctl,
  stackLine,
  testFolder,
  waitForState,
  writeFiles,
} from '../harness/index.ts';
import { describeReal, sharedBroker, sharedDistributed, sharedStandalone } from './shared.ts';

const workers = [
  { kind: 'standalone', get: () => sharedStandalone() },
  { kind: 'distributed', get: () => sharedDistributed() },
];

describeReal('plan and apply against Kafka Connect 4.3.1', () => {
  afterAll(async () => {
    for (const { get } of workers) await deleteConnectors((await get()).url, 'pa-');
  });

  it.each(workers)('$kind: create, no changes, update, no changes, pause, prune, no changes', async ({ kind, get }) => {
    const { url } = await get();
    const folder = testFolder();
    const run = (...args: string[]): Promise<CommandResult> => runConnectctl(['-C', folder, ...args], { cwd: folder });
    writeFileSync(join(folder, 'in.txt'), 'a\nb\n');
    const names = { source: `pa-${kind}-source`, sink: `pa-${kind}-sink` };
    const project = (batchSize: number, withSink: boolean, state = 'running'): void =>
      writeFiles(folder, {
        'connectctl.yaml': projectYaml(kind, url),
        'pipelines/files.yaml': pipelineYaml(folder, names, batchSize, withSink, state),
      });

    project(100, true);
    expect(await run('plan', '--detailed-exitcode')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('2 to create'),
    });
    await expectDone(run('apply', '--auto-approve'));
    for (const name of Object.values(names)) await waitForState(url, name, 'RUNNING');
    await expectNoChanges(run);

    project(50, true);
    const update = await run('plan', '--detailed-exitcode');
    expect(update).toMatchObject({ code: 2, stdout: expect.stringContaining('1 to update') });
    expect(update.stdout).toContain('batch.size');
    await expectDone(run('apply', '--auto-approve'));
    expect(await connectRest(url, 'GET', `/connectors/${names.source}/config`)).toMatchObject({ 'batch.size': '50' });
    await expectNoChanges(run);

    project(50, true, 'paused');
    await expectDone(run('apply', '--auto-approve'));
    await waitForState(url, names.source, 'PAUSED');
    await expectNoChanges(run);

    project(50, false, 'paused');
    await expectDone(run('apply', '--auto-approve', '--prune'));
    expect(await connectRest(url, 'GET', '/connectors')).not.toContain(names.sink);
    await expectNoChanges(run);
  });

  it.each(workers)('$kind: a change made on the worker is shown as drift and put right', async ({ kind, get }) => {
    const { url } = await get();
    const folder = testFolder();
    const names = { source: `pa-${kind}-drift`, sink: '' };
    writeFiles(folder, {
      'connectctl.yaml': projectYaml(`${kind}-drift`, url),
      'pipelines/files.yaml': pipelineYaml(folder, names, 100, false, 'running'),
    });
    const run = (...args: string[]): Promise<CommandResult> => runConnectctl(['-C', folder, ...args], { cwd: folder });
    await expectDone(run('apply', '--auto-approve'));
    const config = await connectRest<Record<string, string>>(url, 'GET', `/connectors/${names.source}/config`);
    await connectRest(url, 'PUT', `/connectors/${names.source}/config`, { ...config, 'batch.size': '7' });
    const plan = await run('plan');
    expect(plan.stdout).toContain('changed outside');
    expect(plan.stdout).toContain('batch.size');
    await expectDone(run('apply', '--auto-approve'));
    expect(await connectRest(url, 'GET', `/connectors/${names.source}/config`)).toMatchObject({ 'batch.size': '100' });
    await expectNoChanges(run);
  });

  it.each(workers)(
    '$kind: a task that fails is an apply that fails, with the cause and no stack',
    async ({ kind, get }) => {
      const { url } = await get();
      const folder = testFolder();
      writeFiles(folder, {
        'connectctl.yaml': projectYaml(`${kind}-fails`, url),
        'pipelines/fails.yaml': `pipeline: fails
connectors:
  - name: pa-${kind}-fails
    class: FileStreamSource
    config: { file: ${folder}/in.txt, topic: pa-fails }
    transforms:
      - { name: t, type: InsertField$Value }
`,
      });
      writeFileSync(join(folder, 'in.txt'), 'a\n');
      const result = await runConnectctl(['-C', folder, 'apply', '--auto-approve'], { cwd: folder });
      expect(result.code).toBe(1);
      expect(result.stdout + result.stderr).toContain('No field insertion configured');
      expect(result.stdout + result.stderr).not.toMatch(stackLine);
    },
  );

  it('creates a declared topic with its settings, and then sees no changes', async () => {
    const { url } = await sharedStandalone();
    const folder = testFolder();
    writeFiles(folder, {
      'connectctl.yaml': `${projectYaml('kafka', url).trimEnd()}\n    kafka: { bootstrapServers: ${await sharedBroker()} }\n`,
      'pipelines/t.yaml': `pipeline: t\ntopics:\n  - { name: pa-topic, partitions: 2, config: { retention.ms: 3600000 } }\n`,
    });
    const run = (...args: string[]): Promise<CommandResult> => runConnectctl(['-C', folder, ...args], { cwd: folder });
    await expectDone(run('apply', '--auto-approve'));
    await expectNoChanges(run);
  });
});

function projectYaml(name: string, url: string): string {
  return `project: pa-${name}
defaultEnvironment: test
environments:
  test:
    connect: { url: "${url}" }
`;
}

function pipelineYaml(
  folder: string,
  names: { readonly source: string; readonly sink: string },
  batchSize: number,
  withSink: boolean,
  state: string,
): string {
  const sink = `  - name: ${names.sink}
    class: FileStreamSink
    config: { file: ${folder}/out.txt, topics: ${names.source} }
`;
  return `pipeline: files
connectors:
  - name: ${names.source}
    class: FileStreamSource
    state: ${state}
    config: { file: ${folder}/in.txt, topic: ${names.source}, batch.size: ${batchSize} }
${withSink ? sink : ''}`;
}

async function expectDone(result: Promise<CommandResult>): Promise<void> {
  const { code, stdout, stderr } = await result;
  expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
}

async function expectNoChanges(run: (...args: string[]) => Promise<CommandResult>): Promise<void> {
  const plan = await run('plan', '--detailed-exitcode');
  expect(plan.stdout + plan.stderr).toContain('No changes.');
  expect(plan.code).toBe(0);
}
