import { describe, expect, test } from 'vitest';
import { type FakeHerder, fakeHerder, sink, source } from './fakes.ts';

const altered = 'The offsets for this connector have been altered successfully';
const frameworkOnly =
  'The Connect framework-managed offsets for this connector have been altered successfully. However, if this ' +
  'connector manages offsets externally, they will need to be manually altered in the system that the connector uses.';

async function stopped(config: object): Promise<FakeHerder> {
  const fake = fakeHerder();
  const full = { ...config, 'own.offsets': 'true', name: 'c' };
  await fake.herder.putConfig('c', full, { allowReplace: false, initialState: 'STOPPED' });
  fake.admin.topics.set('t', 2);
  return fake;
}

const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => ({ status: error.status, message: error.message }),
  );

describe('a source', () => {
  test('offsets that are set are read back, later ones win, integers stay whole', async () => {
    const { herder } = await stopped(source);
    const offset = (position: bigint) => ({ partition: { file: 'a' }, offset: { position } });
    expect(await herder.alterOffsets('c', [offset(1n), offset(9007199254740993n)])).toBe(altered);
    expect(await herder.offsets('c')).toEqual([{ partition: { file: 'a' }, offset: { position: 9007199254740993n } }]);
  });

  test('a null offset resets one partition, and a reset all', async () => {
    const { herder } = await stopped(source);
    const of = (file: string) => ({ partition: { file }, offset: { position: 1n } });
    await herder.alterOffsets('c', [of('a'), of('b'), of('d')]);
    await herder.alterOffsets('c', [{ partition: { file: 'a' }, offset: null }]);
    expect((await herder.offsets('c')).map(({ partition }) => partition)).toEqual([{ file: 'b' }, { file: 'd' }]);
    await herder.resetOffsets('c');
    expect(await herder.offsets('c')).toEqual([]);
  });

  test('another connector with the same partitions keeps its own', async () => {
    const { herder } = await stopped(source);
    await herder.putConfig('d', { ...source, name: 'd' }, { allowReplace: false, initialState: 'STOPPED' });
    await herder.alterOffsets('d', [{ partition: { file: 'a' }, offset: { position: 1n } }]);
    await herder.alterOffsets('c', [{ partition: { file: 'a' }, offset: { position: 2n } }]);
    await herder.resetOffsets('c');
    expect(await herder.offsets('d')).toEqual([{ partition: { file: 'a' }, offset: { position: 1 } }]);
  });

  test('a connector without a hook is told of in the message', async () => {
    const { herder } = await stopped({ ...source });
    await herder.putConfig('c', { ...source, name: 'c' }, { allowReplace: true });
    expect(await herder.alterOffsets('c', [{ partition: { file: 'a' }, offset: null }])).toBe(frameworkOnly);
  });

  test.each([
    {
      name: 'a nested partition',
      config: {},
      offset: { partition: { file: { a: 1n } }, offset: null },
      message: 'Offsets may only contain primitive types as values, but field file contains MAP',
    },
    {
      name: 'an integer beyond a long',
      config: {},
      offset: { partition: { file: 'a' }, offset: { at: 2n ** 63n } },
      message: 'Offsets may only contain primitive types as values, but field at contains class java.math.BigInteger',
    },
    {
      name: 'a list in an offset',
      config: {},
      offset: { partition: { file: 'a' }, offset: { at: [1n] } },
      message: 'Offsets may only contain primitive types as values, but field at contains ARRAY',
    },
    {
      name: 'what the connector refuses',
      config: { 'fail.offsets': 'x' },
      offset: { partition: { file: 'a' }, offset: null },
      message: 'these offsets are wrong',
    },
  ])('$name is refused, and nothing is stored', async ({ config, offset, message }) => {
    const { herder } = await stopped({ ...source, ...config });
    expect(await refusal(herder.alterOffsets('c', [offset]))).toEqual({ status: 400, message });
    expect(await herder.offsets('c')).toEqual([]);
  });
});

