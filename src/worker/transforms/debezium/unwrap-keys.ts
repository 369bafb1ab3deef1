import { type ConfigKeySpec, defineConfig, oneOfIgnoringCase } from '../../config/index.ts';

const MODES = ['drop', 'tombstone', 'rewrite', 'rewrite-with-tombstone', 'delete-to-tombstone'] as const;
/** What becomes of a delete event and of the tombstone after it. */
export type DeleteMode = (typeof MODES)[number];

function key(name: string, type: ConfigKeySpec['type'], defaultValue: unknown, documentation: string): ConfigKeySpec {
  return { name, type, defaultValue, importance: 'LOW', documentation };
}

/** The documented keys of ExtractNewRecordState, those that Debezium has given up included. */
export const unwrapConfig = defineConfig([
  {
    ...key('delete.tombstone.handling.mode', 'STRING', null, `What becomes of deletes: ${MODES.join(', ')}.`),
    validator: (name, value) => {
      if (value !== null) oneOfIgnoringCase(...MODES)(name, value);
    },
    importance: 'MEDIUM',
  },
  key('drop.tombstones', 'BOOLEAN', null, 'Older than delete.tombstone.handling.mode: whether tombstones are dropped.'),
  {
    ...key(
      'delete.handling.mode',
      'STRING',
      null,
      'Older than delete.tombstone.handling.mode: drop, rewrite, or none to make a tombstone of a delete.',
    ),
    validator: (name, value) => {
      if (value !== null) oneOfIgnoringCase('drop', 'rewrite', 'none')(name, value);
    },
  },
  key('add.fields', 'LIST', [], 'Fields of the event that the row gets too, such as op,source.ts_ms,lsn:position.'),
  key('add.fields.prefix', 'STRING', '__', 'What the names of added fields begin with.'),
  key('add.headers', 'LIST', [], 'Fields of the event that become headers.'),
  key('add.headers.prefix', 'STRING', '__', 'What the names of added headers begin with.'),
  key('route.by.field', 'STRING', '', 'A field of the row whose text is the name of the topic.'),
  key('drop.fields.header.name', 'STRING', null, 'A header that lists fields which the row is to lose.'),
  key('drop.fields.from.key', 'BOOLEAN', false, 'Whether the key loses them too.'),
  key('drop.fields.keep.schema.compatible', 'BOOLEAN', true, 'Whether only fields that are optional may be lost.'),
  key(
    'replace.null.with.default',
    'BOOLEAN',
    true,
    'Whether a null in a field that has a default is read as that default while __deleted is added; elsewhere it stays.',
  ),
]);
