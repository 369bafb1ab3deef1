import { ConfigError } from '../config/index.ts';

/** connector.client.config.override.policy: which `*.override.*` keys a connector may set. */
export interface OverridePolicy {
  /** As its messages name it. */
  readonly name: string;
  allows(clientKey: string): boolean;
}

const PACKAGE = 'org.apache.kafka.connect.connector.policy.';
const SUFFIX = 'ConnectorClientConfigOverridePolicy';
const principalKeys = new Set(['sasl.jaas.config', 'sasl.mechanism', 'security.protocol']);

/** Full class names of the policies that a worker has. */
export const overridePolicyClasses: readonly string[] = ['All', 'None', 'Principal', 'Allowlist'].map(
  (name) => PACKAGE + name + SUFFIX,
);

/**
 * @param name All, None, Principal or Allowlist; Kafka's class names mean the same
 * @param allowlist keys for Allowlist (connector.client.config.override.allowlist, KIP-1188)
 * @throws ConfigError for any other: a policy in Java cannot be loaded, and guessing one would be unsafe
 */
export function overridePolicy(name: string, allowlist: readonly string[]): OverridePolicy {
  const short = name.replace(PACKAGE, '').replace(new RegExp(`${SUFFIX}$`), '');
  switch (short) {
    case 'All':
      return { name: short, allows: () => true };
    case 'None':
      return { name: short, allows: () => false };
    case 'Principal':
      return { name: short, allows: (key) => principalKeys.has(key) };
    case 'Allowlist':
      return { name: short, allows: (key) => allowlist.includes(key) };
    default:
      throw ConfigError.invalid(
        'connector.client.config.override.policy',
        name,
        'String must be one of: All, None, Principal, Allowlist',
      );
  }
}
