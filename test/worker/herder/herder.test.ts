import { describe, expect, test } from 'vitest';
import type { FlatConfig } from '../../../src/core/index.ts';
import type { NullableConfig } from '../../../src/worker/config/index.ts';
import { waitUntil } from '../../harness/index.ts';
import { type FakeHerder, fakeHerder, sink, source } from './fakes.ts';

const create = (fake: FakeHerder, name: string, config: NullableConfig, initialState?: 'PAUSED' | 'STOPPED') =>
  fake.herder.putConfig(name, { ...config, name }, { allowReplace: false, initialState });

const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => ({ status: 200, message: '' }),
    (error) => ({ status: error.status, message: error.message }),
  );

describe('creating', () => {
  test('answers with tasks that are under way', async () => {
    const fake = fakeHerder();
    const { isNew, info } = await create(fake, 'c', { ...source, 'tasks.max': '2' });
    expect(isNew).toBe(true);
    expect(info).toEqual({
      name: 'c',
      config: { ...source, 'tasks.max': '2', name: 'c' },
      tasks: [
        { connector: 'c', task: 0 },
        { connector: 'c', task: 1 },
      ],
      type: 'source',
    });
    const running = { state: 'RUNNING', worker_id: '127.0.0.1:8083', version: '1.0' };
    expect(fake.herder.status('c')).toEqual({
      name: 'c',
      connector: running,
      tasks: [
        { id: 0, ...running },
        { id: 1, ...running },
      ],
      type: 'source',
    });
  });

  test('gives tasks the class, and sinks the topics', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', sink);
    expect(fake.herder.tasks('c')).toEqual([
      {
        id: { connector: 'c', task: 0 },
        config: { ...sink, name: 'c', index: '0', 'task.class': 'test.FakeSinkTask' },
      },
    ]);
  });

  test.each([
    {
      name: 'a name that is taken',
      config: source,
      existing: true,
      expected: { status: 409, message: 'Connector c already exists' },
    },
    {
      name: 'a name that is taken with a config that is wrong: the config is told',
      config: { 'connector.class': 'FakeSource' },
      existing: true,
      expected: { status: 400, message: expect.stringContaining('Missing required configuration "topic"') },
    },
    {
      name: 'several mistakes at once',
      config: { ...source, topic: '', 'tasks.max': 'x', limit: 'y' },
      expected: {
        status: 400,
        message:
          'Connector configuration is invalid and contains the following 4 error(s):\n' +
          'Invalid value x for configuration tasks.max: Not a number of type INT\n' +
          'Invalid value null for configuration tasks.max: Value must be non-null\n' +
          'Invalid value  for configuration topic: String must be non-empty\n' +
          'Invalid value y for configuration limit: Not a number of type INT\n' +
          'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
      },
    },
    {
      name: 'no class',
      config: { topic: 't' },
      expected: { status: 400, message: 'Connector config {name=c, topic=t} contains no connector type' },
    },
    {
      name: 'an unknown class',
      config: { 'connector.class': 'Nope' },
      expected: {
        status: 400,
        message: expect.stringMatching(
          /^Failed to find any class that implements Connector and which name matches Nope, available connectors are: PluginDesc\{klass=class test\.FakeSinkConnector, /,
        ),
      },
    },
    {
      name: 'topic creation without its defaults',
      config: { ...source, 'topic.creation.groups': 'a' },
      expected: {
        status: 400,
        message:
          'Missing required configuration "topic.creation.default.replication.factor" which has no default value.',
      },
    },
    {
      name: 'a connector that does not start',
      config: { ...source, 'fail.start': 'x' },
      expected: { status: 500, message: 'Failed to transition connector c to state STARTED' },
    },
    {
      name: 'a connector that makes no tasks',
      config: { ...source, 'fail.tasks': 'x' },
      expected: { status: 500, message: 'no tasks today' },
    },
    {
      name: 'more tasks than tasks.max',
      config: { ...source, tasks: '3' },
      expected: {
        status: 500,
        message: expect.stringContaining('The connector c has generated 3 tasks, which is greater than 1'),
      },
    },
  ])('$name is refused', async ({ config, existing, expected }) => {
    const fake = fakeHerder();
    if (existing) await create(fake, 'c', source);
    expect(await refusal(create(fake, 'c', config as NullableConfig))).toEqual(expected);
  });

  test('more tasks than tasks.max run when tasks.max.enforce is off', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', { ...source, tasks: '3', 'tasks.max.enforce': 'false' });
    expect(fake.herder.status('c').tasks).toHaveLength(3);
  });

  test('a connector that failed to start stays, FAILED with its trace', async () => {
    const fake = fakeHerder();
    await refusal(create(fake, 'c', { ...source, 'fail.start': 'x' }));
    const { connector, tasks } = fake.herder.status('c');
    expect(connector).toMatchObject({ state: 'FAILED', version: '1.0' });
    expect(connector.trace).toMatch(/^org\.apache\.kafka\.connect\.errors\.ConnectException: will not start\n\tat /);
    expect(tasks).toEqual([]);
  });

  test('a connector that hangs holds up nobody else', async () => {
    const fake = fakeHerder();
    void create(fake, 'stuck', { ...source, 'hang.start': 'x' });
    await create(fake, 'other', source);
    expect(fake.herder.status('other').connector.state).toBe('RUNNING');
  });

  describe('a connector that hangs in its start', () => {
    const stuck = async () => {
      const fake = fakeHerder();
      const created = refusal(create(fake, 'stuck', { ...source, 'hang.start': 'x' }));
      await waitUntil('a connector', () => fake.herder.names().length === 1);
      return { ...fake, created };
    };
    const left = { status: 500, message: 'Failed to transition connector stuck to state STARTED' };

    test('can be deleted', async () => {
      const { herder, created } = await stuck();
      await herder.remove('stuck');
      expect(await created).toEqual(left);
      expect(herder.names()).toEqual([]);
    });

    test('can be stopped, and says why it was not started', async () => {
      const { herder, created } = await stuck();
      await herder.stopConnector('stuck');
      expect(await created).toEqual(left);
      expect(herder.status('stuck').connector.state).toBe('STOPPED');
    });

    test('can be given a config with which it starts', async () => {
      const { herder, created } = await stuck();
      await herder.putConfig('stuck', { ...source, name: 'stuck' }, { allowReplace: true });
      expect(await created).toEqual(left);
      expect(herder.status('stuck').connector.state).toBe('RUNNING');
    });
  });

  test('a connector that hangs in its stop is replaced', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', { ...source, 'hang.stop': 'x' });
    await fake.herder.putConfig('c', { ...source, name: 'c' }, { allowReplace: true });
    expect(fake.herder.status('c').connector.state).toBe('RUNNING');
  });

  test('a connector that hangs over its offsets can be deleted', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', { ...source, 'hang.offsets': 'x' }, 'STOPPED');
    const altered = refusal(fake.herder.alterOffsets('c', [{ partition: { a: 1 }, offset: { b: 2 } }]));
    await fake.herder.remove('c');
    expect(await altered).toMatchObject({ message: expect.stringContaining('did not alter its offsets in time') });
  });

  test.each(['PAUSED', 'STOPPED'] as const)('one made %s has no tasks until it is resumed', async (state) => {
    const fake = fakeHerder();
    const { info } = await create(fake, 'c', source, state);
    expect(info.tasks).toEqual([]);
    expect(fake.herder.status('c')).toMatchObject({ connector: { state }, tasks: [] });
    await fake.herder.setTargetState('c', 'RUNNING');
    expect(fake.herder.status('c')).toMatchObject({ connector: { state: 'RUNNING' }, tasks: [{ state: 'RUNNING' }] });
  });
});

