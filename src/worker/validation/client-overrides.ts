import type { ConfigInfos } from '../../core/index.ts';
import { type NullableConfig, parseValue, valueText } from '../config/index.ts';
import { javaEntries } from '../data/index.ts';
import { type ClientKind, clientKeys } from './client-keys.ts';
import type { OverridePolicy } from './override-policy.ts';
import { textOf } from './plugin-class.ts';

type Entry = ConfigInfos['configs'][number];

/** The Kafka clients that a connector has beside the worker's own, in the order in which validate lists them. */
export function clientsOf(kind: 'source' | 'sink', config: NullableConfig): ClientKind[] {
  const hasDeadLetterQueue = (textOf(config, 'errors.deadletterqueue.topic.name') ?? '').trim() !== '';
  if (kind === 'sink') return hasDeadLetterQueue ? ['producer', 'consumer', 'admin'] : ['consumer'];
  const createsTopics = Object.keys(config).some((key) => key.startsWith('topic.creation.'));
  return createsTopics ? ['producer', 'admin'] : ['producer'];
}

/**
 * What validate says of `<client>.override.*`: the client's own definition of each, and what the policy refuses.
 * @throws ConfigError where a value is not of the client's type (4.3.1 lists no message for it: it answers 500)
 */
export function clientOverrideInfos(client: ClientKind, config: NullableConfig, policy: OverridePolicy): Entry[] {
  const prefix = `${client}.override.`;
  // One HashMap is filled from another there: the order of the first still shows in keys of one bucket.
  const overrides = javaEntries(new Map(Object.entries(config))).filter(([key]) => String(key).startsWith(prefix));
  const values = new Map(overrides.map(([key, text]) => [String(key).slice(prefix.length), text]));
  return javaEntries(values).map(([name, text]) => info(client, prefix, name as string, text as string | null, policy));
}

function info(client: ClientKind, prefix: string, name: string, text: string | null, policy: OverridePolicy): Entry {
  const key = clientKeys[client].get(name);
  const errors = policy.allows(name)
    ? []
    : [`The '${policy.name}' policy does not allow '${name}' to be overridden in the connector configuration.`];
  const value = key ? valueText(parseValue(name, text, key.type), key.type) : text;
  return {
    definition: key
      ? {
          name: prefix + name,
          type: key.type,
          required: key.required,
          default_value: key.defaultText,
          importance: key.importance,
          documentation: `${name} of the ${client}, as Kafka's ${client} configuration describes it.`,
          group: null,
          order_in_group: -1,
          width: 'NONE',
          display_name: name,
          dependents: [],
        }
      : null,
    value: { name: prefix + name, value, recommended_values: [], errors, visible: true },
  };
}
