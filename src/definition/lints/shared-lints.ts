import type { ResolvedConnector } from '../resolved.ts';
import { type LintContext, type LintFinding, type LintRule, type SharedBy, textOf } from './lint-rule.ts';

/** Lints of what two connectors of one environment have in common and should not. */
export const sharedLints: readonly LintRule[] = [
  {
    id: 'H008',
    severity: 'hazard',
    title: 'two connectors on one file, slot, server id or consumer group',
    needs: ['config', 'other pipelines'],
    find: (connector, context) =>
      firstShared(connector, context, EXCLUSIVES, (label, other) => ({
        message: `"${other}" uses the same ${label}: the two take each other's records or overwrite each other`,
      })) ??
      firstShared(connector, context, READ_FILES, (label, other) => ({
        message: `"${other}" reads the same ${label}: each of its lines is read twice`,
      })),
  },
  {
    id: 'H015',
    severity: 'warning',
    title: 'two sources on one topic',
    needs: ['config', 'other pipelines'],
    find: (connector, context) =>
      firstShared(connector, context, TOPICS, (label, other) => ({
        message: `"${other}" writes to the same ${label}: who reads it gets the records of both`,
        help: 'silence it with allow where that is meant',
      })),
  },
  {
    id: 'H016',
    severity: 'hazard',
    title: 'two change captures with one prefix',
    needs: ['config', 'other pipelines'],
    find: (connector, context) =>
      firstShared(connector, context, PREFIXES, (label, other) => ({
        message: `"${other}" has the same ${label}: their topics, schema history and offsets may be taken for each other's`,
        help: 'give each its own',
      })),
  },
];

interface Shared {
  readonly label: string;
  /** The key that is shown; where it is not written, the connector's own place. */
  readonly key: string;
  readonly of: SharedBy;
}

const EXCLUSIVES: readonly Shared[] = [
  { label: 'file', key: 'file', of: (c) => fileOf(c, 'Sink') },
  { label: 'replication slot', key: 'slot.name', of: slotOf },
  {
    label: 'database.server.id',
    key: 'database.server.id',
    of: (c) => joined(c, 'database.server.id', 'database.hostname', 'database.port'),
  },
  { label: 'consumer group', key: 'consumer.override.group.id', of: groupOf },
];

const READ_FILES: readonly Shared[] = [{ label: 'file', key: 'file', of: (c) => fileOf(c, 'Source') }];

const TOPICS: readonly Shared[] = [
  { label: 'topic', key: 'topic', of: (c, context) => topicOf(c, context, 'topic') },
  { label: 'topic', key: 'kafka.topic', of: (c, context) => topicOf(c, context, 'kafka.topic') },
];

const PREFIXES: readonly Shared[] = ['topic.prefix', 'database.server.name'].map((key) => ({
  label: key,
  key,
  of: (c) => (/^io\.debezium\.connector\.(?!jdbc)/.test(classOf(c)) ? textOf(c, key) : undefined),
}));

function firstShared(
  connector: ResolvedConnector,
  context: LintContext,
  things: readonly Shared[],
  say: (label: string, other: string) => { readonly message: string; readonly help?: string },
): LintFinding | undefined {
  for (const { label, key, of } of things) {
    const [other] = context.sharing(connector, of);
    if (other) return { key, other, ...say(label, other.name) };
  }
  return undefined;
}

/** A source and a sink on one file may be a way on purpose; two of a kind never are. */
function fileOf(connector: ResolvedConnector, kind: 'Source' | 'Sink'): string | undefined {
  return classOf(connector).includes(`FileStream${kind}`) ? textOf(connector, 'file') : undefined;
}

/** A slot belongs to one database; Debezium's Postgres connector calls it "debezium" where nothing is written. */
function slotOf(connector: ResolvedConnector): string | undefined {
  const isPostgres = /(?:^|\.)Postgres(?:Connector|SourceConnector)$/.test(classOf(connector));
  const slot = textOf(connector, 'slot.name') ?? (isPostgres ? 'debezium' : undefined);
  if (slot === undefined || !connector.config.has('database.hostname')) return undefined;
  const where = ['database.hostname', 'database.port', 'database.dbname'].map((key) => textOf(connector, key) ?? '');
  return [slot, ...where].join('\0');
}

/** Kafka Connect's own name for a sink's group is `connect-NAME` (SinkUtils.consumerGroupId). */
function groupOf(connector: ResolvedConnector, context: LintContext): string | undefined {
  const key = 'consumer.override.group.id';
  if (connector.config.has(key)) return textOf(connector, key);
  return context.kindOf(connector) === 'sink' ? `connect-${connector.name}` : undefined;
}

/** Where a source writes; nothing after a transform that may route records elsewhere. */
function topicOf(connector: ResolvedConnector, context: LintContext, key: string): string | undefined {
  const topic = textOf(connector, key);
  if (topic === undefined || context.kindOf(connector) === 'sink') return undefined;
  if (!connector.config.has('transforms')) return topic;
  for (const [k, value] of connector.config) {
    const isType = k.startsWith('transforms.') && k.endsWith('.type');
    if (isType && typeof value === 'string' && /Router|ExtractTopic/.test(value)) return undefined;
  }
  return topic;
}

function joined(connector: ResolvedConnector, key: string, ...where: readonly string[]): string | undefined {
  const value = textOf(connector, key);
  return value && [value, ...where.map((k) => textOf(connector, k) ?? '')].join('\0');
}

function classOf(connector: ResolvedConnector): string {
  return textOf(connector, 'connector.class') ?? '';
}