describe('a task that cannot be made', () => {
  test.each<{ name: string; config: FlatConfig; trace: string }>([
    {
      name: 'a transform that refuses its config',
      config: { transforms: 'a', 'transforms.a.type': 'test.Tag$Value', 'transforms.a.word': 'bad' },
      trace:
        'org.apache.kafka.connect.errors.ConnectException: org.apache.kafka.connect.errors.ConnectException: not this word',
    },
    {
      name: 'a predicate that is not declared',
      config: {
        transforms: 'a',
        'transforms.a.type': 'test.Tag$Value',
        'transforms.a.word': 'w',
        'transforms.a.predicate': 'p',
      },
      trace:
        'org.apache.kafka.connect.errors.ConnectException: org.apache.kafka.connect.errors.ConnectException: ' +
        "org.apache.kafka.common.config.ConfigException: Unknown configuration 'predicates.p.plugin.version'",
    },
    {
      name: 'a client setting that is none',
      config: { 'producer.override.acks': 'banana' },
      trace:
        'org.apache.kafka.common.config.ConfigException: ' +
        'Invalid value banana for configuration acks: String must be one of: all, -1, 0, 1',
    },
  ])('$name: it is FAILED, its connector RUNNING', async ({ config, trace }) => {
    const fake = fakeHerder();
    await create(fake, 'c', { ...source, ...config });
    const { connector, tasks } = fake.herder.status('c');
    expect(connector.state).toBe('RUNNING');
    expect(tasks[0]).toMatchObject({ id: 0, state: 'FAILED', version: null });
    expect(tasks[0]?.trace?.split('\n')[0]).toBe(trace);
    expect(await refusal(fake.herder.restartTask('c', 0))).toEqual({
      status: 500,
      message: 'Failed to start task: c-0',
    });
  });
});

