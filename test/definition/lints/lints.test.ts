import { describe, expect, test } from 'vitest';
import { codes } from '../../../src/core/index.ts';
import { type LintKnowledge, lint, lintRules, type ResolvedConnector } from '../../../src/definition/index.ts';
import { connectorOf } from '../connector.ts';

const source = { 'connector.class': 'FileStreamSource', topic: 't' };
const sink = { 'connector.class': 'FileStreamSink', topics: 't' };
const postgres = { 'connector.class': 'io.debezium.connector.postgresql.PostgresConnector', 'database.hostname': 'db' };
const mysql = { 'connector.class': 'io.debezium.connector.mysql.MySqlConnector', 'database.hostname': 'db' };
const jdbc = { 'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector' };
const allTolerant = { 'errors.tolerance': 'all' };

type Config = Readonly<Record<string, string>>;
interface Row {
  readonly id: string;
  /** Configs of connectors a, b, …: the lint fires on the last one. */
  readonly fires: readonly Config[];
  /** The flat key that it points at. */
  readonly key: string;
  readonly message: string;
  /** As near as can be, and silent. */
  readonly nearMiss: readonly Config[];
  readonly secret?: readonly string[];
}

const rows: readonly Row[] = [
  {
    id: 'H006',
    fires: [{ ...sink, ...allTolerant }],
    key: 'errors.tolerance',
    message: 'errors.tolerance is "all" and there is no dead letter queue: records that fail are dropped',
    nearMiss: [{ ...sink, ...allTolerant, 'errors.deadletterqueue.topic.name': 'd' }],
  },
  {
    id: 'H006',
    fires: [{ ...sink, ...allTolerant, 'errors.deadletterqueue.topic.name': '' }],
    key: 'errors.tolerance',
    message: 'errors.tolerance is "all" and there is no dead letter queue: records that fail are dropped',
    nearMiss: [{ ...source, ...allTolerant }],
  },
  {
    id: 'H007',
    fires: [{ ...source, 'errors.deadletterqueue.topic.name': 'd' }],
    key: 'errors.deadletterqueue.topic.name',
    message: 'errors.deadletterqueue.topic.name has no effect on a source: only sinks have a dead letter queue',
    nearMiss: [{ ...sink, 'errors.deadletterqueue.topic.name': 'd' }],
  },
  {
    id: 'H008',
    fires: [
      { ...sink, file: '/f' },
      { ...sink, file: '/f' },
    ],
    key: 'file',
    message: '"a" uses the same file: the two take each other\'s records or overwrite each other',
    nearMiss: [
      { ...sink, file: '/f' },
      { ...source, file: '/f' },
    ],
  },
  {
    id: 'H008',
    fires: [
      { ...source, file: '/f' },
      { ...source, topic: 'other', file: '/f' },
    ],
    key: 'file',
    message: '"a" reads the same file: each of its lines is read twice',
    nearMiss: [
      { ...source, file: '/f' },
      { ...source, topic: 'other', file: '/g' },
    ],
  },
  {
    id: 'H008',
    fires: [
      { ...postgres, 'slot.name': 's', 'topic.prefix': 'x' },
      { ...postgres, 'slot.name': 's', 'topic.prefix': 'y' },
    ],
    key: 'slot.name',
    message: '"a" uses the same replication slot: the two take each other\'s records or overwrite each other',
    nearMiss: [
      { ...postgres, 'slot.name': 's' },
      { ...postgres, 'slot.name': 's', 'database.hostname': 'other' },
    ],
  },
  {
    id: 'H008',
    fires: [postgres, { ...postgres, 'slot.name': 'debezium' }],
    key: 'slot.name',
    message: '"a" uses the same replication slot: the two take each other\'s records or overwrite each other',
    nearMiss: [postgres, { ...postgres, 'slot.name': 'other' }],
  },
  {
    id: 'H008',
    fires: [
      { ...mysql, 'database.server.id': '7' },
      { ...mysql, 'database.server.id': '7' },
    ],
    key: 'database.server.id',
    message: '"a" uses the same database.server.id: the two take each other\'s records or overwrite each other',
    nearMiss: [
      { ...mysql, 'database.server.id': '7' },
      { ...mysql, 'database.server.id': '8' },
    ],
  },
  {
    id: 'H008',
    fires: [sink, { ...sink, 'consumer.override.group.id': 'connect-a' }],
    key: 'consumer.override.group.id',
    message: '"a" uses the same consumer group: the two take each other\'s records or overwrite each other',
    nearMiss: [source, { ...sink, 'consumer.override.group.id': 'connect-a' }],
  },
  {
    id: 'H009',
    fires: [{ ...jdbc, 'connection.password': 'hunter2', 'connection.user': 'me' }],
    key: 'connection.password',
    message: "connection.password stands in clear text in the worker's config, for everybody who may read it",
    secret: ['connection.password'],
    nearMiss: [{ ...jdbc, 'connection.password': '${file:/s.properties:pw}' }],
  },
  {
    id: 'H009',
    fires: [{ ...jdbc, 'connection.url': 'jdbc:postgresql://me:hunter2@db/x' }],
    key: 'connection.url',
    message: "connection.url stands in clear text in the worker's config, for everybody who may read it",
    nearMiss: [{ ...jdbc, 'connection.url': 'jdbc:postgresql://me:${env:PW}@db/x' }],
  },
  {
    id: 'H015',
    fires: [
      { ...source, file: '/a' },
      { ...source, file: '/b' },
    ],
    key: 'topic',
    message: '"a" writes to the same topic: who reads it gets the records of both',
    nearMiss: [
      { ...source, file: '/a' },
      { ...source, file: '/b', transforms: 'r', 'transforms.r.type': 'RegexRouter' },
    ],
  },
  {
    id: 'H016',
    fires: [
      { ...mysql, 'topic.prefix': 'shop' },
      { ...mysql, 'topic.prefix': 'shop' },
    ],
    key: 'topic.prefix',
    message: '"a" has the same topic.prefix: their topics, schema history and offsets may be taken for each other\'s',
    nearMiss: [
      { ...jdbc, 'topic.prefix': 'shop-' },
      { ...jdbc, 'topic.prefix': 'shop-' },
    ],
  },
];

