import { sleep } from '../../core/index.ts';
import type { NewTopic } from '../client.ts';
import { type Cluster, isReady } from '../cluster/index.ts';
import { checkError, createTopicsApi, errorCode } from '../protocol/index.ts';
import { retried } from './retried.ts';

/** Creates a topic and waits until it can be used; false where it was there already. KafkaError when refused. */
export function createTopic(cluster: Cluster, topic: NewTopic): Promise<boolean> {
  const request = {
    timeoutMs: cluster.config.requestTimeoutMs ?? 30_000,
    topics: [
      {
        name: topic.name,
        numPartitions: topic.partitions,
        replicationFactor: topic.replicationFactor,
        assignments: [],
        configs: Object.entries(topic.config).map(([name, value]) => ({ name, value })),
      },
    ],
  };
  return retried(cluster.config, async () => {
    const { controllerId } = await cluster.refresh([]);
    const result = (await cluster.to(controllerId, createTopicsApi, request)).topics[0];
    if (result?.errorCode === errorCode('TOPIC_ALREADY_EXISTS')) return false;
    checkError(result?.errorCode ?? -1, `Topic ${topic.name}`, result?.errorMessage);
    await waitUntilReady(cluster, topic.name);
    return true;
  });
}

/** A created topic becomes visible a little later; whoever uses it next should find it. */
async function waitUntilReady(cluster: Cluster, topic: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    if (isReady((await cluster.refresh([topic])).topics.get(topic))) return;
    await sleep(100);
  }
}
