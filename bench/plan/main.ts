import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  connectRest,
  projectRoot,
  type RunningProcess,
  removeFolder,
  startProcess,
  tempFolder,
  waitUntil,
} from '../../test/harness/index.ts';
import { startRealBroker } from '../../test/real/broker.ts';
import { startDistributed } from '../../test/real/distributed.ts';
import { prepareKafkaLibs } from '../../test/real/kafka-libs.ts';
import { liveConnector, writeProject } from './project.js';

const RUNS = 5;
/** `--cli PATH`: another build than the one here. */
const cli = argumentOf('--cli') ?? join(projectRoot, 'bin/connectctl.js');

interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

function argumentOf(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** What one process costs, as GNU time tells it. Throws where it fails. */
function costOf(command: string, args: readonly string[]): Cost {
  const run = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', command, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr || String(run.error));
  const [wall, user, system, kilobytes] = run.stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return { wallSeconds: wall!, cpuSeconds: user! + system!, memoryMb: kilobytes! / 1024 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function measure(title: string, command: string, args: readonly string[], note = ''): void {
  const costs = Array.from({ length: RUNS }, () => costOf(command, args));
  const [wall, cpu, memory] = [
    median(costs.map((cost) => cost.wallSeconds)),
    median(costs.map((cost) => cost.cpuSeconds)),
    median(costs.map((cost) => cost.memoryMb)),
  ];
  const figures = `${wall.toFixed(2)} s  ${cpu.toFixed(2)} s CPU  ${memory.toFixed(0)} MB`;
  console.log(`${title.padEnd(52)} ${figures}${note}`);
}

function measurePlan(title: string, url: string, count: number, note: string): void {
  const folder = tempFolder('connectctl-bench-');
  try {
    writeProject(folder, url, count);
    measure(title, process.execPath, [cli, 'plan', '-C', folder], note);
    measure(`  curl of the expanded list`, 'curl', [
      '-sS',
      '-o',
      '/dev/null',
      `${url}/connectors?expand=info&expand=status`,
    ]);
  } finally {
    removeFolder(folder);
  }
}

async function againstStandIn(count: number): Promise<void> {
  const folder = tempFolder('connectctl-bench-');
  const args = [join(projectRoot, 'bench/plan/stand-in.js'), String(count)];
  const standIn: RunningProcess = startProcess({
    command: process.execPath,
    args,
    logFile: join(folder, 'stand-in.log'),
  });
  try {
    const url = await waitUntil('the stand-in', () => standIn.stdout().trim());
    measurePlan(`plan, ${count} connectors, stand-in`, url, count, '');
    const requests = Number(await (await fetch(`${url}/requests`)).text()) - RUNS;
    console.log(`  requests a plan: ${requests / RUNS}`);
  } finally {
    await standIn.stop(0);
    removeFolder(folder);
  }
}

async function againstRealCluster(count: number): Promise<void> {
  const missing = await prepareKafkaLibs();
  if (missing !== undefined) {
    console.log(`no real cluster: ${missing}`);
    return;
  }
  const folder = tempFolder('connectctl-bench-');
  const broker = await startRealBroker();
  try {
    const worker = await startDistributed({ bootstrap: broker.bootstrap, folder, group: 'bench' });
    try {
      for (let i = 0; i < count; i++) {
        const { name, ...config } = liveConnector(i);
        await connectRest(worker.url, 'POST', '/connectors', { name, config, initial_state: 'STOPPED' });
      }
      measurePlan(`plan, ${count} stopped connectors, Kafka Connect 4.3.1`, worker.url, count, '');
    } finally {
      await worker.process.stop(0);
    }
  } finally {
    await broker.stop();
    removeFolder(folder);
  }
}

measure('node -e 0', process.execPath, ['-e', '0']);
measure('connectctl --version', process.execPath, [cli, '--version']);
for (const count of [1000, 10_000]) await againstStandIn(count);
if (!process.argv.includes('--no-real')) await againstRealCluster(1000);
