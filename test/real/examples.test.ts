import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  connectRest,
  deleteConnectors,
  projectRoot,
  removeFolder,
  runConnectctl,
  tempFolder,
  waitForState,
  waitUntil,
} from '../harness/index.ts';
import { describeReal, sharedStandalone } from './shared.ts';

describeReal('every example in pipelines/', () => {
  const data = tempFolder();

  afterAll(async () => {
    await deleteConnectors((await sharedStandalone('examples')).url);
    removeFolder(data);
  });

  it('runs on Kafka Connect 4.3.1 as it stands', async () => {
    const { url } = await sharedStandalone('examples');
    cpSync(join(projectRoot, 'pipelines/data'), data, { recursive: true });
    const args = ['-C', projectRoot, '-e', 'cluster', '--var', `root=${data}`];
    const env = { CONNECT_URL: url };
    const apply = await runConnectctl([...args.slice(0, 2), 'apply', ...args.slice(2), '--auto-approve'], { env });
    expect(apply.code, apply.stdout + apply.stderr).toBe(0);

    const names = await connectRest<string[]>(url, 'GET', '/connectors');
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) await waitForState(url, name, 'RUNNING');
    const plan = await runConnectctl(['-C', projectRoot, 'plan', ...args.slice(2)], { env });
    expect(plan.stdout + plan.stderr).toContain('No changes.');

    const greetings = readFileSync(join(data, 'greetings.txt'), 'utf8');
    const copied = join(data, 'greetings.out.txt');
    await waitUntil('the greetings', () => existsSync(copied) && readFileSync(copied, 'utf8') === greetings);
    const archive = join(data, 'access-log.out.txt');
    const lines = readFileSync(join(data, 'access-log.txt'), 'utf8').trimEnd().split('\n');
    await waitUntil('the archive', () => existsSync(archive) && readFileSync(archive, 'utf8').endsWith('}\n'));
    const archived = readFileSync(archive, 'utf8').trimEnd().split('\n');
    expect(archived.map((line) => JSON.parse(line) as unknown)).toEqual(
      lines.map((line) => ({ line, stage: 'cluster' })),
    );
  });
});
