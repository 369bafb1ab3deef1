import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFolder, tempFolder } from '../harness/index.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { DataRun, type DataTarget, namesOf } from './data/data-run.ts';
import { matrixCases } from './data/matrix-cases.ts';
import { sinkCases } from './data/sink-cases.ts';
import { sourceCases } from './data/source-cases.ts';
import { startOurWorker } from './our-worker.ts';
import { alignParserText } from './parser-text.ts';
import { describeReal, sharedBroker, sharedStandalone } from './shared.ts';

const sources = sourceCases.map((row, index) => ({ row, name: row.name, id: `s${String(index).padStart(3, '0')}` }));
const sinks = [...sinkCases, ...matrixCases].map((row, index) => ({
  row,
  name: row.name,
  id: `k${String(index).padStart(3, '0')}`,
}));

describeReal('what connectors do to records, against Kafka Connect 4.3.1', () => {
  let ourWorker: ConnectWorker;
  let targets: readonly DataTarget[];
  let run: DataRun;

  beforeAll(async () => {
    const bootstrap = await sharedBroker();
    const java = await sharedStandalone('data');
    ourWorker = await startOurWorker({ bootstrap, folder: tempFolder('connectctl-real-') });
    targets = [
      { label: 'jv', ...java },
      { label: 'us', url: ourWorker.url, folder: ourWorker.folder },
    ];
    run = new DataRun(bootstrap);
    await run.start([...sources, ...sinks].flatMap(({ id }) => targets.flatMap((target) => topicsOf(id, target))));
    await Promise.all(
      targets.map(async (target) => {
        for (const { row, id } of sources) await run.startSource(row, id, target);
        for (const { row, id } of sinks) await run.startSink(row, id, target);
      }),
    );
  }, 240_000);

  afterAll(async () => {
    await run?.stop();
    // Hundreds of connectors, none of whose offsets is needed again.
    await ourWorker?.process.stop(0);
    if (ourWorker) removeFolder(ourWorker.folder);
  });

  it.each(sources)('source: $name', async ({ row, id }) => {
    const [java, ours] = await Promise.all(targets.map((target) => run.sourceOutcome(row, id, target)));
    expect(alignParserText(ours, java)).toEqual(java);
  });

  it.each(sinks)('sink: $name', async ({ row, id }) => {
    const [java, ours] = await Promise.all(targets.map((target) => run.sinkOutcome(row, id, target)));
    expect(alignParserText(ours, java)).toEqual(java);
  });
});

function topicsOf(id: string, target: DataTarget): string[] {
  const names = namesOf(id, target);
  return [names.topic, `${names.topic}-r`, names.queue];
}
