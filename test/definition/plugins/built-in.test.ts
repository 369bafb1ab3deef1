import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { pullPlugins } from '../../../src/cli/worker-plugins/index.ts';
import { createConnectClient } from '../../../src/connect/index.ts';
import { toPluginSchema } from '../../../src/definition/index.ts';
import { startTestWorker } from '../../cli/offline/worker.ts';

const file = fileURLToPath(new URL('../../../src/definition/plugins/built-in.json', import.meta.url));

// CONNECTCTL_UPDATE=1 and `npm run format` write the file anew.
test('the definitions that ship are those of the built-in worker', async () => {
  const worker = await startTestWorker();
  onTestFinished(() => worker.close());
  const client = createConnectClient({ urls: [worker.url] });
  const { definitions, problems } = await pullPlugins(client, { probe: true });
  client.close();
  expect(problems).toEqual([]);
  const schemas = JSON.parse(JSON.stringify(definitions.map(toPluginSchema))) as unknown;
  if (process.env['CONNECTCTL_UPDATE'] === '1') writeFileSync(file, JSON.stringify(schemas));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schemas);
});
