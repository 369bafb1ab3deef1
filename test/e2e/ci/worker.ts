import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  type RunningProcess,
  removeFolder,
  startConnectctl,
  startConnectStandalone,
  tempFolder,
  waitUntil,
} from '../../harness/index.ts';

/** The built-in worker on the embedded broker, for the tests of one file. */
export async function startWorker(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = tempFolder('connectctl-ci-worker-');
  const [brokerPort, restPort] = [await freePort(), await freePort()];
  const processes: RunningProcess[] = [];
  const listen = ['--listen', `127.0.0.1:${brokerPort}`, '--data', join(folder, 'broker')];
  processes.push(startConnectctl(['broker', ...listen], { logFile: join(folder, 'broker.log') }));
  await waitUntil('the broker', () => /listening on/.test(processes[0]!.stdout()));
  const properties = join(folder, 'worker.properties');
  const converter = 'org.apache.kafka.connect.storage.StringConverter';
  writeFileSync(
    properties,
    `bootstrap.servers=127.0.0.1:${brokerPort}
listeners=http://127.0.0.1:${restPort}
key.converter=${converter}
value.converter=${converter}
offset.storage.file.filename=${folder}/connect.offsets
`,
  );
  processes.push(startConnectStandalone([properties], { logFile: join(folder, 'worker.log') }));
  const url = `http://127.0.0.1:${restPort}`;
  await waitUntil('the worker', async () => (await fetch(`${url}/health`)).ok, { timeoutMs: 60_000 });
  return {
    url,
    async stop() {
      for (const process of processes.reverse()) await process.stop(0);
      removeFolder(folder);
    },
  };
}
