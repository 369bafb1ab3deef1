import { expect, test } from 'vitest';
import { pullPlugins } from '../../../src/cli/worker-plugins/index.ts';
import { type ConnectClient, ConnectFailure } from '../../../src/connect/index.ts';
import type { ConfigInfos, ConfigKeyInfo, FlatConfig, PluginInfo } from '../../../src/core/index.ts';

const key = (name: string): ConfigKeyInfo => ({
  name,
  type: 'STRING',
  required: false,
  default_value: null,
  importance: 'HIGH',
  documentation: '',
  group: null,
  order_in_group: -1,
  width: 'NONE',
  display_name: name,
  dependents: [],
});

const refused = (message: string): ConnectFailure =>
  new ConnectFailure('CC7002', message, { kind: 'api', status: 500, apiMessage: message });

/** A worker of one version; `describe` answers for a class. */
function worker(
  version: string,
  plugins: readonly PluginInfo[],
  describe: (className: string) => readonly ConfigKeyInfo[],
) {
  const calls: string[] = [];
  const client = {
    serverInfo: async () => ({ version, commit: '', kafka_cluster_id: '' }),
    plugins: async () => plugins,
    pluginConfig: async (className: string) => {
      calls.push(`config ${className}`);
      return describe(className);
    },
    validate: async (className: string, config: FlatConfig): Promise<ConfigInfos> => {
      calls.push(`validate ${className} ${Object.keys(config).sort().join(' ')}`);
      const configs = describe(config['transforms.probe.type'] ?? className).map((definition) => ({
        definition,
        value: { name: definition.name, value: null, recommended_values: [], errors: [], visible: true },
      }));
      return { name: className, error_count: 0, groups: [], configs };
    },
  } as unknown as ConnectClient;
  return { client, calls };
}

const plugins: readonly PluginInfo[] = [
  { class: 'io.example.B', type: 'sink', version: '1' },
  { class: 'io.example.A', type: 'source', version: '1' },
];

test('a worker before 3.2 is asked by way of validations', async () => {
  const { client, calls } = worker('3.1.2', plugins, () => [key('url')]);
  const { definitions } = await pullPlugins(client, { probe: false });
  expect(definitions.map(({ className, types, keys }) => [className, types, [...keys.keys()]])).toEqual([
    ['io.example.A', ['source'], ['url']],
    ['io.example.B', ['sink'], ['url']],
  ]);
  expect(calls).toEqual(['validate io.example.A connector.class name', 'validate io.example.B connector.class name']);
});

test('a class that the worker cannot describe is left out, with what it said', async () => {
  const { client } = worker('4.3.1', plugins, (className) => {
    if (className === 'io.example.A') throw refused('Instantiation error');
    return [key('url')];
  });
  const { definitions, problems } = await pullPlugins(client, { probe: false });
  expect(definitions.map(({ className }) => className)).toEqual(['io.example.B']);
  expect(problems).toEqual([{ className: 'io.example.A', message: 'Instantiation error' }]);
});

test('a worker that goes away meanwhile is a failure, not a class without a definition', async () => {
  const { client } = worker('4.3.1', plugins, () => {
    throw new ConnectFailure('CC7001', 'gone', { kind: 'lost' });
  });
  await expect(pullPlugins(client, { probe: false })).rejects.toThrow('gone');
});

test('a probe asks what is no connector through one that reaches out to nothing', async () => {
  const more: readonly PluginInfo[] = [
    ...plugins,
    { class: 'org.apache.kafka.connect.mirror.MirrorHeartbeatConnector', type: 'source' },
    { class: 'io.example.T', type: 'transformation' },
  ];
  const { client, calls } = worker('4.3.1', more, (className) => (className === 'io.example.T' ? [key('mode')] : []));
  const { definitions } = await pullPlugins(client, { probe: true });
  expect(calls.filter((call) => call.startsWith('validate'))).toEqual([
    'validate org.apache.kafka.connect.mirror.MirrorHeartbeatConnector connector.class name transforms transforms.probe.mode transforms.probe.type',
  ]);
  expect(definitions.every(({ probed }) => probed)).toBe(true);
});