const connectorsOf = (configs: readonly Config[], more: Parameters<typeof connectorOf>[1] = {}): ResolvedConnector[] =>
  configs.map((config, i) => connectorOf(config, { ...more, name: 'abc'[i]! }));

describe.each(rows)('$id: $message', ({ id, fires, key, message, nearMiss, secret = [] }) => {
  const found = (connectors: readonly ResolvedConnector[]) =>
    lint(connectors).diagnostics.filter(({ code }) => code === id);
  const name = 'abc'[fires.length - 1]!;

  test('fires once, at the key', () => {
    const connectors = connectorsOf(fires, { secret });
    const [diagnostic, ...more] = found(connectors);
    expect(more).toEqual([]);
    expect(diagnostic?.message).toBe(`connector "${name}": ${message}`);
    const last = connectors.at(-1)!;
    expect(diagnostic?.source).toEqual(last.sourceOf(key) ?? last.source);
    expect(JSON.stringify(diagnostic)).not.toContain('hunter2');
  });

  test('is silent on the near miss', () => {
    expect(found(connectorsOf(nearMiss, { secret }))).toEqual([]);
  });

  test('is silenced by an allowance, which then counts as used', () => {
    const allowance = { reason: 'meant', source: { file: 'p.yaml', line: 9, column: 1 } };
    const connectors = connectorsOf(fires, { secret, allow: new Map([[id, allowance]]) });
    const { diagnostics, used } = lint(connectors);
    expect(diagnostics.filter(({ code }) => code === id)).toEqual([]);
    expect([...used]).toContain(allowance);
  });
});

test('every lint has a row that fires, and no id is a code', () => {
  expect([...new Set(rows.map(({ id }) => id))].sort()).toEqual(lintRules.map(({ id }) => id));
  for (const { id } of lintRules) expect(Object.keys(codes)).not.toContain(id);
});

test('an allowance that silences nothing is not used', () => {
  const allow = new Map([['H006', { reason: 'r', source: { file: 'p.yaml', line: 9, column: 1 } }]]);
  expect(lint([connectorOf(sink, { allow })]).used.size).toBe(0);
});

test('what a class declares as a password is a secret by any name', () => {
  const knowledge: LintKnowledge = { isPassword: (_connector, key) => key === 'pin' };
  const { diagnostics } = lint([connectorOf({ ...jdbc, pin: '1234' })], knowledge);
  expect(diagnostics.map(({ code }) => code)).toEqual(['H009']);
});

test('three on one file are two findings, each naming the first', () => {
  const connectors = connectorsOf([
    { ...sink, file: '/f' },
    { ...sink, file: '/f' },
    { ...sink, file: '/f' },
  ]);
  const { diagnostics } = lint(connectors);
  expect(diagnostics.map(({ message }) => message.slice(0, 36))).toEqual([
    'connector "b": "a" uses the same fil',
    'connector "c": "a" uses the same fil',
  ]);
});
