import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { keyOptions } from '../../src/worker/clients/index.ts';
import {
  type CommandResult,
  freePort,
  runConnectctl,
  startConnectStandalone,
  testFolder,
  waitUntil,
  writeFiles,
} from '../harness/index.ts';
import { type RealBroker, startRealBroker } from './broker.ts';
import { assertRunning, startJava } from './java.ts';
import { basicAuthClassPath, prepareBasicAuthLibs } from './kafka-libs.ts';
import { startOurWorker } from './our-worker.ts';
import { writeProperties } from './properties-file.ts';
import { describeReal, isRealRequired, sharedStandalone } from './shared.ts';
import { standaloneProperties } from './standalone.ts';

type Props = Readonly<Record<string, string>>;

/** A certificate for 127.0.0.1, which vouches for itself, as broker and as client. */
const fixture = (name: string) => fileURLToPath(new URL(`../worker/rest/fixtures/${name}`, import.meta.url));
const keyStore: Props = {
  'ssl.keystore.type': 'JKS',
  'ssl.keystore.location': fixture('server.jks'),
  'ssl.keystore.password': 'changeit',
};
const trustStore: Props = {
  'ssl.truststore.type': 'JKS',
  'ssl.truststore.location': fixture('trust.jks'),
  'ssl.truststore.password': 'changeit',
};

const SECURITY = 'org.apache.kafka.common.security';
const login = (module: string, name: string, password: string) =>
  `${SECURITY}.${module} required username="${name}" password="${password}";`;

const plain = (password: string): Props => ({
  'security.protocol': 'SASL_PLAINTEXT',
  'sasl.mechanism': 'PLAIN',
  'sasl.jaas.config': login('plain.PlainLoginModule', 'worker', password),
});
/** Trusts public authorities only. */
const untrusting = (password: string): Props => ({
  'security.protocol': 'SASL_SSL',
  'sasl.mechanism': 'SCRAM-SHA-512',
  'sasl.jaas.config': login('scram.ScramLoginModule', 'worker', password),
});
const scram = (password: string): Props => ({ ...untrusting(password), ...trustStore });
const sasl = (mechanism: string, password: string) =>
  `sasl: { mechanism: ${mechanism}, username: worker, password: "\${env.${password}}" }`;
const certificate: Props = { 'security.protocol': 'SSL', ...keyStore, ...trustStore };

const BASIC_AUTH = 'org.apache.kafka.connect.rest.basic.auth.extension';

