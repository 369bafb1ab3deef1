import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectRest, readTopic, testFolder, waitForState, waitUntil } from '../harness/index.ts';
import { startOurWorker } from './our-worker.ts';
import { describeReal, sharedBroker } from './shared.ts';

describeReal('the built-in worker on Kafka 4.3.1', () => {
  it('carries a file through a topic into another file, and goes on after a restart', async () => {
    const bootstrap = await sharedBroker();
    const folder = testFolder();
    const [input, output, topic] = [join(folder, 'in.txt'), join(folder, 'out.txt'), 'ours-through'];
    const first = Array.from({ length: 1000 }, (_, i) => `line ${i} äöü "quoted" \\ 漢字`);
    writeFileSync(input, `${first.join('\n')}\n`);
    const connectors = [
      connectorFile(folder, 'ours-source', { 'connector.class': 'FileStreamSource', file: input, topic }),
      connectorFile(folder, 'ours-sink', { 'connector.class': 'FileStreamSink', file: output, topics: topic }),
    ];
    const worker = await startOurWorker({ bootstrap, folder, connectors });
    await waitForState(worker.url, 'ours-source', 'RUNNING');
    await waitForState(worker.url, 'ours-sink', 'RUNNING');
    await waitUntil('the sink file', () => readFileSync(output, 'utf8') === `${first.join('\n')}\n`);
    const offsets = await waitUntil('a committed sink offset', async () => {
      const answer = await connectRest<{ offsets: unknown[] }>(worker.url, 'GET', '/connectors/ours-sink/offsets');
      return answer.offsets.length > 0 && answer.offsets;
    });
    expect(offsets).toEqual([
      { partition: { kafka_topic: topic, kafka_partition: 0 }, offset: { kafka_offset: 1000 } },
    ]);
    await worker.stop();
    expect(worker.process.exit()).toEqual({ code: 0, signal: null });

    appendFileSync(input, 'one more\n');
    const again = await startOurWorker({ bootstrap, folder, connectors });
    await waitUntil('the appended line', () => readFileSync(output, 'utf8').endsWith('one more\n'));
    await again.stop();
    expect(readFileSync(output, 'utf8')).toBe(`${first.join('\n')}\none more\n`);
    const values = (await readTopic(bootstrap, topic, 1001)).map((message) => message.value?.toString());
    expect(values).toEqual([...first, 'one more'].map((line) => JSON.stringify(line)));
  });
});

function connectorFile(folder: string, name: string, config: Readonly<Record<string, string>>): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ name, config }));
  return path;
}
