import { join } from 'node:path';
import { freePort, removeFolder, tempFolder, waitUntil } from '../harness/index.ts';
import { assertRunning, runJava, startJava } from './java.ts';
import { writeProperties } from './properties-file.ts';

export interface RealBroker {
  /** host:port */
  readonly bootstrap: string;
  stop(): Promise<void>;
}

/** A real single-node Kafka broker on a free loopback port, its data in a temporary folder. */
export async function startRealBroker(): Promise<RealBroker> {
  const folder = tempFolder('connectctl-kafka-');
  const [port, controllerPort] = [await freePort(), await freePort()];
  const config = writeProperties(join(folder, 'server.properties'), {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
  });
  const format = await runJava('kafka.tools.StorageTool', ['format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', config]);
  if (format.code !== 0)
    throw new Error(`the broker's folder could not be formatted: ${format.stdout}${format.stderr}`);
  const process = startJava('broker', folder, 'kafka.Kafka', [config]);
  await waitUntil(
    'the real broker',
    () => process.exit() !== undefined || process.stdout().includes('Kafka Server started'),
    { timeoutMs: 90_000 },
  )
    .then(() => assertRunning('the real broker', process))
    .catch(async (error: unknown) => {
      await process.stop(0);
      throw error;
    });
  return {
    bootstrap: `127.0.0.1:${port}`,
    async stop() {
      // Its data is thrown away, so an orderly end would only cost time.
      process.signal('SIGKILL');
      await process.exited;
      removeFolder(folder);
    },
  };
}
