import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type RunningProcess, startConnectStandalone, startProcess } from '../../test/harness/index.ts';
import { kafkaClassPath } from '../../test/real/kafka-libs.ts';
import { writeProperties } from '../../test/real/properties-file.ts';

export interface BenchedWorker {
  readonly url: string;
  readonly process: RunningProcess;
}

export interface WorkerKind {
  readonly name: 'java' | 'ours';
  readonly title: string;
  /** Starts a worker with connector files; does not wait for it. */
  start(folder: string, bootstrap: string, connectorFiles: readonly string[]): Promise<BenchedWorker>;
}

/** What Kafka's bin/connect-standalone.sh and kafka-run-class.sh give the JVM. */
const jvmFlags =
  '-Xms256M -Xmx2G -server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 ' +
  '-XX:+ExplicitGCInvokesConcurrent -XX:MaxInlineLevel=15 -Djava.awt.headless=true';

export const workerKinds: readonly WorkerKind[] = [
  {
    name: 'java',
    title: 'Kafka Connect 4.3.1',
    async start(folder, bootstrap, connectorFiles) {
      const { url, config } = await writeWorker(folder, bootstrap);
      const main = ['-cp', kafkaClassPath(), 'org.apache.kafka.connect.cli.ConnectStandalone'];
      const log4j = join(folder, 'log4j2.properties');
      writeFileSync(log4j, 'status = error\nrootLogger.level = WARN\n');
      const args = [...jvmFlags.split(' '), `-Dlog4j2.configurationFile=${log4j}`, ...main, config, ...connectorFiles];
      return { url, process: startProcess({ command: 'java', args, logFile: join(folder, 'java.log') }) };
    },
  },
  {
    name: 'ours',
    title: 'connectctl worker',
    async start(folder, bootstrap, connectorFiles) {
      const { url, config } = await writeWorker(folder, bootstrap);
      const logFile = join(folder, 'ours.log');
      return { url, process: startConnectStandalone([config, ...connectorFiles, '--log-level', 'warn'], { logFile }) };
    },
  },
];

async function writeWorker(folder: string, bootstrap: string): Promise<{ url: string; config: string }> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const config = writeProperties(join(folder, 'worker.properties'), {
    'bootstrap.servers': bootstrap,
    listeners: `http://127.0.0.1:${port}`,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    'offset.storage.file.filename': join(folder, 'connect.offsets'),
    'offset.flush.interval.ms': '10000',
  });
  return { url: `http://127.0.0.1:${port}`, config };
}
