import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectRest, endOffset, readTopic, testFolder, waitUntil, withAdmin } from '../harness/index.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { startOurWorker } from './our-worker.ts';
import { describeReal, sharedBroker } from './shared.ts';

const lineCount = 100_000;

describeReal('the built-in worker, killed in the middle of a file', () => {
  it('loses no line and keeps their order; what comes twice is one run of lines', async () => {
    const bootstrap = await sharedBroker();
    const folder = testFolder();
    const [input, topic] = [join(folder, 'input.txt'), 'crash'];
    const lines = Array.from({ length: lineCount }, (_, i) => `${i} ${'x'.repeat(90)}`);
    writeFileSync(input, `${lines.join('\n')}\n`);
    const config = { 'connector.class': 'FileStreamSource', file: input, topic, 'batch.size': '500' };
    const connector = join(folder, 'crash.json');
    writeFileSync(connector, JSON.stringify({ name: 'crash', config }));
    const properties = { 'offset.flush.interval.ms': '100' };

    const worker = await startOurWorker({ bootstrap, folder, properties, connectors: [connector] });
    await waitUntil('a first committed offset', () => positionOf(worker), { timeoutMs: 60_000, everyMs: 5 });
    worker.process.signal('SIGKILL');
    await worker.process.exited;
    const sent = await withAdmin(bootstrap, (admin) => endOffset(admin, topic));
    expect(sent, 'lines in the topic when the worker was killed').toBeLessThan(lineCount);

    const again = await startOurWorker({ bootstrap, folder, properties, connectors: [connector] });
    await waitUntil('the whole file', async () => (await positionOf(again)) === lines.join('\n').length + 1, {
      timeoutMs: 60_000,
    });
    await again.stop();
    const count = await withAdmin(bootstrap, (admin) => endOffset(admin, topic));
    const numbers = (await readTopic(bootstrap, topic, count)).map((message) =>
      Number.parseInt(`${message.value}`.slice(1), 10),
    );

    expect(numbers.length).toBe(count);
    expect(new Set(numbers).size, 'different lines').toBe(lineCount);
    const jumps = numbers.flatMap((number, i) =>
      i > 0 && number !== numbers[i - 1]! + 1 ? [[numbers[i - 1], number]] : [],
    );
    expect(numbers[0]).toBe(0);
    expect(numbers.at(-1)).toBe(lineCount - 1);
    expect(jumps.length, `places where the order breaks: ${JSON.stringify(jumps)}`).toBeLessThan(2);
    expect(jumps[0]?.[1] ?? 1, 'where it went on: not at the beginning').toBeGreaterThan(0);
    process.stdout.write(`killed at line ${sent}; ${numbers.length - lineCount} lines came twice\n`);
  });
});

/** The position that is committed for the file; 0 where there is none yet. */
async function positionOf(worker: ConnectWorker): Promise<number> {
  const path = '/connectors/crash/offsets';
  const { offsets } = await connectRest<{ offsets: { offset: { position: number } }[] }>(worker.url, 'GET', path);
  return offsets[0]?.offset.position ?? 0;
}
