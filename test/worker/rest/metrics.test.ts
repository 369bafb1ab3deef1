import { afterEach, describe, expect, test } from 'vitest';
import { LogLevels, silentLogger } from '../../../src/worker/log/index.ts';
import { RestServer } from '../../../src/worker/rest/index.ts';
import { fakeHerder, sink, source } from '../herder/fakes.ts';

const open: RestServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close(0)));
});

async function start(props: Record<string, string> = {}) {
  const fake = fakeHerder({ listeners: 'http://127.0.0.1:0', ...props });
  const server = await RestServer.open(fake.deps.config, silentLogger);
  open.push(server);
  server.serve({
    herder: fake.herder,
    registry: fake.deps.registry,
    levels: new LogLevels('INFO'),
    info: { version: '4.3.1', commit: 'abc', kafka_cluster_id: 'id' },
    health: { isReady: () => true },
  });
  return { ...fake, url: server.url };
}

describe('GET /metrics', () => {
  test('counts connectors, tasks and states under the names that the JMX exporter gives them', async () => {
    const { herder, url, runner } = await start();
    await herder.putConfig('s', { ...source, name: 's', 'tasks.max': '2' }, { allowReplace: false });
    await herder.putConfig('k', { ...sink, name: 'k' }, { allowReplace: false });
    const failing = runner('s', 1);
    failing.deps.listener.onState(failing.id, 'FAILED', 'why');
    const response = await fetch(`${url}/metrics`, { headers: { accept: 'text/plain;version=0.0.4' } });
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = (await response.text()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'kafka_connect_connect_worker_metrics_connector_count 2',
        'kafka_connect_worker_metrics_connector_count 2',
        'kafka_connect_worker_metrics_connector_startup_success_total 2',
        'kafka_connect_worker_metrics_task_startup_success_total 3',
        'kafka_connect_worker_metrics_connector_failed_task_count{connector="s"} 1',
        'kafka_connect_connector_metrics{connector="s",status="running"} 1',
        'kafka_connect_connector_metrics{connector="s",connector_class="test.FakeSourceConnector"} 1',
        'kafka_connect_connector_task_metrics{connector="s",task="1",status="failed"} 1',
      ]),
    );
  });

  test("counts what tasks' Kafka clients do under the names that the exporter's rules give them", async () => {
    const { deps, url } = await start();
    const producer = deps.metrics.clients.producer('connector-producer-s-0');
    producer.sent({ topic: 't', records: 3, sentBytes: 90, plainBytes: 120, queuedMs: 1 });
    deps.metrics.clients.consumer('connector-consumer-k-0').consumed({ topic: 't', partition: 2 }, 3, 7n);
    const page = () => fetch(`${url}/metrics`).then(async (response) => (await response.text()).split('\n'));
    expect(await page()).toEqual(
      expect.arrayContaining([
        '# TYPE kafka_producer_record_send_total counter',
        'kafka_producer_record_send_total{clientId="connector-producer-s-0"} 3',
        'kafka_producer_topic_byte_total{clientId="connector-producer-s-0",topic="t"} 90',
        'kafka_consumer_fetch_manager_records_consumed_total{clientId="connector-consumer-k-0",topic="t"} 3',
        'kafka_consumer_fetch_manager_records_lag{clientId="connector-consumer-k-0",topic="t",partition="2"} 7',
        'kafka_consumer_coordinator_assigned_partitions{clientId="connector-consumer-k-0"} 0',
      ]),
    );
    deps.metrics.clients.remove(producer);
    expect((await page()).join()).not.toContain('connector-producer-s-0');
  });

  test('is on the admin listeners where there are some', async () => {
    const { url } = await start({ 'admin.listeners': '' });
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });
});
