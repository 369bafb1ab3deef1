import { expect, it } from 'vitest';
import { pullPlugins } from '../../src/cli/worker-plugins/index.ts';
import { createConnectClient } from '../../src/connect/index.ts';
import { builtInPlugins, type PluginDefinition, toPluginSchema } from '../../src/definition/index.ts';
import { describeReal, sharedDistributed } from './shared.ts';

describeReal('the plugin definitions that ship', () => {
  it('say what Kafka Connect 4.3.1 says, but for the words of the documentation', async () => {
    const client = createConnectClient({ urls: [(await sharedDistributed()).url] });
    const { definitions, problems } = await pullPlugins(client, { probe: true });
    client.close();
    expect(problems).toEqual([]);
    expect(facts(builtInPlugins())).toEqual(facts(definitions));
  });
});

function facts(definitions: readonly PluginDefinition[]): Readonly<Record<string, unknown>> {
  const entries = definitions.map((definition): [string, unknown] => {
    const keys = [...definition.keys.values()].map((key) => [key.name, { ...key, documentation: '' }] as const);
    return [definition.className, toPluginSchema({ ...definition, keys: new Map(keys) })];
  });
  return Object.fromEntries(entries);
}
