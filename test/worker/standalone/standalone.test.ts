import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/index.ts';
import type { FlatConfig } from '../../../src/core/index.ts';
import { LogLevels, type Standalone, startStandalone, TextLogger } from '../../../src/worker/index.ts';
import { freePort, removeFolder, tempFolder, testFolder, waitUntil } from '../../harness/index.ts';

let broker: RunningBroker;
let brokerFolder: string;

beforeAll(async () => {
  brokerFolder = tempFolder();
  broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: brokerFolder });
});

afterAll(async () => {
  await broker?.close();
  if (brokerFolder) removeFolder(brokerFolder);
});

interface Started {
  readonly worker: Standalone;
  readonly log: () => string;
}

function workerProps(folder: string, more: FlatConfig = {}): FlatConfig {
  return {
    'bootstrap.servers': `127.0.0.1:${broker.port}`,
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'key.converter.schemas.enable': 'false',
    'value.converter.schemas.enable': 'false',
    'offset.storage.file.filename': join(folder, 'connect.offsets'),
    'offset.flush.interval.ms': '10000',
    'plugin.path': '/usr/share/java',
    listeners: 'http://127.0.0.1:0',
    ...more,
  };
}

async function start(props: FlatConfig, connectorFiles: readonly string[] = []): Promise<Started> {
  let text = '';
  const levels = new LogLevels('INFO');
  const log = new TextLogger(
    levels,
    (line) => {
      text += line;
    },
    'test',
  );
  const worker = await startStandalone({ workerProps: props, connectorFiles, log, logLevels: levels });
  onTestFinished(() => worker.close());
  return { worker, log: () => text };
}

const get = async (url: string) => (await fetch(url)).json();

describe('a worker', () => {
  test('copies a file line by line, and after a restart goes on where it stopped', async () => {
    const folder = testFolder();
    const [input, output] = [join(folder, 'test.txt'), join(folder, 'out.txt')];
    writeFileSync(input, 'one\ntwo\n');
    const source = join(folder, 'source.properties');
    writeFileSync(
      source,
      `name=local-file-source\nconnector.class=FileStreamSource\ntasks.max=1\nfile=${input}\ntopic=copy\n`,
    );
    const sink = join(folder, 'sink.json');
    writeFileSync(
      sink,
      JSON.stringify({
        name: 'local-file-sink',
        config: { 'connector.class': 'FileStreamSink', file: output, topics: 'copy' },
      }),
    );
    const first = await start(workerProps(folder), [source, sink]);
    expect(first.log()).toContain('Created connector local-file-source');
    await waitUntil('two lines', () => readFileSync(output, 'utf8') === 'one\ntwo\n');
    await first.worker.close();
    appendFileSync(input, 'three\n');
    await start(workerProps(folder), [source, sink]);
    await waitUntil('three lines', () => readFileSync(output, 'utf8').split('\n').length > 3);
    expect(readFileSync(output, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  test('says who it is, and is healthy', async () => {
    const { worker } = await start(workerProps(testFolder()));
    expect(await get(worker.url)).toMatchObject({ version: '4.3.1', kafka_cluster_id: broker.clusterId });
    expect(await get(`${worker.url}/health`)).toMatchObject({ status: 'healthy' });
  });

  test('reports version 4.3.1 for every built-in plugin', async () => {
    const { worker } = await start(workerProps(testFolder()));
    const plugins = (await get(`${worker.url}/connector-plugins?connectorsOnly=false`)) as { version: string }[];
    expect(plugins).toHaveLength(54);
    expect(new Set(plugins.map(({ version }) => version))).toEqual(new Set(['4.3.1']));
  });
});

describe('a worker that cannot start', () => {
  const failure = (props: FlatConfig, files: readonly string[] = []) =>
    start(props, files).then(
      () => null,
      (error) => ({ code: error.code, exitCode: error.exitCode, message: error.message }),
    );

  test('without a broker', async () => {
    const port = await freePort();
    const props = workerProps(testFolder(), {
      'bootstrap.servers': `127.0.0.1:${port}`,
      'default.api.timeout.ms': '100',
    });
    expect(await failure(props)).toEqual({
      code: 'CC7011',
      exitCode: 2,
      message: expect.stringMatching(
        new RegExp(
          `^Failed to connect to and describe Kafka cluster\\. Check worker's broker connection and security properties\\. \\(bootstrap\\.servers=127\\.0\\.0\\.1:${port}: `,
        ),
      ),
    });
  });

  test('on a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const props = workerProps(testFolder(), { listeners: `http://127.0.0.1:${port}` });
    expect(await failure(props)).toMatchObject({ code: 'CC9003', exitCode: 2 });
  });

  test('with settings that are wrong', async () => {
    expect(await failure({})).toMatchObject({ code: 'CC6201', exitCode: 2 });
  });

  test('with a secret where a number belongs, which is not said', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 's.properties'), 'pw=hunter2');
    const props = workerProps(folder, {
      'config.providers': 'file',
      'config.providers.file.class': 'org.apache.kafka.common.config.provider.FileConfigProvider',
      'offset.flush.interval.ms': `\${file:${folder}/s.properties:pw}`,
    });
    expect(await failure(props)).toEqual({
      code: 'CC6201',
      exitCode: 2,
      message: expect.stringMatching(/Invalid value \$\{file:\S+:pw\} for configuration offset\.flush\.interval\.ms/),
    });
  });

  test('with an offset file that is none', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'connect.offsets'), 'not a map, but long enough to be one');
    expect(await failure(workerProps(folder))).toMatchObject({ code: 'CC6101', exitCode: 3 });
  });

  test.each<[string, string, string]>([
    [
      'is not valid',
      'name=c\nconnector.class=FileStreamSource\n',
      'Missing required configuration "topic" which has no default value.',
    ],
    ['has no name', 'connector.class=FileStreamSource\n', "is missing the mandatory 'name' configuration"],
    ['has two names', '{"name":"a","config":{"name":"b"}}', "doesn't match the one specified in 'name'"],
  ])('with a connector that %s', async (_name, text, message) => {
    const folder = testFolder();
    const file = join(folder, 'c.properties');
    writeFileSync(file, text);
    expect(await failure(workerProps(folder), [file])).toEqual({
      code: 'CC6203',
      exitCode: 3,
      message: expect.stringContaining(message),
    });
  });

  test('with a connector file that is not there', async () => {
    expect(await failure(workerProps(testFolder()), ['/no/such/file'])).toMatchObject({ code: 'CC6203', exitCode: 3 });
  });
});
