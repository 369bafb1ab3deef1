import { type FlatConfig, Sensitive } from '../../core/index.ts';
import type { KafkaConnectionConfig } from '../../kafka/index.ts';
import { ConfigError, parseValue } from '../config/index.ts';
import { clientKeys } from '../validation/index.ts';
import { tlsOptions } from './tls-options.ts';

/**
 * Settings of Kafka's Java clients as a connection of ours.
 * @param props flat, prefixes taken away
 * @throws ConfigError for a value that cannot be used, or a way of authentication there is no counterpart for
 */
export function connectionConfig(props: FlatConfig): KafkaConnectionConfig {
  const security = (props['security.protocol'] ?? 'PLAINTEXT').trim().toUpperCase();
  if (!['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'].includes(security)) {
    throw ConfigError.invalid(
      'security.protocol',
      props['security.protocol'],
      'String must be one of (case insensitive): SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT',
    );
  }
  return {
    bootstrapServers: parseValue('bootstrap.servers', props['bootstrap.servers'] ?? '', 'LIST') as string[],
    clientId: props['client.id'] ?? '',
    connectTimeoutMs: clientNumber(props, 'socket.connection.setup.timeout.ms'),
    requestTimeoutMs: clientNumber(props, 'request.timeout.ms'),
    apiTimeoutMs: clientNumber(props, 'default.api.timeout.ms'),
    retryBackoffMs: clientNumber(props, 'retry.backoff.ms'),
    retryBackoffMaxMs: clientNumber(props, 'retry.backoff.max.ms'),
    maxIdleMs: clientNumber(props, 'connections.max.idle.ms'),
    tls: security.endsWith('SSL') ? tlsOptions(props) : undefined,
    sasl: security.startsWith('SASL') ? saslOptions(props) : undefined,
  };
}

/** A numeric setting, undefined where it is not given. */
export function clientNumber(props: FlatConfig, name: string): number | undefined {
  const text = props[name];
  if (text === undefined) return undefined;
  const type = clientKeys.consumer.get(name)?.type ?? clientKeys.producer.get(name)?.type ?? 'LONG';
  const value = Number(parseValue(name, text, type));
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

/** A true or false setting, undefined where it is not given. */
export function clientFlag(props: FlatConfig, name: string): boolean | undefined {
  const text = props[name];
  return text === undefined ? undefined : (parseValue(name, text, 'BOOLEAN') as boolean);
}

const mechanisms = {
  PLAIN: 'plain',
  'SCRAM-SHA-256': 'scram-sha-256',
  'SCRAM-SHA-512': 'scram-sha-512',
} as const;

function saslOptions(props: FlatConfig): NonNullable<KafkaConnectionConfig['sasl']> {
  const name = props['sasl.mechanism'] ?? 'GSSAPI';
  const mechanism = mechanisms[name as keyof typeof mechanisms];
  if (mechanism === undefined) {
    throw ConfigError.invalid('sasl.mechanism', name, `Supported here: ${Object.keys(mechanisms).join(', ')}`);
  }
  const jaas = props['sasl.jaas.config'] ?? '';
  const username = jaasOption(jaas, 'username');
  const password = jaasOption(jaas, 'password');
  if (username === undefined || password === undefined) {
    throw new ConfigError(`sasl.jaas.config has to give username and password for ${name}`);
  }
  return { mechanism, username, password: new Sensitive(password) };
}

/** `Module required username="a" password="b";`: values in double or single quotes, or bare. */
function jaasOption(jaas: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)'|([^\\s;"']+))`).exec(jaas);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2] ?? match?.[3];
}
