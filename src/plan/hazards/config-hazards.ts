import { compare, Sensitive } from '../../core/index.ts';
import type { ResolvedConnector } from '../../definition/index.ts';
import { isSensitiveField } from '../compare-config.ts';
import { isProviderReference } from '../shown-value.ts';
import { type HazardInput, type HazardRule, wantedText, writesConfig } from './hazard.ts';

/** Hazards of what is written, whatever was there before. */
export const configHazards: readonly HazardRule[] = [
  {
    id: 'H006',
    severity: 'hazard',
    title: 'errors.tolerance=all without a dead letter queue',
    needs: ['config'],
    find: (input) => {
      const { desired } = input;
      if (!writesConfig(input) || wantedText(desired, 'errors.tolerance') !== 'all' || isSource(input))
        return undefined;
      return wantedText(desired, 'errors.deadletterqueue.topic.name')
        ? undefined
        : 'errors.tolerance is "all" and there is no dead letter queue: records that fail are dropped';
    },
  },
  {
    id: 'H007',
    severity: 'warning',
    title: 'dead letter keys on a source',
    needs: ['config'],
    find: (input) => {
      if (!writesConfig(input) || !isSource(input)) return undefined;
      const key = [...(input.desired?.config.keys() ?? [])].find((k) => k.startsWith('errors.deadletterqueue.'));
      return key && `${key} has no effect on a source: only sinks have a dead letter queue`;
    },
  },
  {
    id: 'H008',
    severity: 'hazard',
    title: 'two connectors on one file, slot, server id or consumer group',
    needs: ['config', 'other pipelines'],
    find: (input) => {
      if (!writesConfig(input) || !input.desired) return undefined;
      for (const { label, of } of exclusives) {
        const mine = of(input.desired);
        if (mine === undefined) continue;
        const other = input.context.connectors
          .filter((c) => c.name !== input.name && of(c) === mine)
          .map((c) => c.name)
          .sort(compare)[0];
        if (other !== undefined)
          return `"${other}" uses the same ${label}: the two take each other's records or overwrite each other`;
      }
      return undefined;
    },
  },
  {
    id: 'H009',
    severity: 'warning',
    title: 'a secret in clear text',
    needs: ['config'],
    find: (input) => {
      if (!writesConfig(input) || !input.desired || input.action === 'adopt') return undefined;
      const { desired, context } = input;
      const definition = context.observed.definitions.get(wantedText(desired, 'connector.class') ?? '');
      // While the class can't be read, only the name tells; a guess would warn on every key.
      const known = definition?.kind === 'keys' ? definition : undefined;
      const keys = [...desired.config]
        .filter(([key]) => isSensitiveField(key, desired, known))
        .filter(([, value]) => isClearText(value instanceof Sensitive ? value.reveal() : value))
        .map(([key]) => key);
      if (keys.length === 0) return undefined;
      return `${keys.join(', ')} is kept in clear text on the worker: a reference to a config provider (\${file:…:…}) is not`;
    },
  },
];

/** Values that only one connector may have: what they are called, and how one is read. */
const exclusives: readonly { readonly label: string; of(connector: ResolvedConnector): string | undefined }[] = [
  {
    label: 'file',
    of: (c) => (/FileStream/.test(wantedText(c, 'connector.class') ?? '') ? withKind(c, 'file') : undefined),
  },
  { label: 'replication slot (slot.name)', of: (c) => joined(c, 'database.hostname', 'database.dbname', 'slot.name') },
  { label: 'database.server.id', of: (c) => joined(c, 'database.hostname', 'database.server.id') },
  { label: 'consumer group', of: (c) => wantedText(c, 'consumer.override.group.id') },
];

/** A source and a sink on one file may be a loop made on purpose; two of a kind never are. */
function withKind(connector: ResolvedConnector, key: string): string | undefined {
  const value = wantedText(connector, key);
  return value && `${/Sink/.test(wantedText(connector, 'connector.class') ?? '') ? 'sink' : 'source'}\0${value}`;
}

function joined(connector: ResolvedConnector, ...keys: readonly string[]): string | undefined {
  const last = wantedText(connector, keys.at(-1)!);
  return last && keys.map((key) => wantedText(connector, key) ?? '').join('\0');
}

function isClearText(value: string): boolean {
  return value !== '' && !isProviderReference(value) && !/\$\{[^}]+:[^}]+\}/.test(value);
}

function isSource(input: HazardInput): boolean {
  if (input.live && input.live.type !== 'unknown') return input.live.type === 'source';
  const name = wantedText(input.desired, 'connector.class') ?? '';
  const full = input.context.classes.fullName(name);
  const plugin = input.context.classes.connectors.find((p) => p.class === full);
  return plugin ? plugin.type === 'source' : /Source/.test(name);
}
