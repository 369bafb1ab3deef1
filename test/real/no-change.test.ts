import { afterAll, expect, it, onTestFinished } from 'vitest';
import { createConnectClient, isCallMissing } from '../../src/connect/index.ts';
import {
  connectRest,
  deleteConnectors,
  expectDone,
  expectNoChangeLaw,
  expectNoChanges,
  lawProject,
  startMaskingProxy,
  testFolder,
} from '../harness/index.ts';
import { olderWorkerVersions, prepareKafkaLibs } from './kafka-libs.ts';
import { describeReal, isRealRequired, sharedBroker, sharedDistributed, sharedStandalone } from './shared.ts';
import { startStandalone } from './standalone.ts';

const workers = [
  { kind: 'standalone', get: () => sharedStandalone() },
  { kind: 'distributed', get: () => sharedDistributed() },
];

describeReal('the no-change law', () => {
  afterAll(async () => {
    for (const { get } of workers) await deleteConnectors((await get()).url, 'law-');
  });

  it.each(workers)('Kafka Connect 4.3.1 $kind', async ({ kind, get }) => {
    const { url } = await get();
    await expectOffsetCalls(url, ['DELETE', 'GET', 'PATCH']);
    await expectNoChangeLaw(lawProject(testFolder(), url, `law-${kind}`), url);
  });

  it.for(olderWorkerVersions)('Kafka Connect %s', async (version, context) => {
    const missing = await prepareKafkaLibs(version);
    if (missing !== undefined && isRealRequired()) throw new Error(`it cannot run here: ${missing}`);
    context.skip(missing !== undefined, missing);
    const folder = testFolder();
    const worker = await startStandalone({ bootstrap: await sharedBroker(), folder, version });
    onTestFinished(() => worker.process.stop(0).then(() => undefined));
    expect(await connectRest(worker.url, 'GET', '/')).toMatchObject({ version });
    await expectOffsetCalls(worker.url, version === '3.5.2' ? ['GET'] : ['DELETE', 'GET', 'PATCH']);
    await expectNoChangeLaw(lawProject(testFolder(), worker.url, `law-${version}`), worker.url);
  });

  it.each([
    { what: 'of its own version', prefix: 'law-mask', version: undefined },
    { what: 'as Confluent Platform', prefix: 'law-ccs', version: '8.0.1-ccs' },
  ])('4.3.1 that masks passwords, $what: no mask goes back, and a changed password is noticed', async (row) => {
    const { url } = await sharedDistributed();
    const proxy = await startMaskingProxy(url, row.version);
    onTestFinished(() => proxy.close());
    const project = lawProject(testFolder(), proxy.url, row.prefix);
    await expectNoChangeLaw(project, proxy.url);
    project.write({ batchSize: 50, password: 'second-pass' });
    expect((await project.run('plan', '--detailed-exitcode')).stdout).toMatch(/password +\(sensitive, changed\)/);
    await expectDone(project.run('apply', '--auto-approve'));
    const config = await connectRest(url, 'GET', `/connectors/${project.names.source}/config`);
    expect(config).toMatchObject({ 'connection.password': 'second-pass' });
    expect((await expectNoChanges(project)).stdout).toContain(`${project.names.source}: connection.password`);
    expect(proxy.sentBack).toEqual([]);
  });
});

/** What a worker tells of its calls has to be what it has, for a plan goes by it. */
async function expectOffsetCalls(url: string, methods: readonly string[]): Promise<void> {
  const client = createConnectClient({ urls: [url] });
  onTestFinished(() => client.close());
  const told = (await client.offsetMethods('none-such'))?.filter((method) => !/HEAD|OPTIONS/.test(method)).sort();
  expect(told).toEqual(methods);
  const error = await client.alterOffsets('none-such', '{"offsets":[]}').catch((reason: unknown) => reason);
  expect(isCallMissing(error)).toBe(!methods.includes('PATCH'));
}
