import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  connectRest,
  removeFolder,
  runConnectctl,
  startConnectctl,
  tempFolder,
  waitUntil,
  writeFiles,
} from '../harness/index.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { startDistributed } from './distributed.ts';
import { describeReal, sharedBroker } from './shared.ts';

const COUNT = 50;

const root = tempFolder();
const workers: ConnectWorker[] = [];
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.process.stop(0)));
  removeFolder(root);
});

interface Reported {
  readonly name: string;
  readonly outcome: 'done' | 'failed' | 'skipped' | 'not-proven';
}

// Each waits for the cluster of its own more than it works: side by side.
describeReal('two workers of Kafka Connect 4.3.1, one killed (-9) during an apply of 50 connectors', () => {
  // Its tasks stand as RUNNING for five minutes, and nothing in the status tells them from living ones.
  it.concurrent('with the default rebalance delay: what stood on it is not reported as done, and the apply does not wait it out', async () => {
    const { killed, report, statuses } = await applyAndKill('default', { delay: '300000', timeout: '30s' });
    const onKilled = Object.keys(statuses).filter((name) => statuses[name]!.includes(killed));
    expect(onKilled.length, 'connectors whose status names the killed worker').toBeGreaterThan(0);
    expectTruth(report, statuses, killed);
    expect(report.map(({ outcome }) => outcome)).toContain('not-proven');
  });

  it.concurrent('with a delay of a second: apply goes on until all stand on the other one, and then there is nothing left to do', async () => {
    const { killed, report, statuses, run } = await applyAndKill('short', { delay: '1000', timeout: '3m' });
    expectTruth(report, statuses, killed);
    const again = await run('apply', '--auto-approve');
    expect({ code: again.code, output: again.code === 0 ? '' : again.stdout + again.stderr }).toEqual({
      code: 0,
      output: '',
    });
    expect((await run('plan')).stdout).toContain('No changes.');
  });
});

/** What is reported done is there and runs on a worker that lives; what failed or was skipped is what a plan still has. */
function expectTruth(report: readonly Reported[], statuses: Readonly<Record<string, string>>, killed: string): void {
  expect(report.length).toBe(COUNT);
  const wrong = report.filter(({ name, outcome }) => {
    const status = statuses[name];
    if (outcome === 'done') return !status || status.includes(killed) || /FAILED|UNASSIGNED|STOPPED/.test(status);
    return outcome === 'failed' && status !== undefined && !/FAILED/.test(status);
  });
  expect(wrong).toEqual([]);
}

/** Applies 50 creates through the worker that lives, and kills the other one while they are under way. */
async function applyAndKill(group: string, { delay, timeout }: { readonly delay: string; readonly timeout: string }) {
  const folder = join(root, group);
  mkdirSync(folder);
  const bootstrap = await sharedBroker();
  const start = async (name: string): Promise<ConnectWorker> => {
    const properties = { 'scheduled.rebalance.max.delay.ms': delay, 'session.timeout.ms': '6000' };
    mkdirSync(join(folder, name));
    const worker = await startDistributed({
      bootstrap,
      folder: join(folder, name),
      group: `killed-${group}`,
      properties,
    });
    workers.push(worker);
    return worker;
  };
  // One after the other: both would create the internal topics.
  const [living, other] = [await start('living'), await start('other')];
  writeFiles(folder, {
    'connectctl.yaml': `project: killed-${group}
defaultEnvironment: test
environments:
  test:
    connect: { url: "${living.url}" }
`,
    'pipelines/many.yaml': `pipeline: many
connectors:
  - name: "kw-${group}-\${each.key}"
    forEach: [${Array.from({ length: COUNT }, (_, i) => `"${i}"`).join(', ')}]
    class: FileStreamSource
    config: { file: "${folder}/in.txt", topic: kw-${group} }
`,
  });
  const run = (...args: string[]) => runConnectctl(['-C', folder, ...args]);
  const apply = startConnectctl(['-C', folder, 'apply', '--auto-approve', '--json', '--timeout', timeout], {
    logFile: join(folder, 'apply.log'),
  });
  await waitUntil(
    'a fifth of the connectors',
    async () => (await connectRest<string[]>(living.url, 'GET', '/connectors')).length >= COUNT / 5,
    { everyMs: 20 },
  );
  other.process.signal('SIGKILL');
  expect(apply.exit(), 'the apply is under way').toBeUndefined();
  await apply.exited;
  return {
    killed: new URL(other.url).host,
    report: reportOf(apply.stdout()),
    statuses: await statusesOf(living.url),
    run,
  };
}

/** The last word on each change. */
function reportOf(stdout: string): readonly Reported[] {
  const changes = new Map<string, Reported>();
  for (const line of stdout.trim().split('\n')) {
    const { event, change } = JSON.parse(line) as { event?: string; change?: Reported };
    if (event === 'finished') changes.set(change!.name, change!);
  }
  return [...changes.values()];
}

/** Name → its states and workers, as text. */
async function statusesOf(url: string): Promise<Record<string, string>> {
  const all = await connectRest<Record<string, { status: unknown }>>(url, 'GET', '/connectors?expand=status');
  return Object.fromEntries(Object.entries(all).map(([name, { status }]) => [name, JSON.stringify(status)]));
}
