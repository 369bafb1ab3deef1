import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  projectRoot,
  type RunningProcess,
  removeFolder,
  startProcess,
  tempFolder,
  waitUntil,
} from '../../test/harness/index.ts';
import { besideNode } from '../control/beside-node.ts';
import { costTable } from '../control/cost-table.ts';
import { costOf, medianCost, type ProcessCost } from '../control/process-cost.ts';
import { writeProject } from '../control/project.js';
import { withRealCluster } from '../control/real-cluster.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    'no-real': { type: 'boolean', default: false },
    /** Another build than the one here. */
    cli: { type: 'string', default: join(projectRoot, 'bin/connectctl.js') },
  },
});
const runs = Number(values.runs);
const { cli } = values;
const table = costTable();

async function measureStart(): Promise<void> {
  const { cost, bare, note } = await besideNode(3 * runs, [cli, '--version']);
  table.row('`node -e 0`', bare);
  table.row('`connectctl --version`', cost, note);
}

async function measurePlan(url: string, count: number, worker: string): Promise<void> {
  const folder = tempFolder('connectctl-bench-');
  try {
    writeProject(folder, url, count);
    const { cost, note } = await besideNode(runs, [cli, 'plan', '-C', folder]);
    table.row(`${count} connectors, ${worker}`, cost, note);
    const list = `${url}/connectors?expand=info&expand=status`;
    const curls: ProcessCost[] = [];
    for (let run = 0; run < runs; run++) curls.push(await costOf('curl', ['-sS', '-o', '/dev/null', list]));
    table.row(`curl of the same list, ${worker}`, medianCost(curls));
  } finally {
    removeFolder(folder);
  }
}

async function againstStandIn(count: number): Promise<void> {
  const folder = tempFolder('connectctl-bench-');
  const standIn: RunningProcess = startProcess({
    command: process.execPath,
    args: [join(projectRoot, 'bench/control/stand-in.js'), String(count)],
    logFile: join(folder, 'stand-in.log'),
  });
  try {
    const url = await waitUntil('the stand-in', () => standIn.stdout().trim());
    await measurePlan(url, count, 'stand-in');
    const requests = Number(await (await fetch(`${url}/requests`)).text()) - runs;
    console.log(`| requests of such a plan | ${requests / runs} | | | |`);
  } finally {
    await standIn.stop(0);
    removeFolder(folder);
  }
}

await measureStart();
for (const count of [1000, 10_000]) await againstStandIn(count);
if (!values['no-real']) {
  await withRealCluster(async (url) => {
    const count = 1000;
    await costOf(process.execPath, [
      join(projectRoot, 'bench/control/bare-requests.js'),
      'create',
      url,
      String(count),
      '10',
    ]);
    await measurePlan(url, count, 'Kafka Connect 4.3.1');
  });
}
