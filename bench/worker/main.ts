import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeFolder, tempFolder } from '../../test/harness/index.ts';
import { startRealBroker } from '../../test/real/broker.ts';
import { prepareKafkaLibs } from '../../test/real/kafka-libs.ts';
import { writeLines } from './input-file.ts';
import { printReport, type Results } from './report.ts';
import { measureRound } from './round.ts';
import { workerKinds } from './worker-kinds.ts';

const { values } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, rounds: { type: 'string', default: '3' } },
});
const scale = Number(values.scale);
const rounds = Number(values.rounds);
if (!(scale > 0) || !(rounds >= 1)) throw new Error('--scale has to be above 0, and --rounds at least 1');

const unavailable = await prepareKafkaLibs();
if (unavailable !== undefined) throw new Error(`Kafka Connect cannot run here: ${unavailable}`);

const folder = tempFolder('connectctl-bench-');
const broker = await startRealBroker();
const results: Results = new Map();
try {
  const files = [
    { name: '100 B', ...writeLines(join(folder, 'lines-100'), 100, Math.round(2_000_000 * scale)) },
    { name: '1 kB', ...writeLines(join(folder, 'lines-1000'), 1000, Math.round(500_000 * scale)) },
  ];
  for (let round = 0; round < rounds; round++) {
    // In turn, so that whatever else the machine does hits both alike.
    for (const kind of workerKinds) {
      const own = join(folder, `${kind.name}-${round}`);
      process.stderr.write(`round ${round + 1} of ${rounds}: ${kind.title}\n`);
      await measureRound({ kind, folder: own, bootstrap: broker.bootstrap, files, round }, (measure, value) => {
        const byKind = results.get(measure) ?? new Map<string, number[]>();
        byKind.set(kind.name, [...(byKind.get(kind.name) ?? []), value]);
        results.set(measure, byKind);
        process.stderr.write(`  ${measure}: ${value.toFixed(2)}\n`);
      });
      rmSync(own, { recursive: true, force: true });
    }
  }
  printReport(results);
} finally {
  await broker.stop();
  removeFolder(folder);
}
