import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startBroker } from '../../../src/broker/index.ts';
import { startStandalone } from '../../../src/worker/index.ts';
import { silentLogger } from '../../../src/worker/log/index.ts';
import { connectRest, testFolder, waitForState } from '../../harness/index.ts';

/** What Kafka Connect's registry names and a standalone worker has not. */
const elsewhere = [/_worker_rebalance_metrics_/, /_transaction_size_/, /_sink_record_lag_max$/];

const json = 'org.apache.kafka.connect.json.JsonConverter';
const transforms = 'org.apache.kafka.connect.transforms';

test('all that Kafka Connect counts and tells is on the page, a word as a label', async () => {
  const folder = testFolder();
  const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: join(folder, 'data') });
  onTestFinished(() => broker.close());
  const worker = await startStandalone({
    workerProps: {
      'bootstrap.servers': `127.0.0.1:${broker.port}`,
      'key.converter': json,
      'value.converter': json,
      'offset.storage.file.filename': join(folder, 'connect.offsets'),
      listeners: 'http://127.0.0.1:0',
    },
    connectorFiles: [],
    log: silentLogger,
  });
  onTestFinished(() => worker.close());
  const source = {
    'connector.class': 'FileStreamSource',
    file: join(folder, 'in.txt'),
    topic: 't',
    transforms: 'drop',
    'transforms.drop.type': `${transforms}.Filter`,
    'transforms.drop.predicate': 'empty',
    predicates: 'empty',
    'predicates.empty.type': `${transforms}.predicates.RecordIsTombstone`,
  };
  const sink = { 'connector.class': 'FileStreamSink', file: join(folder, 'out.txt'), topics: 't' };
  for (const [name, config] of Object.entries({ s: source, k: sink })) {
    await connectRest(worker.url, 'PUT', `/connectors/${name}/config`, config);
    await waitForState(worker.url, name, 'RUNNING');
  }
  const page = await (await fetch(`${worker.url}/metrics`)).text();
  const ours = new Set(
    [...page.matchAll(/^(\w+)(.*)$/gm)].flatMap(([, name, rest]) => {
      return [name, ...[...rest!.matchAll(/(\w+)="/g)].map(([, label]) => `${name}_${label}`)];
    }),
  );
  const theirs = connectNames();
  expect(theirs.length).toBeGreaterThan(80);
  expect(theirs.filter((name) => !ours.has(name) && !elsewhere.some((other) => other.test(name)))).toEqual([]);
  const task = 'connector="s",task="0"';
  expect(page.split('\n')).toEqual(
    expect.arrayContaining([
      `kafka_connect_connector_task_metrics{${task},value_converter_class="${json}"} 1`,
      `kafka_connect_connector_task_metrics{${task},task_version="4.3.1"} 1`,
      `kafka_connect_connector_transform_metrics{${task},transform="drop",transform_class="${transforms}.Filter"} 1`,
      `kafka_connect_connector_predicate_metrics{${task},predicate="empty",predicate_version="4.3.1"} 1`,
    ]),
  );
});

/** Of ConnectMetricsRegistry of 4.3.1, as the JMX exporter has them. */
function connectNames(): string[] {
  return readFileSync(new URL('../../kafka/fixtures/kafka-metric-names.tsv', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^(connect|connector|source|sink|task)-/.test(line))
    .map((line) => `kafka_connect_${line.split('\t').slice(0, 2).join('_').replaceAll('-', '_')}`);
}
