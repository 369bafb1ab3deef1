import { Sensitive } from '../../src/core/index.ts';
import type { ConfigText, ResolvedConnector } from '../../src/definition/index.ts';

/** A resolved connector from flat keys, each written on a line of its own: line 1 is the name, key i is line i + 2. */
export function connectorOf(
  config: Readonly<Record<string, string>>,
  more: Partial<ResolvedConnector> & { readonly secret?: readonly string[] } = {},
): ResolvedConnector {
  const keys = Object.keys(config);
  const secret = new Set(more.secret ?? []);
  const entries = keys.map((key): [string, ConfigText] => [
    key,
    secret.has(key) ? new Sensitive(config[key]!) : config[key]!,
  ]);
  return {
    name: 'c',
    pipeline: 'p',
    config: new Map(entries),
    keep: new Map(),
    sensitiveKeys: secret,
    isSensitiveKey: (key) => secret.has(key),
    sourceOf: (key) => (keys.includes(key) ? { file: 'p.yaml', line: keys.indexOf(key) + 2, column: 1 } : undefined),
    source: { file: 'p.yaml', line: 1, column: 1 },
    state: undefined,
    stateSource: undefined,
    dependsOn: [],
    preventDestroy: false,
    movedFrom: [],
    offsets: undefined,
    allow: new Map(),
    labels: new Map(),
    description: undefined,
    entry: undefined,
    ...more,
  };
}
