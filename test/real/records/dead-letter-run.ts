import { join } from 'node:path';
import type { ConnectorStateInfo } from '../../../src/core/index.ts';
import { createAdmin, createConsumer, createProducer, type KafkaAdmin } from '../../../src/kafka/index.ts';
import { connectRest, waitUntil } from '../../harness/index.ts';
import type { DeadLetterCase, DeadLetterOutcome } from './dead-letter-cases.ts';
import type { RecordTarget } from './records-run.ts';

const values = ['nonsense', `nonsense ${'x'.repeat(1000)}`, 'more nonsense'];

/** Runs one case on one worker. */
export async function runDeadLetters(
  row: DeadLetterCase,
  id: string,
  bootstrap: string,
  target: RecordTarget,
): Promise<DeadLetterOutcome> {
  const own = `letters-${id}-${target.label}`;
  const queue = `${own}-queue`;
  const admin = createAdmin({ bootstrapServers: [bootstrap], clientId: own });
  await fill(row, own, admin, bootstrap);
  await connectRest(target.url, 'PUT', `/connectors/${own}/config`, {
    'connector.class': 'test.RecordSinkConnector',
    file: join(target.folder, `${own}.out`),
    topics: own,
    refuse: String(row.refuses ?? false),
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': queue,
    'errors.deadletterqueue.topic.replication.factor': '1',
    ...row.config,
  });
  const committed = async () => Number((await admin.groupOffsets(`connect-${own}`))[0]?.offset ?? 0);
  const log = () => (row.says === null ? [] : logged(target.log(), own, row.says.replace('{q}', queue)));
  const status = await waitUntil(`${own} to be ${row.becomes}`, async () => {
    const now = await connectRest<ConnectorStateInfo>(target.url, 'GET', `/connectors/${own}/status`);
    const isThere = now.tasks[0]?.state === row.becomes && (row.says === null || log().length > 0);
    if (isThere && (row.becomes === 'FAILED' || (await committed()) === values.length)) return now;
    throw new Error(JSON.stringify({ now, log: log(), committed: await committed() }));
  });
  const outcome = {
    state: status.tasks[0]!.state,
    trace: messages(status.tasks[0]!.trace ?? ''),
    letters: row.topic === null ? [] : await readLetters(queue, row.letters, admin, bootstrap),
    committed: await committed(),
    log: log(),
  };
  await admin.close();
  return JSON.parse(JSON.stringify(outcome).replaceAll(own, '{id}')) as DeadLetterOutcome;
}

async function fill(row: DeadLetterCase, topic: string, admin: KafkaAdmin, bootstrap: string): Promise<void> {
  const topics = { [topic]: {}, ...(row.topic !== null && { [`${topic}-queue`]: row.topic }) };
  for (const [name, config] of Object.entries(topics)) {
    await admin.createTopic({ name, partitions: 1, replicationFactor: 1, config });
  }
  const producer = createProducer({ bootstrapServers: [bootstrap], clientId: topic });
  const own = { topic, partition: 0, key: null, headers: [], timestampMs: null };
  await producer.send(
    values.map((value) => ({ ...own, value: Buffer.from(row.refuses ? JSON.stringify(value) : value) })),
  );
  await producer.close();
}

/** The values of a topic that gets so many, and of what there is beyond. */
async function readLetters(topic: string, count: number, admin: KafkaAdmin, bootstrap: string): Promise<string[]> {
  const end = await waitUntil(`${count} records in ${topic}`, async () => {
    const [{ offset } = { offset: 0n }] = await admin.endOffsets(topic);
    return Number(offset) >= count && Number(offset);
  });
  const consumer = createConsumer({ bootstrapServers: [bootstrap], clientId: topic }, { groupId: '' });
  consumer.assign([{ topic, partition: 0 }]);
  const letters: string[] = [];
  await waitUntil(`all of ${topic}`, async () => {
    for (const { value } of await consumer.poll(200)) letters.push(String(value));
    return letters.length >= end;
  });
  await consumer.close();
  return letters;
}

/** Lines of a log that are about the connector and say so, without time, line and context: Java's producers log without. */
function logged(log: string, connector: string, says: string): string[] {
  return log
    .split('\n')
    .filter((line) => line.includes(connector) && line.includes(says))
    .map((line) => line.replace(/^\[[^\]]*\] (\w+) (\[[^\]]*\] )?/, '$1 ').replace(/:\d+\)$/, ')'));
}

/** Those of Kafka's own classes; of its clients' errors the class alone. */
function messages(trace: string): string[] {
  return trace
    .split('\n')
    .filter((line) => /^(Caused by: )?org\.apache\.kafka\./.test(line))
    .map((line) => line.replace(/^(Caused by: org\.apache\.kafka\.common\.errors\.\w+): .*/, '$1'));
}
