import type { Config, RecordText, TransformQuestion } from './oracle.ts';

const table = (optional: boolean, name: string) => ({
  type: 'struct',
  optional,
  name,
  fields: [
    { field: 'id', type: 'int64' },
    { field: 'name', type: 'string', optional: true },
    { field: 'city', type: 'string', optional: true, default: 'Ulm' },
  ],
});
const source = {
  type: 'struct',
  name: 'io.debezium.connector.postgresql.Source',
  fields: [
    { field: 'table', type: 'string' },
    { field: 'lsn', type: 'int64', optional: true },
    { field: 'ts_ms', type: 'int64' },
  ],
};
const transaction = {
  type: 'struct',
  optional: true,
  name: 'event.block',
  fields: [
    { field: 'id', type: 'string' },
    { field: 'total_order', type: 'int64' },
  ],
};
const envelope = (name = 'srv.shop.orders.Envelope') => ({
  type: 'struct',
  name,
  fields: [
    { field: 'before', ...table(true, 'srv.shop.orders.Value') },
    { field: 'after', ...table(true, 'srv.shop.orders.Value') },
    { field: 'source', ...source },
    { field: 'op', type: 'string' },
    { field: 'ts_ms', type: 'int64', optional: true },
    { field: 'transaction', ...transaction },
  ],
});

function event(op: string, before: object | null, after: object | null, rest: object = {}, name?: string): string {
  const from = { table: 'orders', lsn: 12, ts_ms: 5 };
  const payload = { before, after, source: from, op, ts_ms: 9, transaction: null, ...rest };
  return JSON.stringify({ schema: envelope(name), payload });
}

const old = { id: 1, name: 'old', city: 'Bonn' };
const fresh = { id: 1, name: 'new', city: null };
const key = JSON.stringify({
  schema: {
    type: 'struct',
    name: 'srv.shop.orders.Key',
    fields: [
      { field: 'id', type: 'int64' },
      { field: 'name', type: 'string', optional: true },
    ],
  },
  payload: { id: 1, name: 'k' },
});
const listed = (...names: string[]) => [
  {
    key: 'drop',
    value: JSON.stringify({ schema: { type: 'array', items: { type: 'string' } }, payload: names }),
  },
];
const base = { topic: 'srv.shop.orders', key, timestamp: 7 };

const records: Readonly<Record<string, RecordText>> = {
  'a create': { ...base, value: event('c', null, fresh) },
  'a read': { ...base, value: event('r', null, fresh) },
  'an update': { ...base, value: event('u', old, fresh, { transaction: { id: 'tx', total_order: 3 } }) },
  'a delete': { ...base, value: event('d', old, null) },
  'a delete without before': { ...base, value: event('d', null, null) },
  'a truncate': { ...base, value: event('t', null, null) },
  'a message': { ...base, value: event('m', null, null) },
  'a tombstone': { ...base, value: null },
  'a tombstone under a schema': { ...base, value: '{"schema":{"type":"string","optional":true},"payload":null}' },
  'a create with headers': { ...base, value: event('c', null, fresh), headers: listed('name', 'id') },
  'a delete with headers': { ...base, value: event('d', old, null), headers: listed('city') },
  'no envelope': { ...base, value: key },
  'no schema': { ...base, value: '{"op":"c","after":{"id":1}}' },
  'a text': { ...base, value: '{"schema":{"type":"string"},"payload":"x"}' },
  'an envelope by another name': { ...base, value: event('c', null, fresh, {}, 'other') },
  'a heartbeat': {
    ...base,
    value:
      '{"schema":{"type":"struct","name":"io.debezium.connector.common.Heartbeat","fields":[{"field":"ts_ms","type":"int64"}]},"payload":{"ts_ms":1}}',
  },
};

const modes = ['drop', 'tombstone', 'rewrite', 'rewrite-with-tombstone', 'delete-to-tombstone', 'TOMBSTONE'];
const configs: readonly Config[] = [
  {},
  ...modes.map((mode) => ({ 'delete.tombstone.handling.mode': mode })),
  ...['drop', 'none', 'rewrite'].flatMap((mode) =>
    ['true', 'false'].map((drop) => ({ 'delete.handling.mode': mode, 'drop.tombstones': drop })),
  ),
  { 'drop.tombstones': 'false' },
  { 'delete.handling.mode': 'rewrite' },
  { 'add.fields': 'op' },
  { 'add.fields': 'op,table,lsn,source.ts_ms,ts_ms' },
  { 'add.fields': 'op:operation,source.ts_ms:at' },
  { 'add.fields': 'transaction.id,transaction.total_order' },
  { 'add.fields': 'nope,source.nope' },
  { 'add.fields': 'op', 'add.fields.prefix': '' },
  { 'add.fields': 'op,op' },
  { 'add.headers': 'op,lsn' },
  { 'add.headers': 'op:what,transaction.id', 'add.headers.prefix': 'x.' },
  { 'add.headers': 'nope' },
  { 'route.by.field': 'name' },
  { 'route.by.field': 'nope' },
  { 'route.by.field': 'id' },
  { 'drop.fields.header.name': 'drop' },
  { 'drop.fields.header.name': 'drop', 'drop.fields.keep.schema.compatible': 'false' },
  { 'drop.fields.header.name': 'drop', 'drop.fields.from.key': 'true' },
  { 'drop.fields.header.name': 'nope' },
  { 'replace.null.with.default': 'false' },
  { 'replace.null.with.default': 'false', 'delete.tombstone.handling.mode': 'rewrite', 'add.fields': 'op' },
  { 'delete.tombstone.handling.mode': 'delete-to-tombstone', 'add.headers': 'op' },
  { 'delete.tombstone.handling.mode': 'rewrite-with-tombstone', 'add.headers': 'op' },
];
const refused: readonly Config[] = [{ 'delete.tombstone.handling.mode': 'nope' }, { 'add.fields': 'a:b:c' }];

interface DebeziumRow {
  readonly name: string;
  readonly question: TransformQuestion;
}

/** Debezium's ExtractNewRecordState: each setting on each kind of event. */
export const debeziumRows: readonly DebeziumRow[] = configs.flatMap((config) =>
  Object.entries(records).map(([what, record]) => ({
    name: `ExtractNewRecordState ${JSON.stringify(config)} of ${what}`,
    question: ask(config, record),
  })),
);

export const debeziumRefused: readonly DebeziumRow[] = refused.map((config) => ({
  name: `ExtractNewRecordState ${JSON.stringify(config)}`,
  question: ask(config, {}),
}));

function ask(config: Config, record: RecordText): TransformQuestion {
  return { class: 'io.debezium.transforms.ExtractNewRecordState', config, record };
}
