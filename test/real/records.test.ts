import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PluginInfo } from '../../src/core/index.ts';
import { connectRest } from '../harness/index.ts';
import type { Answer } from './oracle/oracle.ts';
import { RowComparison } from './oracle/row-differences.ts';
import { settingRows } from './oracle/transform-rows.ts';
import { alignParserText } from './parser-text.ts';
import { deadLetterCases } from './records/dead-letter-cases.ts';
import { runDeadLetters } from './records/dead-letter-run.ts';
import { recordTable } from './records/record-table.ts';
import { type RecordWorker, startJavaRecordWorker, startOurRecordWorker } from './records/record-workers.ts';
import { RecordsRun } from './records/records-run.ts';
import { rowGroups } from './records/row-groups.ts';
import { fillSinkTopics } from './records/sink-runs.ts';
import { untoldKeys } from './records/told-keys.ts';
import { describeReal, sharedBroker } from './shared.ts';

describeReal('records through both workers, against Kafka Connect 4.3.1', () => {
  let workers: readonly RecordWorker[] = [];
  let bootstrap: string;
  let java: ReadonlyMap<string, Answer>;
  let ours: ReadonlyMap<string, Answer>;
  const comparison = new RowComparison();

  beforeAll(async () => {
    bootstrap = await sharedBroker();
    const filled = fillSinkTopics(bootstrap, recordTable.sinks);
    workers = await Promise.all([startJavaRecordWorker(bootstrap), startOurRecordWorker(bootstrap)]);
    await filled;
    const runs = workers.map((worker) => new RecordsRun(worker, bootstrap, recordTable).run());
    [java, ours] = (await Promise.all(runs)) as [typeof java, typeof ours];
  }, 480_000);

  afterAll(async () => {
    for (const worker of workers) await worker.stop();
  });

  it.concurrent.each(deadLetterCases.map((row, index) => ({ ...row, index })))(
    'dead letters: $name',
    async ({ index, ...row }) => {
      const outcomes = workers.map((worker) => runDeadLetters(row, String(index), bootstrap, worker));
      const [theirs, here] = await Promise.all(outcomes);
      expect(here).toEqual({ ...theirs, ...row.ours });
      for (const [key, value] of Object.entries(row.ours ?? {})) expect(theirs).not.toHaveProperty(key, value);
    },
  );

  it.each(rowGroups)('$name', ({ rows }) => {
    const theirs = rows.map((row) => java.get(row)!);
    const here = rows.map((row) => alignParserText(ours.get(row), java.get(row)) as Answer);
    expect(comparison.undocumented(rows, theirs, here)).toEqual({});
  });

  it('each key takes something of what its transform is said to take', () => {
    const rows = settingRows.flatMap((group) => group.rows.filter(({ cell }) => cell?.kind === 'fine'));
    const text = ({ cell }: (typeof rows)[number]) => `${cell?.transform} ${cell?.key}, ${cell?.form}`;
    const works = new Set(rows.filter((row) => java.get(row.name)?.['error'] === undefined).map(text));
    expect(rows.map(text).filter((cell) => !works.has(cell))).toEqual([]);
  });

  it('each key that Kafka Connect says a plugin has is in a connector of the table', async () => {
    const { url } = workers[0]!;
    const all = await connectRest<PluginInfo[]>(url, 'GET', '/connector-plugins?connectorsOnly=false');
    const plugins = all.filter(
      ({ type, class: name }) =>
        type !== 'source' && type !== 'sink' && /^org\.apache\.kafka\.|\.ExtractNewRecordState$/.test(name),
    );
    expect(plugins.length).toBeGreaterThan(40);
    const untold: Record<string, readonly string[]> = {};
    for (const { class: name } of plugins) {
      const path = `/connector-plugins/${encodeURIComponent(name)}/config`;
      const keys = (await connectRest<{ name: string }[]>(url, 'GET', path)).map((key) => key.name);
      const missing = untoldKeys(name, keys);
      if (missing.length > 0) untold[name] = missing;
    }
    expect(untold).toEqual({});
  });

  it('every line of docs/records.md shows a difference', () => {
    expect(comparison.notShown(rowGroups.flatMap(({ rows }) => rows))).toEqual([]);
  });
});
