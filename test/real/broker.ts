import { join } from 'node:path';
import { freePort, type RunningProcess, removeFolder, tempFolder, waitUntil } from '../harness/index.ts';
import { assertRunning, runJava, startJava } from './java.ts';
import { writeProperties } from './properties-file.ts';

export interface RealBroker {
  /** host:port */
  readonly bootstrap: string;
  /** Ends it by this signal and starts it anew at once, on the same port and data; resolves when it is up again. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
}

export interface BrokerOptions {
  /** Further listeners by name, on ports of 127.0.0.1: what they speak, and their own settings without the prefix. */
  readonly listeners?: Readonly<Record<string, BrokerListener>>;
  /** Users by name, for SCRAM of both kinds. */
  readonly scramUsers?: Readonly<Record<string, string>>;
}

export interface BrokerListener {
  readonly port: number;
  readonly protocol: 'SSL' | 'SASL_SSL' | 'SASL_PLAINTEXT';
  readonly properties: Readonly<Record<string, string>>;
}

/** A real single-node Kafka broker on a free loopback port, its data in a temporary folder. */
export async function startRealBroker(options: BrokerOptions = {}): Promise<RealBroker> {
  const folder = tempFolder('connectctl-kafka-');
  const [port, controllerPort] = [await freePort(), await freePort()];
  const further = Object.entries(options.listeners ?? {});
  const addresses = further.map(([name, { port: own }]) => `${name}://127.0.0.1:${own}`);
  const config = writeProperties(join(folder, 'server.properties'), {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: [`PLAINTEXT://127.0.0.1:${port}`, `CONTROLLER://127.0.0.1:${controllerPort}`, ...addresses].join(','),
    'advertised.listeners': [`PLAINTEXT://127.0.0.1:${port}`, ...addresses].join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': [
      'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      ...further.map(([name, { protocol }]) => `${name}:${protocol}`),
    ].join(','),
    ...Object.fromEntries(
      further.flatMap(([name, { properties }]) =>
        Object.entries(properties).map(([key, value]) => [`listener.name.${name.toLowerCase()}.${key}`, value]),
      ),
    ),
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    // Records of tests bear times of years ago, and would be gone at the next look.
    'log.retention.ms': '-1',
  });
  const users = Object.entries(options.scramUsers ?? {}).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
  const formatArgs = ['format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', config, ...users];
  const format = await runJava('kafka.tools.StorageTool', formatArgs);
  if (format.code !== 0)
    throw new Error(`the broker's folder could not be formatted: ${format.stdout}${format.stderr}`);
  let process = await startBrokerProcess(folder, config);
  return {
    bootstrap: `127.0.0.1:${port}`,
    async restart(signal) {
      process.signal(signal);
      await process.exited;
      process = await startBrokerProcess(folder, config);
    },
    async stop() {
      // Its data is thrown away, so an orderly end would only cost time.
      process.signal('SIGKILL');
      await process.exited;
      removeFolder(folder);
    },
  };
}

async function startBrokerProcess(folder: string, config: string): Promise<RunningProcess> {
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
  return process;
}
