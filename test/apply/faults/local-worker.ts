import { join } from 'node:path';
import { startBroker } from '../../../src/broker/index.ts';
import { LogLevels, startStandalone, TextLogger } from '../../../src/worker/index.ts';
import type { FaultTarget } from './fault-run.ts';

/** The built-in worker on the embedded broker, in this process; all it keeps is below `folder`. */
export async function startLocalWorker(folder: string): Promise<FaultTarget & { readonly close: () => Promise<void> }> {
  const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: join(folder, 'broker') });
  const worker = await startStandalone({
    workerProps: {
      'bootstrap.servers': `${broker.host}:${broker.port}`,
      listeners: 'http://127.0.0.1:0',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'offset.storage.file.filename': join(folder, 'offsets'),
      'offset.flush.interval.ms': '200',
    },
    connectorFiles: [],
    log: new TextLogger(new LogLevels('ERROR'), () => undefined, 'test'),
  });
  return {
    url: worker.url,
    bootstrap: `${broker.host}:${broker.port}`,
    close: async () => {
      await worker.close();
      await broker.close();
    },
  };
}
