import { Failure, messageOf } from '../../core/index.ts';
import { createAdmin } from '../../kafka/index.ts';
import { kafkaConnectionOf } from '../kafka-of.ts';
import { type Check, type Finding, failed, ok, skipped } from './check.ts';

const LIMIT_MS = 10_000;

/** Reaches the environment's Kafka, and tells whether it is the cluster that the worker uses. */
export const checkKafka: Check = async ({ environment, folder, client }) => {
  const kafka = environment?.kafka;
  if (!kafka || folder === undefined) {
    return [
      skipped(
        'kafka',
        environment
          ? 'kafka.bootstrapServers is not set: needed for declared topics alone'
          : 'not known with --connect',
      ),
    ];
  }
  const servers = kafka.bootstrapServers.join(', ');
  const warnings: string[] = [];
  try {
    const config = await kafkaConnectionOf(kafka, folder);
    const admin = createAdmin({ ...config, connectTimeoutMs: LIMIT_MS / 2, onWarning: (text) => warnings.push(text) });
    try {
      const { clusterId, brokers, topics } = await within(admin.describeCluster());
      const topicCount = topics.filter(({ internal }) => !internal).length;
      const found = ok(
        'kafka',
        `${count(brokers.length, 'broker')} at ${servers}, ${count(topicCount, 'topic')} visible`,
      );
      return [found, ...sameCluster(clusterId, (await client.serverInfo()).kafka_cluster_id, servers)];
    } finally {
      await within(admin.close()).catch(() => undefined);
    }
  } catch (error) {
    const why = warnings.at(-1) ?? messageOf(error);
    const help = error instanceof Failure ? error.help : undefined;
    return [
      failed(
        'kafka',
        why.includes(servers) ? why : `Kafka at ${servers}: ${why}`,
        help ?? 'Check kafka.bootstrapServers, kafka.tls and kafka.sasl of the environment.',
      ),
    ];
  }
};

function sameCluster(here: string, there: string, servers: string): Finding[] {
  if (here === '' || there === '') return [];
  if (here === there) return [ok('kafka', `it is the cluster that the worker uses (${here})`)];
  return [
    failed(
      'kafka',
      `${servers} is cluster ${here}, and the worker uses ${there}`,
      'Topics would be declared on another cluster than the connectors use: correct kafka.bootstrapServers.',
    ),
  ];
}

/** A client may go on trying for ever; a person does not. */
async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
