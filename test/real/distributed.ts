import { join } from 'node:path';
import { freePort } from '../harness/index.ts';
import { type ConnectWorker, waitUntilHealthy } from './connect-worker.ts';
import { startJava } from './java.ts';
import { writeProperties } from './properties-file.ts';

export interface DistributedOptions {
  readonly bootstrap: string;
  readonly folder: string;
  /** Workers of one group make one cluster. */
  readonly group: string;
  /** Further or other worker settings. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Kafka Connect's distributed worker, ready to serve. */
export async function startDistributed(options: DistributedOptions): Promise<ConnectWorker> {
  const port = await freePort();
  const config = writeProperties(join(options.folder, 'worker.properties'), {
    'bootstrap.servers': options.bootstrap,
    listeners: `http://127.0.0.1:${port}`,
    'group.id': options.group,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    'offset.flush.interval.ms': '1000',
    'scheduled.rebalance.max.delay.ms': '1000',
    ...internalTopic('offset', options.group, 1),
    ...internalTopic('config', options.group),
    ...internalTopic('status', options.group, 1),
    ...options.properties,
  });
  const process = startJava('distributed', options.folder, 'org.apache.kafka.connect.cli.ConnectDistributed', [config]);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilHealthy('the Java distributed worker', url, process);
  return { url, folder: options.folder, process, stop: async () => void (await process.stop()) };
}

/** The config topic has one partition always, and no setting for it. */
function internalTopic(kind: string, group: string, partitions?: number): Record<string, string> {
  return {
    [`${kind}.storage.topic`]: `${group}-${kind}s`,
    [`${kind}.storage.replication.factor`]: '1',
    ...(partitions === undefined ? {} : { [`${kind}.storage.partitions`]: String(partitions) }),
  };
}