describeReal('a Kafka 4.3.1 that demands', () => {
  let broker: RealBroker | undefined;
  let ports: Readonly<Record<'PLAIN' | 'SCRAM' | 'CERTIFICATE', number>>;

  beforeAll(async () => {
    ports = { PLAIN: await freePort(), SCRAM: await freePort(), CERTIFICATE: await freePort() };
    broker = await startRealBroker({
      scramUsers: { worker: 'over-scram' },
      listeners: {
        PLAIN: {
          port: ports.PLAIN,
          protocol: 'SASL_PLAINTEXT',
          properties: {
            'sasl.enabled.mechanisms': 'PLAIN',
            'plain.sasl.jaas.config': `${SECURITY}.plain.PlainLoginModule required user_worker="over-plain";`,
          },
        },
        SCRAM: {
          port: ports.SCRAM,
          protocol: 'SASL_SSL',
          properties: {
            ...keyStore,
            'sasl.enabled.mechanisms': 'SCRAM-SHA-512,SCRAM-SHA-256',
            'scram-sha-512.sasl.jaas.config': `${SECURITY}.scram.ScramLoginModule required;`,
            'scram-sha-256.sasl.jaas.config': `${SECURITY}.scram.ScramLoginModule required;`,
          },
        },
        CERTIFICATE: {
          port: ports.CERTIFICATE,
          protocol: 'SSL',
          properties: { ...keyStore, ...trustStore, 'ssl.client.auth': 'required' },
        },
      },
    });
  });

  afterAll(() => broker?.stop());

  it.each([
    { listener: 'PLAIN', name: 'a name and a password', security: plain('over-plain') },
    { listener: 'SCRAM', name: 'SCRAM over TLS', security: scram('over-scram') },
    { listener: 'CERTIFICATE', name: 'a client certificate, from a JKS key store', security: certificate },
  ] as const)(
    '$name: the built-in worker carries a file through a topic into another file',
    async ({ listener, security }) => {
      const folder = testFolder();
      const [input, output, topic] = [join(folder, 'in.txt'), join(folder, 'out.txt'), `secured-${listener}`];
      writeFileSync(input, 'one\ntwo\n');
      const worker = await startOurWorker({
        bootstrap: `127.0.0.1:${ports[listener]}`,
        folder,
        // Settings at the top reach admin clients only, as in Kafka Connect.
        properties: { ...security, ...prefixed('producer.', security), ...prefixed('consumer.', security) },
        connectors: [
          connectorFile(folder, `${topic}-source`, { 'connector.class': 'FileStreamSource', file: input, topic }),
          connectorFile(folder, `${topic}-sink`, { 'connector.class': 'FileStreamSink', file: output, topics: topic }),
        ],
      });
      try {
        await waitUntil(
          'both lines in the sink file',
          () => existsSync(output) && readFileSync(output, 'utf8') === 'one\ntwo\n',
          { timeoutMs: 60_000 },
        );
      } finally {
        await worker.stop();
      }
    },
  );

  it.each([
    {
      listener: 'PLAIN',
      name: 'a name and a password',
      settings: sasl('plain', 'PLAIN'),
      wrong: sasl('plain', 'WRONG'),
    },
    {
      listener: 'SCRAM',
      name: 'SCRAM-SHA-256 over TLS',
      settings: `tls: { ca: ca.pem }, ${sasl('scram-sha-256', 'SCRAM')}`,
      wrong: `tls: { ca: ca.pem }, ${sasl('scram-sha-256', 'WRONG')}`,
    },
    {
      listener: 'SCRAM',
      name: 'SCRAM-SHA-512 over TLS',
      settings: `tls: { ca: ca.pem }, ${sasl('scram-sha-512', 'SCRAM')}`,
      wrong: `tls: true, ${sasl('scram-sha-512', 'SCRAM')}`,
    },
    {
      listener: 'CERTIFICATE',
      name: 'a client certificate',
      settings: 'tls: { ca: ca.pem, cert: client.pem, key: client.key }',
      wrong: 'tls: { ca: ca.pem }',
    },
  ] as const)('$name: apply declares a topic, and without it plan says what is wanted', async (row) => {
    const at = `bootstrapServers: "127.0.0.1:${ports[row.listener]}"`;
    const run = await projectOn(`{ ${at}, ${row.settings} }`);
    expect(await run('apply', '--auto-approve')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('plan')).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
    const refused = await (await projectOn(`{ ${at}, ${row.wrong} }`))('plan');
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^error CC701[12] /) });
    expect(refused.stderr).not.toMatch(/wr0ng|over-/);
  });

  it('a client certificate over https, and a name and a password: Kafka Connect itself is planned and applied', async (context) => {
    const missing = await prepareBasicAuthLibs();
    if (missing !== undefined && isRealRequired()) throw new Error(`it cannot run here: ${missing}`);
    context.skip(missing !== undefined, missing);
    const folder = testFolder();
    const { port, java } = await startDemanding(broker!.bootstrap, folder);
    onTestFinished(async () => void (await java.stop()));
    const { cert, key } = keyOptions(keyStore);
    const project = (name: string, tls: string, password: string) =>
      `  ${name}: { connect: { url: "https://127.0.0.1:${port}", tls: ${tls}, auth: { basic: { username: tester, password: "\${env.${password}}" } } } }\n`;
    const certified = '{ ca: ca.pem, cert: client.pem, key: client.key }';
    writeFiles(folder, {
      'connectctl.yaml':
        'project: secured\ndefaultEnvironment: known\nenvironments:\n' +
        project('known', certified, 'BASIC') +
        project('guessing', certified, 'WRONG') +
        project('unknown', '{ ca: ca.pem }', 'BASIC'),
      'pipelines/p.yaml': `pipeline: p\nconnectors:\n  - { name: a, class: FileStreamSource, config: { file: ${folder}/in.txt, topic: https } }\n`,
      'in.txt': 'one\n',
      'ca.pem': readFileSync(fixture('cert.pem'), 'utf8'),
      'client.pem': String(cert),
      'client.key': String(key),
    });
    const env = { BASIC: 'over-basic', WRONG: 'wr0ng' };
    const run = (...args: string[]) => runConnectctl(['-C', folder, ...args], { cwd: folder, env });
    await waitUntil(
      'the worker over https',
      async () => java.exit() !== undefined || (await run('get', 'connectors')).code === 0,
      {
        timeoutMs: 90_000,
      },
    );
    assertRunning('the worker over https', java);
    expect(await run('plan', '--detailed-exitcode')).toMatchObject({ code: 2, stderr: '' });
    expect(await run('apply', '--auto-approve')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('plan')).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
    expect(await run('status', 'a')).toMatchObject({ code: 0, stdout: expect.stringContaining('RUNNING') });
    const unknown = await run('plan', '-e', 'unknown');
    expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('certificate') });
    for (const args of [['plan'], ['apply', '--auto-approve'], ['status', 'a']]) {
      const guessing = await run(...args, '-e', 'guessing');
      expect(guessing).toMatchObject({ code: 1, stdout: '' });
      expect(guessing.stderr).toMatch(/^error CC7002 .* answered 401: the credentials are missing or not allowed/);
      expect(guessing.stderr).toContain('Set connect.auth of the environment in connectctl.yaml.');
      expect(guessing.stderr).not.toMatch(/wr0ng|over-basic/);
    }
  });

  it.each([
    { listener: 'PLAIN', name: 'a wrong password', security: plain('wrong') },
    { listener: 'SCRAM', name: 'a wrong password over SCRAM', security: scram('wrong') },
    { listener: 'SCRAM', name: 'no trust in the broker', security: untrusting('over-scram') },
    { listener: 'CERTIFICATE', name: 'no client certificate', security: { 'security.protocol': 'SSL', ...trustStore } },
  ] as const)('$name ends the worker with what Kafka Connect says, and no secret', async ({ listener, security }) => {
    const folder = testFolder();
    const properties = { ...security, 'default.api.timeout.ms': '3000' };
    const options = { bootstrap: `127.0.0.1:${ports[listener]}`, folder, properties };
    const config = writeProperties(join(folder, 'worker.properties'), standaloneProperties(options, await freePort()));
    const worker = startConnectStandalone([config], { logFile: join(folder, 'refused.log') });
    expect((await worker.exited).code).toBe(2);
    const said = worker.stdout() + worker.stderr();
    expect(said).toContain('Failed to connect to and describe Kafka cluster');
    expect(said).not.toMatch(/wrong|over-scram|changeit/);
  });
});

