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
    const [ofKafka, beside] = [builtInPlugins().filter(isOfKafka), builtInPlugins().filter((d) => !isOfKafka(d))];
    expect(facts(ofKafka)).toEqual(facts(definitions));
    // Ours to answer for: what configs of Confluent's and Debezium's plugins carry.
    expect(beside.map(({ className }) => className)).toEqual([
      'io.confluent.connect.avro.AvroConverter',
      'io.confluent.connect.json.JsonSchemaConverter',
      'io.confluent.connect.protobuf.ProtobufConverter',
      'io.debezium.transforms.ExtractNewRecordState',
    ]);
  });
});

function isOfKafka({ className }: PluginDefinition): boolean {
  return className.startsWith('org.apache.kafka.');
}

function facts(definitions: readonly PluginDefinition[]): Readonly<Record<string, unknown>> {
  const entries = definitions.map((definition): [string, unknown] => {
    const keys = [...definition.keys.values()].map((key) => [key.name, { ...key, documentation: '' }] as const);
    return [definition.className, toPluginSchema({ ...definition, keys: new Map(keys) })];
  });
  return Object.fromEntries(entries);
}
