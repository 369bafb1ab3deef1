import { Failure, messageOf, sleep } from '../core/index.ts';
import type { KafkaAdmin } from '../kafka/index.ts';
import { adminProps, type ClientFactory, clientNumber } from './clients/index.ts';
import type { Logger } from './log/index.ts';
import type { WorkerConfig } from './worker-config/index.ts';

/** As Kafka's AdminClient: default.api.timeout.ms, and a second between tries. */
const DEFAULT_TIMEOUT_MS = 60_000;
const RETRY_DELAY_MS = 1000;

/**
 * Asks Kafka for its cluster id, and goes on asking for default.api.timeout.ms while no broker can be reached: worker
 * and broker are often started together.
 * @throws Failure CC7011 with Kafka Connect's message and the brokers that were tried
 */
export async function lookUpClusterId(
  config: WorkerConfig,
  clients: ClientFactory,
  log: Logger,
  signal: AbortSignal,
): Promise<string> {
  const props = adminProps(config.props, {}, 'connectctl-worker');
  const timeoutMs = clientNumber(props, 'default.api.timeout.ms') ?? DEFAULT_TIMEOUT_MS;
  const endAt = performance.now() + timeoutMs;
  const admin = clients.admin(props);
  try {
    for (let tries = 1; ; tries++) {
      const outcome = await tryOnce(admin, signal);
      if ('clusterId' in outcome) return outcome.clusterId;
      const isLast = performance.now() + RETRY_DELAY_MS > endAt || signal.aborted || isFinal(outcome.error);
      if (isLast) throw unreachable(config, outcome.error);
      if (tries === 1) {
        const seconds = Math.round(timeoutMs / 1000);
        log.warn(`Kafka cannot be reached at ${servers(config)}, trying for ${seconds} s: ${messageOf(outcome.error)}`);
      }
      await sleep(RETRY_DELAY_MS, signal);
    }
  } finally {
    await admin.close().catch(() => {});
  }
}

async function tryOnce(admin: KafkaAdmin, signal: AbortSignal): Promise<{ clusterId: string } | { error: unknown }> {
  try {
    signal.throwIfAborted();
    return { clusterId: (await admin.describeCluster()).clusterId };
  } catch (error) {
    return { error };
  }
}

/** Wrong credentials stay wrong. */
function isFinal(error: unknown): boolean {
  return error instanceof Failure && !error.retryable;
}

function unreachable(config: WorkerConfig, cause: unknown): Failure {
  return new Failure(
    cause instanceof Failure ? cause.code : 'CC7011',
    'Failed to connect to and describe Kafka cluster. ' +
      `Check worker's broker connection and security properties. (bootstrap.servers=${servers(config)}: ${messageOf(cause)})`,
    {
      cause,
      exitCode: 2,
      help: 'Start a broker there (`connectctl broker` is one for this machine), or correct bootstrap.servers.',
    },
  );
}

function servers(config: WorkerConfig): string {
  return config.bootstrapServers.join(',');
}
