import type { TopicChange, TopicRefusal } from '../client.ts';
import type { Cluster } from '../cluster/index.ts';
import {
  createPartitionsApi,
  createTopicsApi,
  errorCode,
  errorInfo,
  incrementalAlterConfigsApi,
  KafkaError,
} from '../protocol/index.ts';
import { alteredResource } from './altered-resource.ts';
import { retried } from './retried.ts';

/** What a broker answered about one topic. */
interface Answer {
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage?: string | null;
}

/**
 * Asks the cluster about changes of topics without making them (`validateOnly`): at most one request a kind. Gives what
 * it refuses; a user who may not make a change is told so for that too.
 */
export async function checkTopics(cluster: Cluster, changes: readonly TopicChange[]): Promise<readonly TopicRefusal[]> {
  const of = <Kind extends TopicChange['kind']>(kind: Kind) =>
    changes.filter((change): change is Extract<TopicChange, { kind: Kind }> => change.kind === kind);
  const answers = await Promise.all([
    checkCreates(cluster, of('create')),
    checkPartitions(cluster, of('partitions')),
    checkConfigs(cluster, of('config')),
  ]);
  return answers.flat().flatMap(refusalOf);
}

async function checkCreates(
  cluster: Cluster,
  changes: readonly Extract<TopicChange, { kind: 'create' }>[],
): Promise<readonly Answer[]> {
  if (changes.length === 0) return [];
  const topics = changes.map(({ topic }) => ({
    name: topic.name,
    numPartitions: topic.partitions,
    replicationFactor: topic.replicationFactor,
    assignments: [],
    configs: Object.entries(topic.config).map(([name, value]) => ({ name, value })),
  }));
  const request = { timeoutMs: timeoutOf(cluster), validateOnly: true, topics };
  return retried(cluster.config, async () => {
    const { controllerId } = await cluster.refresh([]);
    return unlessRetriable((await cluster.to(controllerId, createTopicsApi, request)).topics);
  });
}

async function checkPartitions(
  cluster: Cluster,
  changes: readonly Extract<TopicChange, { kind: 'partitions' }>[],
): Promise<readonly Answer[]> {
  if (changes.length === 0) return [];
  const topics = changes.map(({ name, total }) => ({ name, count: total, assignments: null }));
  const request = { timeoutMs: timeoutOf(cluster), validateOnly: true, topics };
  return retried(cluster.config, async () => {
    const { controllerId } = await cluster.refresh([]);
    return unlessRetriable((await cluster.to(controllerId, createPartitionsApi, request)).results);
  });
}

async function checkConfigs(
  cluster: Cluster,
  changes: readonly Extract<TopicChange, { kind: 'config' }>[],
): Promise<readonly Answer[]> {
  if (changes.length === 0) return [];
  const resources = changes.map(({ name, config }) => alteredResource(name, config));
  return retried(cluster.config, async () => {
    const answer = await cluster.any(incrementalAlterConfigsApi, { resources, validateOnly: true });
    return unlessRetriable(answer.responses.map((one) => ({ ...one, name: one.resourceName })));
  });
}

/** Thrown, so that the whole question is asked again. */
function unlessRetriable(answers: readonly Answer[]): readonly Answer[] {
  for (const { name, errorCode: code, errorMessage } of answers) {
    if (code === 0) continue;
    const error = new KafkaError(code, `Topic ${name}`, errorMessage);
    if (error.retriable) throw error;
  }
  return answers;
}

function refusalOf({ name, errorCode: code, errorMessage }: Answer): TopicRefusal[] {
  if (code === 0) return [];
  const isForbidden = [errorCode('TOPIC_AUTHORIZATION_FAILED'), errorCode('CLUSTER_AUTHORIZATION_FAILED')].includes(
    code,
  );
  return [{ name, isForbidden, message: errorMessage || errorInfo(code).name }];
}

function timeoutOf(cluster: Cluster): number {
  return cluster.config.requestTimeoutMs ?? 30_000;
}