describe('changing a config', () => {
  test('an equal one keeps the tasks', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', source);
    await fake.herder.putConfig('c', { ...source, name: 'c' }, { allowReplace: true });
    expect(fake.runners).toHaveLength(1);
  });

  test('another one replaces them', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', source);
    await fake.herder.putConfig('c', { ...source, name: 'c', limit: '6' }, { allowReplace: true });
    expect(fake.runners).toHaveLength(2);
    expect(fake.runners[0]?.calls).toEqual(['start', 'stop']);
    expect(fake.runner('c').deps.spec.taskConfig).toMatchObject({ limit: '6' });
  });

  test('one of a stopped connector is stored, and used when it is resumed', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', source, 'STOPPED');
    await fake.herder.putConfig('c', { ...source, name: 'c', limit: '6' }, { allowReplace: true });
    expect(fake.herder.status('c')).toMatchObject({ connector: { state: 'STOPPED' }, tasks: [] });
    await fake.herder.setTargetState('c', 'RUNNING');
    expect(fake.runner('c').deps.spec.taskConfig).toMatchObject({ limit: '6' });
  });

  test('a patch adds, changes and, with null, takes out', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', { ...source, limit: '1', x: 'y' });
    const info = await fake.herder.patchConfig('c', { limit: '2', x: null, z: 'new' });
    expect(info.config).toEqual({ ...source, name: 'c', limit: '2', z: 'new' });
  });

  test('a patch that makes the config wrong changes nothing', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', source);
    expect(await refusal(fake.herder.patchConfig('c', { topic: null }))).toMatchObject({ status: 400 });
    expect(fake.herder.info('c').config).toEqual({ ...source, name: 'c' });
  });

  test('references to config providers stay in what is shown, and are resolved for tasks', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', { ...source, password: '${vault:db}' });
    expect(fake.herder.info('c').config['password']).toBe('${vault:db}');
    expect(fake.herder.tasks('c')[0]?.config['password']).toBe('${vault:db}');
    expect(fake.runner('c').deps.spec.taskConfig['password']).toBe('secret-db');
    expect(fake.runner('c').deps.spec.connectorConfig['password']).toBe('secret-db');
  });

  test('what a config provider gave is shown by no validation and no error', async () => {
    const { herder } = fakeHerder();
    const config = { ...source, name: 'c', topic: '${vault:topic}', limit: '${vault:limit}', password: '${vault:db}' };
    const infos = await herder.validate(config);
    const shown = infos.configs.map(({ value }) => value).filter(({ name }) => name === 'topic' || name === 'limit');
    expect(shown).toMatchObject([{ value: '${vault:topic}' }, { errors: [expect.stringContaining('${vault:limit}')] }]);
    expect(JSON.stringify(infos)).not.toContain('secret-');
    const create = (more: object) => refusal(herder.putConfig('c', { ...config, ...more }, { allowReplace: true }));
    expect(await create({})).toMatchObject({ message: expect.not.stringContaining('secret-') });
    expect(await create({ limit: '1', 'producer.override.batch.size': '${vault:size}' })).toMatchObject({
      message: 'Invalid value ${vault:size} for configuration batch.size: Not a number of type INT',
    });
  });
});

