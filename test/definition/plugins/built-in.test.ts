import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/index.ts';
import { pullPlugins } from '../../../src/cli/plugin-schemas/index.ts';
import { createConnectClient } from '../../../src/connect/index.ts';
import { toPluginSchema } from '../../../src/definition/index.ts';
import { LogLevels, type Standalone, startStandalone, TextLogger } from '../../../src/worker/index.ts';
import { removeFolder, tempFolder } from '../../harness/index.ts';

const file = fileURLToPath(new URL('../../../src/definition/plugins/built-in.json', import.meta.url));
const folder = tempFolder();
let broker: RunningBroker;
let worker: Standalone;

beforeAll(async () => {
  broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: `${folder}/broker` });
  worker = await startStandalone({
    workerProps: {
      'bootstrap.servers': `${broker.host}:${broker.port}`,
      listeners: 'http://127.0.0.1:0',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'offset.storage.file.filename': `${folder}/offsets`,
    },
    connectorFiles: [],
    log: new TextLogger(new LogLevels('ERROR'), () => undefined, 'test'),
  });
});

afterAll(async () => {
  await worker?.close();
  await broker?.close();
  removeFolder(folder);
});

test('the definitions that ship are those of the built-in worker (CONNECTCTL_UPDATE=1 and `npm run format` write them anew)', async () => {
  const client = createConnectClient({ urls: [worker.url] });
  const { definitions, problems } = await pullPlugins(client, { probe: true });
  client.close();
  expect(problems).toEqual([]);
  const schemas = JSON.parse(JSON.stringify(definitions.map(toPluginSchema))) as unknown;
  if (process.env['CONNECTCTL_UPDATE'] === '1') writeFileSync(file, JSON.stringify(schemas));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schemas);
});
