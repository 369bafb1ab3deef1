import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { account, line } from '../e2e/delivery/accounting.ts';
import { endOffset, readTopic, testFolder, waitUntil, withAdmin } from '../harness/index.ts';
import { startRealBroker } from './broker.ts';
import { startOurWorker } from './our-worker.ts';
import { describeReal } from './shared.ts';

const TOPIC = 'restarted';

describeReal('a Kafka 4.3.1 that is restarted under the built-in worker', () => {
  it('gets every line, in order, and gives each to the sink, after kill -9 and after an orderly end', async () => {
    const broker = await startRealBroker();
    onTestFinished(() => broker.stop());
    const folder = testFolder();
    const [input, output] = [join(folder, 'in.txt'), join(folder, 'out.txt')];
    let count = 0;
    const append = (more: number): void => {
      appendFileSync(input, Array.from({ length: more }, (_, i) => `${line(count + i)}\n`).join(''));
      count += more;
    };
    const arrived = () => (existsSync(output) ? readFileSync(output, 'utf8').trimEnd().split('\n') : []);
    const untilLast = () =>
      waitUntil('the last line in the file of the sink', () => arrived().at(-1) === line(count - 1), {
        timeoutMs: 120_000,
      });
    writeFileSync(input, '');
    const source = { 'connector.class': 'FileStreamSource', file: input, topic: TOPIC, 'batch.size': '100' };
    const sink = { 'connector.class': 'FileStreamSink', file: output, topics: TOPIC };
    const connectors = Object.entries({ source, sink }).map(([name, config]) => {
      const path = join(folder, `${name}.json`);
      writeFileSync(path, JSON.stringify({ name, config }));
      return path;
    });
    const properties = { 'offset.flush.interval.ms': '100', 'consumer.session.timeout.ms': '6000' };
    const worker = await startOurWorker({ bootstrap: broker.bootstrap, folder, properties, connectors });
    onTestFinished(() => worker.stop());
    append(2_000);
    await untilLast();

    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      append(20_000);
      const restarted = broker.restart(signal);
      append(1_000);
      await restarted;
      append(1_000);
      await untilLast();
    }
    const exit = await worker.process.stop(60_000);

    expect(exit).toEqual({ code: 0, signal: null });
    const nothing = { missing: [], jumps: [], torn: 0 };
    expect(account(count, arrived())).toMatchObject(nothing);
    const records = await withAdmin(broker.bootstrap, (admin) => endOffset(admin, TOPIC));
    // JsonConverter with schemas off writes a line as a JSON string.
    const sent = (await readTopic(broker.bootstrap, TOPIC, records)).map(
      ({ value }) => JSON.parse(`${value}`) as string,
    );
    expect(account(count, sent)).toMatchObject(nothing);
    const twice = [sent, arrived()].map((lines) => account(count, lines).duplicates);
    process.stdout.write(
      `broker restarted twice: ${count} lines; ${twice.join(' and ')} came twice, in topic and file\n`,
    );
  });
});