describe('states', () => {
  test('pause and resume reach connector and tasks', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', source);
    await fake.herder.setTargetState('c', 'PAUSED');
    expect(fake.herder.status('c')).toMatchObject({ connector: { state: 'PAUSED' }, tasks: [{ state: 'PAUSED' }] });
    await fake.herder.setTargetState('c', 'RUNNING');
    expect(fake.herder.status('c')).toMatchObject({ connector: { state: 'RUNNING' }, tasks: [{ state: 'RUNNING' }] });
    expect(fake.runner('c').calls).toEqual(['start', 'pause', 'resume']);
  });

  test('stop takes the tasks away, and can be repeated', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', source);
    await fake.herder.stopConnector('c');
    await fake.herder.stopConnector('c');
    expect(fake.herder.status('c')).toMatchObject({ connector: { state: 'STOPPED' }, tasks: [] });
    expect(fake.herder.info('c').tasks).toEqual([]);
  });

  test('a failed connector is stopped, but neither paused nor resumed', async () => {
    const fake = fakeHerder();
    await refusal(create(fake, 'c', { ...source, 'fail.start': 'x' }));
    await fake.herder.setTargetState('c', 'PAUSED');
    expect(fake.herder.status('c').connector.state).toBe('FAILED');
    await fake.herder.stopConnector('c');
    expect(fake.herder.status('c').connector.state).toBe('STOPPED');
  });

  test('a task that was left behind is heard no more', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', source);
    const old = fake.runner('c');
    old.isStuck = true;
    await fake.herder.restartTask('c', 0);
    old.fail();
    expect(fake.herder.taskStatus('c', 0).state).toBe('RUNNING');
  });

  test('a connector that throws on stop is removed all the same', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', { ...source, 'fail.stop': 'x' });
    await fake.herder.remove('c');
    expect(fake.herder.names()).toEqual([]);
    expect(() => fake.herder.status('c')).toThrow('No status found for connector c');
  });
});

describe('restarting', () => {
  const started = async () => {
    const fake = fakeHerder();
    await create(fake, 'c', { ...source, 'tasks.max': '2' });
    fake.runner('c', 1).fail();
    return fake;
  };
  const states = (status: { connector: { state: string }; tasks: readonly { state: string }[] }) =>
    [status.connector, ...status.tasks].map(({ state }) => state);

  test.each([
    {
      name: 'all',
      parts: { onlyFailed: false, includeTasks: true },
      shown: ['RESTARTING', 'RESTARTING', 'RESTARTING'],
      runners: 4,
    },
    {
      name: 'what failed',
      parts: { onlyFailed: true, includeTasks: true },
      shown: ['RUNNING', 'RUNNING', 'RESTARTING'],
      runners: 3,
    },
    {
      name: 'a failed connector alone, which it is not',
      parts: { onlyFailed: true, includeTasks: false },
      shown: ['RUNNING', 'RUNNING', 'FAILED'],
      runners: 2,
    },
  ])('$name', async ({ parts, shown, runners }) => {
    const fake = await started();
    expect(states(await fake.herder.restartParts('c', parts))).toEqual(shown);
    expect(fake.runners).toHaveLength(runners);
  });

  test('the instance alone leaves tasks as they are', async () => {
    const fake = await started();
    await fake.herder.restartConnector('c');
    expect(states(fake.herder.status('c'))).toEqual(['RUNNING', 'RUNNING', 'FAILED']);
  });

  test('one task', async () => {
    const fake = await started();
    await fake.herder.restartTask('c', 1);
    expect(states(fake.herder.status('c'))).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
  });
});

