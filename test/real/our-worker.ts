import { join } from 'node:path';
import { freePort, startConnectStandalone } from '../harness/index.ts';
import { type ConnectWorker, waitUntilHealthy } from './connect-worker.ts';
import { writeProperties } from './properties-file.ts';
import { type StandaloneOptions, standaloneProperties } from './standalone.ts';

/** The built-in worker as a process of the built binary, with the same files and settings as Java's. */
export async function startOurWorker(
  options: StandaloneOptions & {
    /** The module to run in place of bin/connect-standalone. */
    readonly main?: string;
  },
): Promise<ConnectWorker> {
  const port = await freePort();
  const config = writeProperties(join(options.folder, 'worker.properties'), standaloneProperties(options, port));
  const process = startConnectStandalone([config, ...(options.connectors ?? [])], {
    logFile: join(options.folder, 'our-worker.log'),
    stdin: options.stdin,
    ...(options.main !== undefined && { main: options.main }),
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilHealthy('the built-in worker', url, process, options);
  return { url, folder: options.folder, process, stop: async () => void (await process.stop()) };
}
