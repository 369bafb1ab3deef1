import { join } from 'node:path';
import { freePort } from '../harness/index.ts';
import { type ConnectWorker, waitUntilHealthy } from './connect-worker.ts';
import { startJava } from './java.ts';
import type { KafkaVersion } from './kafka-libs.ts';
import { writeProperties } from './properties-file.ts';

export interface StandaloneOptions {
  readonly bootstrap: string;
  /** Holds worker.properties and connect.offsets; may be one that another worker has used before. */
  readonly folder: string;
  /** Further or other worker settings. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Connector files for the command line. */
  readonly connectors?: readonly string[];
  /** Of the worker, whose jars are in the cache; the newest unless told. */
  readonly version?: KafkaVersion;
  /** The path whose 200 says that the worker is up: /health, unless told. */
  readonly upPath?: string;
  readonly stdin?: 'pipe';
}

/** The settings that both kinds of standalone worker get in tests. */
export function standaloneProperties(options: StandaloneOptions, port: number): Record<string, string> {
  return {
    'bootstrap.servers': options.bootstrap,
    listeners: `http://127.0.0.1:${port}`,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    'offset.storage.file.filename': join(options.folder, 'connect.offsets'),
    'offset.flush.interval.ms': '1000',
    ...options.properties,
  };
}

/** Kafka Connect's own standalone worker, ready to serve. */
export async function startStandalone(options: StandaloneOptions): Promise<ConnectWorker> {
  const port = await freePort();
  const config = writeProperties(join(options.folder, 'worker.properties'), standaloneProperties(options, port));
  const mainClass = 'org.apache.kafka.connect.cli.ConnectStandalone';
  const args = [config, ...(options.connectors ?? [])];
  const process = startJava('standalone', options.folder, mainClass, args, options);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilHealthy('the Java standalone worker', url, process, options);
  return { url, folder: options.folder, process, stop: async () => void (await process.stop()) };
}
