import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFolder, tempFolder } from '../../harness/index.ts';
import type { ConnectWorker } from '../connect-worker.ts';
import { startOurWorker } from '../our-worker.ts';
import { alignParserText } from '../parser-text.ts';
import { describeReal, sharedBroker, sharedStandalone } from '../shared.ts';
import type { SinkCase, SourceCase } from './data-case.ts';
import { DataRun, type DataTarget, namesOf } from './data-run.ts';

/** Runs every row on Kafka Connect and on ours over one broker, and holds one outcome against the other. */
export function describeData(
  name: string,
  /** Letters that the ids of the rows begin with; no other call has them. */
  ids: { readonly source: string; readonly sink: string },
  rows: { readonly sources: readonly SourceCase[]; readonly sinks: readonly SinkCase[] },
): void {
  const sources = rows.sources.map((row, index) => ({ row, name: row.name, id: idOf(ids.source, index) }));
  const sinks = rows.sinks.map((row, index) => ({ row, name: row.name, id: idOf(ids.sink, index) }));

  describeReal(name, () => {
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
      await run.start(targets.flatMap((target) => [...sources, ...sinks].flatMap(({ id }) => topicsOf(id, target))));
      await Promise.all(
        targets.map(async (target) => {
          for (const { row, id } of sources) await run.startSource(row, id, target);
          for (const { row, id } of sinks) await run.startSink(row, id, target);
        }),
      );
    }, 480_000);

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
}

function idOf(letter: string, index: number): string {
  return `${letter}${String(index).padStart(3, '0')}`;
}

function topicsOf(id: string, target: DataTarget): string[] {
  const names = namesOf(id, target);
  return [names.topic, `${names.topic}-r`, names.queue];
}
