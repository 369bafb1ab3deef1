import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConnectorOffsets } from '../../src/core/index.ts';
import {
  connectRest,
  freePort,
  readTopic,
  removeFolder,
  tempFolder,
  waitForState,
  waitUntil,
} from '../harness/index.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { startOurWorker } from './our-worker.ts';
import { writeProperties } from './properties-file.ts';
import { exchange } from './rest/rest-target.ts';
import { describeReal, sharedBroker } from './shared.ts';
import { type StandaloneOptions, startStandalone } from './standalone.ts';

const settings = {
  'topic.tracking.enable': 'false',
  'connector.client.config.override.policy': 'Principal',
  'response.http.headers.config': 'set X-Frame-Options: DENY, "add Cache-Control: no-cache, no-store"',
  'access.control.allow.origin': 'https://a.example,https://b.example',
  'access.control.allow.methods': 'GET,PUT',
};
const source = { 'connector.class': 'FileStreamSource', topic: 't' };
const text = { 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' };
const json = { 'content-type': 'application/json' };
const preflight = { origin: 'https://b.example', 'access-control-request-method': 'PUT' };
const comparedHeaders = [
  ...['content-type', 'x-frame-options', 'cache-control', 'vary', 'access-control-allow-origin'],
  ...['access-control-allow-credentials', 'access-control-allow-methods', 'access-control-allow-headers'],
  ...['access-control-max-age', 'allow'],
];

interface SettingsCase {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Asked of the admin listener. */
  readonly admin?: true;
  /** Part of what 4.3.1 answers, so that a row shows what it is about. */
  readonly says: string;
  readonly ignoreBody?: true;
}

const cases: readonly SettingsCase[] = [
  { name: 'topics, untracked', path: '/connectors/x/topics', says: 'Topic tracking is disabled.' },
  { name: 'reset of topics', method: 'PUT', path: '/connectors/x/topics/reset', says: 'Topic tracking is disabled.' },
  {
    name: 'an override that the policy refuses',
    method: 'PUT',
    path: '/connectors/x/config',
    body: { ...source, 'producer.override.linger.ms': '5', 'producer.override.sasl.mechanism': 'PLAIN' },
    says: "The 'Principal' policy does not allow 'linger.ms' to be overridden in the connector configuration.",
  },
  {
    name: 'the same, validated',
    method: 'PUT',
    path: '/connector-plugins/FileStreamSource/config/validate',
    body: { ...source, name: 'x', 'producer.override.linger.ms': '5' },
    says: "The 'Principal' policy does not allow 'linger.ms'",
    ignoreBody: true,
  },
  { name: 'a header of the settings', path: '/connectors', says: 'DENY' },
  { name: 'a header of the settings with an error', path: '/connectors/none', says: 'DENY' },
  { name: 'another origin', path: '/connectors', headers: { origin: 'https://c.example' }, says: 'Origin' },
  { name: 'an origin', path: '/connectors', headers: { origin: 'https://a.example' }, says: 'https://a.example' },
  { name: 'a preflight', method: 'OPTIONS', path: '/connectors', headers: preflight, says: 'GET,PUT' },
  { name: 'loggers on the normal listener', path: '/admin/loggers/root', says: 'HTTP 404 Not Found' },
  { name: 'loggers on the admin listener', path: '/admin/loggers/root', admin: true, says: 'INFO' },
  { name: 'connectors on the admin listener', path: '/connectors', admin: true, says: 'HTTP 404 Not Found' },
];

interface Started {
  readonly worker: ConnectWorker;
  readonly adminUrl: string;
  /** Holds the command line's first connector back until it is written to. */
  readonly pipe: string;
  readonly topic: string;
  /** What /health answered while that connector was waited for. */
  readonly starting: Promise<{ readonly status: number; readonly body: string }>;
}

describeReal('a worker with other settings, against Kafka Connect 4.3.1', () => {
  let both: readonly Started[];

  beforeAll(async () => {
    both = await Promise.all([start('jv', startStandalone), start('us', startOurWorker)]);
  });

  afterAll(async () => {
    for (const { worker } of both ?? []) {
      await worker.process.stop(0);
      removeFolder(worker.folder);
    }
  });

  it.each(cases)('$name', async (row) => {
    const [theirs, ours] = await Promise.all(both.map((started) => ask(row, started)));
    expect(JSON.stringify(theirs)).toContain(row.says);
    expect(ours).toEqual(theirs);
  });

  it('says that it is starting until every connector of the command line is there', async () => {
    const [theirs, ours] = await Promise.all(both.map(({ starting }) => starting));
    expect(theirs).toEqual({
      status: 503,
      body: expect.stringMatching(/^\{"status":"starting","message":"Worker is still starting up\./),
    });
    expect(ours).toEqual({ status: 503, body: '{"status":"starting","message":"Worker is still starting up."}' });
    for (const { worker, pipe, topic } of both) {
      await writeFile(pipe, JSON.stringify({ ...source, ...text, name: 'stdin', topic }));
      await waitUntil('a healthy worker', async () => (await fetch(`${worker.url}/health`)).status === 200);
    }
  });

  it('reads standard input into a topic, and writes a topic to standard output', async () => {
    const bootstrap = await sharedBroker();
    for (const { worker, topic } of both) {
      await waitForState(worker.url, 'stdin', 'RUNNING');
      worker.process.write('in-one\né漢😀\r\nin-par');
      await readTopic(bootstrap, topic, 2);
      worker.process.write('tial\nin-held back');
      const values = (await readTopic(bootstrap, topic, 3)).map(({ value }) => value?.toString());
      expect(values).toEqual(['in-one', 'é漢😀', 'in-partial']);
      const printed = await waitUntil('two lines on standard output', () => {
        const lines = worker.process.stdout().split('\n');
        const found = lines.filter((line) => line.startsWith('in-'));
        return found.length === 2 && found;
      });
      // What the JVM makes of other characters there depends on the locale.
      expect(printed).toEqual(['in-one', 'in-partial']);
    }
    const [theirs, ours] = await Promise.all(
      both.map(({ worker }) => connectRest<ConnectorOffsets>(worker.url, 'GET', '/connectors/stdin/offsets')),
    );
    expect(ours).toEqual(theirs);
  });
});

/** A worker whose command line has a source of standard input, which waits, and a sink to standard output. */
async function start(
  label: string,
  startWorker: (options: StandaloneOptions) => Promise<ConnectWorker>,
): Promise<Started> {
  const folder = tempFolder('connectctl-real-');
  const adminUrl = `http://127.0.0.1:${await freePort()}`;
  const pipe = join(folder, 'stdin.json');
  execFileSync('mkfifo', [pipe]);
  const topic = `standard-streams-${label}`;
  const sink = writeProperties(join(folder, 'stdout.properties'), {
    name: 'stdout',
    'connector.class': 'FileStreamSink',
    topics: topic,
    ...text,
  });
  const worker = await startWorker({
    bootstrap: await sharedBroker(),
    folder,
    properties: { ...settings, 'admin.listeners': adminUrl },
    connectors: [pipe, sink],
    upPath: '/connectors',
    stdin: 'pipe',
  });
  const starting = fetch(`${worker.url}/health`).then(async (answer) => ({
    status: answer.status,
    body: await answer.text(),
  }));
  return { worker, adminUrl, pipe, topic, starting };
}

/** Kafka's worker keeps the methods in a Set.of, whose order is another one in each JVM. */
function inOrder(header: string, value: string | undefined): string | undefined {
  return header === 'access-control-allow-methods' ? value?.split(',').sort().join() : value;
}

async function ask(row: SettingsCase, { worker, adminUrl }: Started): Promise<object> {
  const { method = 'GET', path, body, headers } = row;
  const { status, text, ...answer } = await exchange(
    (row.admin ? adminUrl : worker.url) + path,
    method,
    { accept: 'application/json', ...(body ? json : {}), ...headers },
    body && JSON.stringify(body),
  );
  const shown = row.ignoreBody ? text.includes(row.says) && row.says : text.replace(/"last_modified":\d+/, '');
  const compared = comparedHeaders.map((name) => [name, inOrder(name, answer.headers[name])]);
  return { status, headers: Object.fromEntries(compared), body: shown };
}
