import type { ResolvedConnector } from '../resolved.ts';
import { hasProviderReference } from './check-value.ts';

/** What the checks read of a connector: which keys it has, and those values that are known here. */
export interface ConnectorValues {
  /** Written keys, `${keep}` ones too. */
  readonly keys: readonly string[];
  has(key: string): boolean;
  /** Undefined where the value is a secret, kept, a placeholder, or filled in by the worker. */
  text(key: string): string | undefined;
}

export function connectorValues(connector: ResolvedConnector): ConnectorValues {
  const { config, keep } = connector;
  const has = (key: string): boolean => config.has(key) || keep.has(key);
  return {
    keys: [...config.keys(), ...keep.keys()],
    has,
    text(key) {
      const value = config.get(key);
      if (typeof value !== 'string' || connector.placeholderKeys?.has(key)) return undefined;
      return hasProviderReference(value) ? undefined : value;
    },
  };
}
