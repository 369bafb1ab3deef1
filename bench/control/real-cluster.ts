import { removeFolder, tempFolder } from '../../test/harness/index.ts';
import { startRealBroker } from '../../test/real/broker.ts';
import { startDistributed } from '../../test/real/distributed.ts';
import { prepareKafkaLibs } from '../../test/real/kafka-libs.ts';

/** Gives the URL of a real distributed Kafka Connect with a broker of its own, both ended afterwards; or says what it lacks. */
export async function withRealCluster(work: (url: string) => Promise<void>): Promise<void> {
  const missing = await prepareKafkaLibs();
  if (missing !== undefined) {
    console.log(`no real cluster: ${missing}`);
    return;
  }
  const folder = tempFolder('connectctl-bench-');
  const broker = await startRealBroker();
  try {
    const worker = await startDistributed({ bootstrap: broker.bootstrap, folder, group: 'bench' });
    try {
      await work(worker.url);
    } finally {
      await worker.process.stop(0);
    }
  } finally {
    await broker.stop();
    removeFolder(folder);
  }
}