describe('what is not there', () => {
  test.each<[string, (fake: FakeHerder) => unknown, string]>([
    ['info', ({ herder }) => herder.info('x'), 'Connector x not found'],
    ['status', ({ herder }) => herder.status('x'), 'No status found for connector x'],
    ['task status', ({ herder }) => herder.taskStatus('x', 0), 'No status found for task x-0'],
    ['tasks', ({ herder }) => herder.tasks('x'), 'Connector x not found'],
    ['patch', ({ herder }) => herder.patchConfig('x', {}), 'Connector x not found'],
    ['remove', ({ herder }) => herder.remove('x'), 'Connector x not found'],
    ['pause', ({ herder }) => herder.setTargetState('x', 'PAUSED'), 'Unknown connector x'],
    ['stop', ({ herder }) => herder.stopConnector('x'), 'No connector `x` configured'],
    ['restart', ({ herder }) => herder.restartConnector('x'), 'Connector x not found'],
    [
      'restart with tasks',
      ({ herder }) => herder.restartParts('x', { onlyFailed: false, includeTasks: true }),
      'Unknown connector: x',
    ],
    ['restart of a task', ({ herder }) => herder.restartTask('x', 0), 'Task x-0 not found'],
    ['offsets', ({ herder }) => herder.offsets('x'), 'Connector x not found'],
    ['offsets reset', ({ herder }) => herder.resetOffsets('x'), 'Connector x not found'],
  ])('%s: 404', async (_name, call, message) => {
    const work = (async () => call(fakeHerder()))();
    expect(await refusal(work)).toEqual({ status: 404, message });
  });

  test('topics of an unknown connector are none', () => {
    expect(fakeHerder().herder.activeTopics('x')).toEqual([]);
  });
});

describe('active topics', () => {
  test('are remembered until the connector is removed or they are reset', async () => {
    const fake = fakeHerder();
    await create(fake, 'c', source);
    fake.runner('c').touch('b');
    fake.runner('c').touch('a');
    expect(fake.herder.activeTopics('c')).toEqual(['a', 'b']);
    fake.herder.resetActiveTopics('c');
    expect(fake.herder.activeTopics('c')).toEqual([]);
  });

  test.each<{ props: FlatConfig; message: string }>([
    { props: { 'topic.tracking.enable': 'false' }, message: 'Topic tracking is disabled.' },
    { props: { 'topic.tracking.allow.reset': 'false' }, message: 'Topic tracking reset is disabled.' },
  ])('$message', ({ props, message }) => {
    expect(() => fakeHerder(props).herder.resetActiveTopics('c')).toThrow(message);
  });
});

test('closing leaves a connector behind that hangs', async () => {
  const fake = fakeHerder({ 'task.shutdown.graceful.timeout.ms': '-5900' });
  await create(fake, 'a', source);
  void refusal(create(fake, 'stuck', { ...source, 'hang.start': 'x' }));
  await new Promise((done) => setTimeout(done, 20));
  await fake.herder.close();
  expect(fake.runner('a').calls).toEqual(['start', 'stop']);
});

test('closing stops every task', async () => {
  const fake = fakeHerder();
  await create(fake, 'a', source);
  await create(fake, 'b', sink);
  await fake.herder.close();
  expect(fake.runners.map(({ calls }) => calls)).toEqual([
    ['start', 'stop'],
    ['start', 'stop'],
  ]);
});
