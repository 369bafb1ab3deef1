import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, tempFolder } from '../../harness/index.ts';
import type { ConnectWorker } from '../connect-worker.ts';
import { startOurWorker } from '../our-worker.ts';
import { startStandalone } from '../standalone.ts';
import { bundleRecordWorker, javaRecordPlugins } from './record-plugins.ts';
import type { RecordTarget } from './records-run.ts';

export interface RecordWorker extends RecordTarget {
  /** At once: none of the connectors is needed again. */
  stop(): Promise<void>;
}

/** A Java worker of this test's own: a hundred connectors would be in the way of others, and take long to delete. */
export async function startJavaRecordWorker(bootstrap: string): Promise<RecordWorker> {
  const folder = tempFolder('connectctl-real-');
  const properties = { 'plugin.path': await javaRecordPlugins(folder) };
  const worker = await startStandalone({ bootstrap, folder, properties });
  return recordWorker('jv', worker, () => readFileSync(join(folder, 'standalone.log'), 'utf8'));
}

export async function startOurRecordWorker(bootstrap: string): Promise<RecordWorker> {
  const folder = tempFolder('connectctl-real-');
  const { main, plugins } = await bundleRecordWorker();
  const worker = await startOurWorker({ bootstrap, folder, properties: { 'plugin.path': plugins }, main });
  return recordWorker('us', worker, () => worker.process.stderr());
}

function recordWorker(label: string, { url, folder, process }: ConnectWorker, log: () => string): RecordWorker {
  return {
    label,
    url,
    folder,
    log,
    async stop() {
      await process.stop(0);
      removeFolder(folder);
    },
  };
}
