import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { type BrokerOptions, type RunningBroker, startBroker } from '../../src/broker/index.ts';

/** A folder that is removed after the test that asks for it, or after all of the file where none is running. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'connectctl-broker-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Inside a test vitest takes no afterAll, and says nothing.
  if (expect.getState().currentTestName === undefined) afterAll(remove);
  else onTestFinished(remove);
  return folder;
}

/** A broker on a free port of loopback. */
export function startOn(dataDir: string, options: Partial<BrokerOptions> = {}): Promise<RunningBroker> {
  return startBroker({ host: '127.0.0.1', port: 0, dataDir, ...options });
}

/** One broker for the tests of a file; its address is known once they run. */
export function sharedBroker(): () => string {
  const dataDir = temporaryFolder();
  let broker: RunningBroker;
  beforeAll(async () => {
    broker = await startOn(dataDir);
  });
  afterAll(() => broker.close());
  return () => `127.0.0.1:${broker.port}`;
}

export function kafkaJs(bootstrap: string): Kafka {
  return new Kafka({ brokers: [bootstrap], clientId: 'kafkajs', logLevel: logLevel.NOTHING, retry: { retries: 2 } });
}