/** A standalone worker that wants a certificate, and by Kafka's own extension a name and a password of a file. */
async function startDemanding(bootstrap: string, folder: string) {
  const port = await freePort();
  const properties = {
    listeners: `https://127.0.0.1:${port}`,
    ...keyStore,
    ...trustStore,
    'ssl.client.auth': 'required',
    'rest.extension.classes': `${BASIC_AUTH}.BasicAuthSecurityRestExtension`,
  };
  writeFiles(folder, {
    'users.properties': 'tester=over-basic\n',
    'jaas.conf': `KafkaConnect {\n  ${BASIC_AUTH}.PropertyFileLoginModule required file="${folder}/users.properties";\n};\n`,
  });
  const options = { bootstrap, folder, properties };
  const config = writeProperties(join(folder, 'worker.properties'), standaloneProperties(options, port));
  const java = startJava('standalone', folder, 'org.apache.kafka.connect.cli.ConnectStandalone', [config], {
    classPath: basicAuthClassPath(),
    flags: [`-Djava.security.auth.login.config=${join(folder, 'jaas.conf')}`],
  });
  return { port, java };
}

/** A project whose topics are on that Kafka, and whose worker is the shared one. */
async function projectOn(kafka: string): Promise<(...args: string[]) => Promise<CommandResult>> {
  const { url } = await sharedStandalone();
  const folder = testFolder();
  const { cert, key } = keyOptions(keyStore);
  writeFiles(folder, {
    'connectctl.yaml': `project: secured\nenvironments:\n  e:\n    connect: { url: ${url} }\n    kafka: ${kafka}\n`,
    'pipelines/t.yaml': 'pipeline: t\ntopics:\n  - { name: secured-declared, config: { retention.ms: 3600000 } }\n',
    'ca.pem': readFileSync(fixture('cert.pem'), 'utf8'),
    'client.pem': String(cert),
    'client.key': String(key),
  });
  const env = { PLAIN: 'over-plain', SCRAM: 'over-scram', WRONG: 'wr0ng' };
  return (...args) => runConnectctl(['-C', folder, ...args], { cwd: folder, env });
}

function prefixed(prefix: string, props: Props): Props {
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [prefix + key, value]));
}

function connectorFile(folder: string, name: string, config: Props): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ name, config }));
  return path;
}
