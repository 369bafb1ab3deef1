import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot, removeFolder, tempFolder } from '../../test/harness/index.ts';
import { besideNode } from '../control/beside-node.ts';
import { costTable } from '../control/cost-table.ts';
import { median } from '../control/median.ts';
import { costOf, medianCost, type ProcessCost } from '../control/process-cost.ts';
import { writeProject } from '../control/project.js';
import { withRealCluster } from '../control/real-cluster.ts';
import { countingProxy } from './counting-proxy.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '5' },
    connectors: { type: 'string', default: '1000' },
    cli: { type: 'string', default: join(projectRoot, 'bin/connectctl.js') },
  },
});
const [rounds, runs, count] = [Number(values.rounds), Number(values.runs), Number(values.connectors)];
const CHANGES = 10;
/** apply's own default, for the bare requests too. */
const PARALLEL = '10';
const folder = tempFolder('connectctl-bench-');
const applyArgs = [values.cli, 'apply', '--auto-approve', '-C', folder];

function bare(work: 'create' | 'delete', url: string): Promise<ProcessCost> {
  const script = join(projectRoot, 'bench/control/bare-requests.js');
  return costOf(process.execPath, [script, work, url, String(count), PARALLEL]);
}

/** The project with another `batch.size` in ten connectors, evenly spread over its files. */
function writeChanged(url: string, batchSize: number): void {
  const every = Math.max(1, Math.floor(count / CHANGES));
  const isChanged = (i: number): boolean => i % every === 0 && i / every < CHANGES;
  writeProject(folder, url, count, {
    ownership: 'marks',
    batchSizeOf: (i) => (isChanged(i) ? batchSize : 2000),
  });
}

const table = costTable();

/** Creates by both in each round, taking turns at going first: a busy machine and a cold worker count for both alike. */
async function measureCreates(url: string): Promise<void> {
  const [posts, applies] = [[], []] as [ProcessCost[], ProcessCost[]];
  writeChanged(url, 2000);
  for (let round = 0; round < rounds; round++) {
    // The last round ends with what apply has created, which the changes are then measured with.
    const isLast = round === rounds - 1;
    const isApplyFirst = (rounds - round) % 2 === 0;
    if (isApplyFirst) {
      applies.push(await costOf(process.execPath, applyArgs));
      await bare('delete', url);
    }
    posts.push(await bare('create', url));
    await bare('delete', url);
    if (!isApplyFirst) {
      applies.push(await costOf(process.execPath, applyArgs));
      if (!isLast) await bare('delete', url);
    }
  }
  table.row(`${count} bare POSTs, ${PARALLEL} at a time`, medianCost(posts));
  const ratio = median(applies.map((cost, i) => cost.wallSeconds / posts[i]!.wallSeconds));
  table.row(`apply that creates ${count}`, medianCost(applies), `${ratio.toFixed(2)} times the bare POSTs`);
}

async function measureChanges(url: string): Promise<void> {
  const { cost, note } = await besideNode(runs, applyArgs, (run) => writeChanged(url, 3000 + run));
  table.row(`apply of ${CHANGES} changes among ${count}`, cost, note);
}

async function countRequests(url: string): Promise<void> {
  const proxy = await countingProxy(url);
  try {
    writeChanged(proxy.url, 4000);
    await costOf(process.execPath, applyArgs);
    const total = [...proxy.counts.values()].reduce((sum, one) => sum + one, 0);
    console.log(`\nRequests of such an apply of ${CHANGES} changes: ${total}\n`);
    for (const [kind, times] of [...proxy.counts].sort()) console.log(`${String(times).padStart(6)}  ${kind}`);
  } finally {
    proxy.close();
  }
}

try {
  await withRealCluster(async (url) => {
    await measureCreates(url);
    await measureChanges(url);
    await countRequests(url);
  });
} finally {
  removeFolder(folder);
}
