import type { RunningProcess } from '../harness/index.ts';
import { waitUntil } from '../harness/index.ts';
import { assertRunning } from './java.ts';
import type { KafkaVersion } from './kafka-libs.ts';

/** A Kafka Connect worker, ours or Java's, as tests use it. */
export interface ConnectWorker {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  /** Where the worker keeps its files; connectors of a test may use it too. */
  readonly folder: string;
  readonly process: RunningProcess;
  /** SIGTERM, waited for: offsets are on disk afterwards. The folder stays. */
  stop(): Promise<void>;
}

/**
 * Waits until the worker says that it is ready: up, with every connector of its command line created. Before 3.9 there
 * is no /health, and a list of connectors has to do.
 */
export async function waitUntilHealthy(
  name: string,
  url: string,
  process: RunningProcess,
  { version, upPath }: { readonly version?: KafkaVersion; readonly upPath?: string } = {},
): Promise<void> {
  const path = upPath ?? (version === '3.5.2' ? '/connectors' : '/health');
  try {
    await waitUntil(
      name,
      async () => {
        // An ended process ends the wait, and is told below.
        return process.exit() !== undefined || (await fetch(url + path)).status === 200;
      },
      { timeoutMs: 90_000 },
    );
    assertRunning(name, process);
  } catch (error) {
    await process.stop(0);
    throw error;
  }
}
