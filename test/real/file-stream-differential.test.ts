import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder, tempFolder, waitUntil } from '../harness/index.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { contentOf, expectedFile, expectedLines, FileStreamRun, short } from './file-stream/file-stream-run.ts';
import { type FileTarget, oneAtATime, type Place } from './file-stream/place.ts';
import { sinkCases } from './file-stream/sink-cases.ts';
import { sourceCases } from './file-stream/source-cases.ts';
import { startOurWorker } from './our-worker.ts';
import { readDifferences } from './rest/rest-differences.ts';
import { exchange } from './rest/rest-target.ts';
import { describeReal, sharedBroker } from './shared.ts';
import { startStandalone } from './standalone.ts';

const sources = sourceCases.map((row, index) => ({ row, name: row.name, id: `s${String(index).padStart(2, '0')}` }));
const sinks = sinkCases.map((row, index) => ({ row, name: row.name, id: `k${String(index).padStart(2, '0')}` }));
const json = { accept: 'application/json' };
const page = fileURLToPath(new URL('../../docs/file-stream.md', import.meta.url));

interface Ran {
  readonly at: Place;
  /** Rejects with what a step waited for in vain. */
  readonly done: Promise<void>;
}

describeReal('FileStream, against Kafka Connect 4.3.1', () => {
  let workers: readonly ConnectWorker[] = [];
  let run: FileStreamRun;
  let ran: ReadonlyMap<string, readonly Ran[]>;

  beforeAll(async () => {
    const bootstrap = await sharedBroker();
    // One of its own: to stop a worker is quicker than to delete its connectors one by one.
    workers = await Promise.all(
      [startStandalone, startOurWorker].map((start) => {
        // Nothing else here is of the topics of connectors; worker-settings.test.ts has workers that keep none.
        const properties = { 'topic.tracking.allow.reset': 'false' };
        return start({ bootstrap, folder: tempFolder('connectctl-real-'), properties });
      }),
    );
    const targets = workers.map(({ url, folder }, index): FileTarget => {
      return { label: index === 0 ? 'jv' : 'us', url, folder, oneAtATime: oneAtATime() };
    });
    run = new FileStreamRun(bootstrap);
    const placed = [...sources, ...sinks].map(({ id }) => targets.map((target) => run.place(id, target)));
    await run.start(placed.flat());
    const started = [...sources, ...sinks].map(({ name, row }, index) => {
      const work = (at: Place) => ('lines' in row ? run.runSource(row, at) : run.runSink(row, at));
      return [keyOf(row, name), placed[index]!.map((at): Ran => ({ at, done: work(at) }))] as const;
    });
    ran = new Map(started);
    // A row that fails says so itself, when its turn comes.
    for (const { done } of [...ran.values()].flat()) done.catch(() => {});
  });

  afterAll(async () => {
    await run?.stop();
    for (const worker of workers) {
      await worker.process.stop(0);
      removeFolder(worker.folder);
    }
  });

  it.each(sources)('source: $name', async ({ row, name }) => {
    for (const { at, done } of ran.get(keyOf(row, name))!) {
      await done;
      expect((await run.records(at)).map(short), at.label).toEqual(expectedLines(row, at).map(short));
    }
  });

  it.each(sinks)('sink: $name', async ({ row, name }) => {
    for (const { at, done } of ran.get(keyOf(row, name))!) {
      await done;
      expect(short(contentOf(at) ?? '(none)'), at.label).toBe(short(expectedFile(row, at) ?? '(none)'));
    }
  });

  it('topics of connectors are told, and not forgotten where the worker does not allow it', async () => {
    const answers = workers.map(async ({ url }, index) => {
      const connector = `file-s00-${index === 0 ? 'jv' : 'us'}`;
      const ask = async (method: string, name: string, path: string) => {
        const { status, text } = await exchange(`${url}/connectors/${name}${path}`, method, json, undefined);
        return `${status} ${text.replaceAll(connector, '{c}')}`;
      };
      const topics = await waitUntil('a topic', async () => {
        const answer = await ask('GET', connector, '/topics');
        return answer.includes('[]') ? false : answer;
      });
      const resets = [await ask('PUT', connector, '/topics/reset'), await ask('PUT', 'nobody', '/topics/reset')];
      return [topics, ...resets, await ask('GET', connector, '/topics')];
    });
    const [theirs, ours] = await Promise.all(answers);
    const kept = '200 {"{c}":{"topics":["{c}"]}}';
    const refused = '403 {"error_code":403,"message":"Topic tracking reset is disabled."}';
    expect(theirs).toEqual([kept, refused, refused, kept]);
    expect(ours).toEqual(theirs);
  });

  it('nothing more has come by the end', async () => {
    for (const { row, name } of sources) {
      for (const { at } of ran.get(keyOf(row, name))!) {
        expect(await at.recordCount(), `${at.label}: ${name}`).toBe(expectedLines(row, at).length);
      }
    }
  });
});

describe('docs/file-stream.md', () => {
  it('lists the rows in which ours differs, and no others', () => {
    const differ = [...sources, ...sinks].filter(({ row }) => row.theirs !== undefined || 'differs' in row);
    expect(
      readDifferences(page)
        .map(({ cases }) => cases)
        .sort(),
    ).toEqual(differ.map(({ row, name }) => keyOf(row, name)).sort());
  });
});

function keyOf(row: object, name: string): string {
  return `${'lines' in row ? 'source' : 'sink'}: ${name}`;
}
