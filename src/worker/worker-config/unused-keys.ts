import { type FlatConfig, suggest } from '../../core/index.ts';
import { clientKeyUses, unusedClientKeys } from '../clients/index.ts';
import type { PluginRegistry } from '../plugins/index.ts';
import { misspeltConverterKeys } from './converter-sub-keys.ts';
import { ignoredWorkerKeys, workerKeyUse } from './worker-key-uses.ts';
import { workerConfigDef } from './worker-keys.ts';

const workerKeys: ReadonlySet<string> = new Set(workerConfigDef.keys.map((key) => key.name));

/** Keys below these belong to somebody else, who takes what it is given. */
const openPrefixes = ['metrics.context.'];
const converterPrefix = /^(key|value|header)\.converter\./;
const clientPrefix = /^(producer|consumer|admin)\./;
const listenerPrefix = /^(admin\.)?listeners\.https\./;
const providerKey = /^config\.providers($|\.[^.]+\.(class$|param\.))/;

/** One sentence for each key that is unknown, most likely misspelt, or without effect here. Values are not shown. */
export function unusedKeys(props: FlatConfig, registry: PluginRegistry): string[] {
  return [
    ...Object.entries(props).flatMap(([key, value]) => unusedKey(key, value)),
    ...misspeltConverterKeys(props, registry),
    ...unusedClientKeys(props, ''),
  ];
}

function unusedKey(key: string, value: string): string[] {
  if (listenerPrefix.test(key)) return unusedListenerKey(key);
  if (ignoredWorkerKeys.has(key) || converterPrefix.test(key)) return [];
  if (key !== 'admin.listeners' && clientPrefix.test(key)) return [];
  if (providerKey.test(key) || openPrefixes.some((prefix) => key.startsWith(prefix))) return [];
  const use = workerKeyUse(key);
  if (typeof use === 'object') {
    return use.same.includes(value.trim()) ? [] : [`The worker setting '${key}' has no effect: ${use.because}.`];
  }
  if (use === 'honoured' || workerKeys.has(key)) return [];
  return [`The worker setting '${key}' ${whatIsWrong(key)}`];
}

function whatIsWrong(key: string): string {
  const kind = (['consumer', 'producer'] as const).find((name) => Object.hasOwn(clientKeyUses[name], key));
  if (kind !== undefined) return `has no effect: for ${kind}s it is '${kind}.${key}'.`;
  if (key.startsWith('topic.creation.')) return 'has no effect: it belongs into the config of a source connector.';
  const meant = suggest(key, workerKeys);
  return `is not known${meant ? `; did you mean '${meant}'?` : '.'}`;
}

function unusedListenerKey(key: string): string[] {
  const prefix = listenerPrefix.exec(key)?.[0] ?? '';
  const name = key.slice(prefix.length);
  if (name === 'ssl.client.auth' || clientKeyUses.admin[name] === 'honoured') return [];
  const names = ['ssl.client.auth', ...Object.keys(clientKeyUses.admin).filter((known) => known.startsWith('ssl.'))];
  const use = names.includes(name) ? clientKeyUses.admin[name] : undefined;
  if (typeof use === 'object') return [`The worker setting '${key}' has no effect: ${use.because}.`];
  const meant = suggest(name, names);
  return [`The worker setting '${key}' is not known${meant ? `; did you mean '${prefix}${meant}'?` : '.'}`];
}