describe('a sink', () => {
  const entry = (topic: unknown, partition: unknown, offset: Record<string, unknown> | null) => ({
    partition: { kafka_topic: topic, kafka_partition: partition },
    offset,
  });

  test('offsets go to its group and come from it', async () => {
    const { herder, admin } = await stopped(sink);
    expect(
      await herder.alterOffsets('c', [entry('t', 0n, { kafka_offset: 5n }), entry('t', '1', { kafka_offset: '7' })]),
    ).toBe(altered);
    expect(admin.groups.get('connect-c')).toEqual([
      { topic: 't', partition: 0, offset: 5n },
      { topic: 't', partition: 1, offset: 7n },
    ]);
    expect(await herder.offsets('c')).toEqual([
      { partition: { kafka_partition: 0, kafka_topic: 't' }, offset: { kafka_offset: 5n } },
      { partition: { kafka_partition: 1, kafka_topic: 't' }, offset: { kafka_offset: 7n } },
    ]);
    await herder.alterOffsets('c', [entry('t', 0n, null)]);
    expect(await herder.offsets('c')).toHaveLength(1);
    await herder.resetOffsets('c');
    expect(admin.groups.has('connect-c')).toBe(false);
  });

  test('consumer.override.group.id names the group', async () => {
    const { herder, admin } = await stopped({ ...sink, 'consumer.override.group.id': 'mine' });
    await herder.alterOffsets('c', [entry('t', 0n, { kafka_offset: 5n })]);
    expect([...admin.groups.keys()]).toEqual(['mine']);
  });

  test.each([
    [{ partition: null, offset: null }, 'The partition for a sink connector offset cannot be null or missing'],
    [
      { partition: { kafka_topic: 't' }, offset: null },
      "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
    ],
    [entry(null, 0n, null), 'Kafka topic names must be valid strings and may not be null'],
    [entry('t', null, null), 'Kafka partitions must be valid numbers and may not be null'],
    [
      entry('t', 'x', null),
      "Failed to parse the following Kafka partition value in the provided offsets: 'x'. Partition values for sink connectors need to be integers.",
    ],
    [entry('t', 0n, {}), "The offset for a sink connector should either be null or contain the key 'kafka_offset'"],
    [
      entry('t', 0n, { kafka_offset: 1.5 }),
      "Failed to parse the following Kafka offset value in the provided offsets: '1.5'. Offset values for sink connectors need to be integers.",
    ],
    [
      entry('t', 0n, { kafka_offset: null }),
      "Failed to parse the following Kafka offset value in the provided offsets: 'null'. Offset values for sink connectors need to be integers.",
    ],
    [entry('t', 0n, { kafka_offset: -1n }), 'Failed to modify offsets for sink connector c: an offset is negative'],
  ])('%o is refused', async (offset, message) => {
    const { herder } = await stopped(sink);
    expect(await refusal(herder.alterOffsets('c', [offset]))).toEqual({ status: 400, message });
  });

  test('a partition that does not exist is no place for an offset', async () => {
    const { herder } = await stopped(sink);
    expect(await refusal(herder.alterOffsets('c', [entry('t', 9n, { kafka_offset: 1n })]))).toEqual({
      status: 500,
      message: 'Failed to alter consumer group offsets for connector c',
    });
  });

  test('offsets that Kafka does not tell are an error, not none', async () => {
    const { herder, admin } = await stopped(sink);
    admin.isUnreachable = true;
    expect(await refusal(herder.offsets('c'))).toEqual({
      status: 500,
      message: 'Failed to retrieve consumer group offsets for sink connector c',
    });
  });

  test('a group that still has members says that it can be tried again', async () => {
    const { herder, admin } = await stopped(sink);
    admin.isInUse = true;
    const failure = await refusal(herder.resetOffsets('c'));
    expect(failure?.status).toBe(500);
    expect(failure?.message).toMatch(
      /^Failed to reset consumer group offsets for connector c either because its tasks/,
    );
    expect(failure?.message).toContain('this operation can be safely retried');
  });
});

test.each([
  ['running', source],
  ['running', sink],
])('a %s connector keeps its offsets', async (_state, config) => {
  const { herder } = await stopped(config);
  await herder.setTargetState('c', 'RUNNING');
  expect(await refusal(herder.resetOffsets('c'))).toEqual({
    status: 400,
    message:
      'Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the ' +
      "specified connector by issuing a 'PUT' request to the '/connectors/c/stop' endpoint",
  });
});
