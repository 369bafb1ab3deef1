import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readTopic, removeFolder, tempFolder } from '../harness/index.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { startOurWorker } from './our-worker.ts';
import { writeProperties } from './properties-file.ts';
import { describeReal, sharedBroker } from './shared.ts';
import { type StandaloneOptions, startStandalone } from './standalone.ts';

const start: Readonly<Record<string, (options: StandaloneOptions) => Promise<ConnectWorker>>> = {
  java: startStandalone,
  ours: startOurWorker,
};

const root = tempFolder();
afterAll(() => removeFolder(root));

describeReal('the offset file', () => {
  it.concurrent.each([
    { name: "ours goes on from Java's, and Java from ours", workers: ['java', 'ours', 'java'] },
    { name: "Java goes on from ours, and ours from Java's", workers: ['ours', 'java', 'ours'] },
  ])('$name: no line lost, none twice', async ({ workers }) => {
    const bootstrap = await sharedBroker();
    const folder = join(root, workers[0]!);
    mkdirSync(folder);
    const topic = `offset-file-${workers[0]}`;
    const input = join(folder, 'input.txt');
    writeFileSync(input, '');
    const connector = writeProperties(join(folder, 'source.properties'), {
      name: `offset-file-${workers[0]}`,
      'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
      'tasks.max': '1',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      file: input,
      topic,
    });
    const lines: string[] = [];
    for (const [turn, who] of workers.entries()) {
      const more = Array.from({ length: 500 }, (_, i) => `turn ${turn} line ${i} by ${who}`);
      lines.push(...more);
      appendFileSync(input, `${more.join('\n')}\n`);
      const worker = await start[who]!({ bootstrap, folder, connectors: [connector] });
      await readTopic(bootstrap, topic, lines.length);
      await worker.stop();
    }
    const values = (await readTopic(bootstrap, topic, lines.length)).map((message) => message.value?.toString());
    expect(values).toEqual(lines);
  });
});
