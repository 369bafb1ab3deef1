import { globToRegExp } from '../../core/index.ts';

interface FreeKeys {
  /** A glob of class names. */
  readonly classes: string;
  /** Only for plugins of an older major version than this. */
  readonly before?: number;
  readonly keys: readonly string[];
}

/**
 * Keys that plugins take without declaring them, as their documentation says: what a first pull writes as `freeKeys`,
 * to be edited in the file from then on.
 */
const FREE_KEYS: readonly FreeKeys[] = [
  {
    classes: 'io.debezium.connector.*',
    keys: [
      // Handed to the JDBC driver, to the clients of the schema history, signals and notifications.
      ...['driver.*', 'schema.history.internal.*', 'signal.*', 'notification.*'],
      // Of named things: `converters: isbn` reads `isbn.type`.
      ...['{converters}.*', '{post.processors}.*', 'snapshot.select.statement.overrides.*'],
      // Declared with a pattern as their name.
      ...['column.truncate.to.*', 'column.mask.*'],
      // Read by the topic naming strategy, or by the connector without being declared (3.0).
      ...['topic.delimiter', 'topic.cache.size', 'topic.heartbeat.prefix', 'topic.transaction'],
      ...['binary.handling.mode', 'money.fraction.digits', 'read.only', 'sanitize.field.names', 'internal.*'],
    ],
  },
  // Before 2.0 the driver's settings began so too, and the schema history's.
  { classes: 'io.debezium.connector.*', before: 2, keys: ['database.*'] },
  {
    classes: 'io.debezium.transforms.ExtractNewRecordState',
    keys: ['delete.tombstone.handling.mode', 'replace.null.with.default'],
  },
  // What it converts with in the end has keys of its own.
  { classes: 'io.debezium.converters.*', keys: ['delegate.converter.type.*'] },
  // The JDBC connectors pass all that begins so to the driver.
  { classes: 'io.confluent.connect.jdbc.*', keys: ['connection.*'] },
  { classes: 'io.aiven.connect.jdbc.*', keys: ['connection.*'] },
  // MirrorMaker's connectors configure clients of both clusters.
  {
    classes: 'org.apache.kafka.connect.mirror.*',
    keys: ['source.*', 'target.*', 'producer.*', 'consumer.*', 'admin.*', 'security.*', 'ssl.*', 'sasl.*'],
  },
  // Registry clients: TLS, authentication and serializer settings go through.
  { classes: 'io.confluent.connect.*Converter', keys: ['*'] },
  { classes: 'io.apicurio.*', keys: ['*'] },
];

/**
 * The free keys of a class that is pulled for the first time. One that declares nothing at all reads its keys without
 * a definition (Converter.config() is empty unless overridden), so any key may be one.
 */
export function seededFreeKeys(
  className: string,
  version: string | undefined,
  declaredKeys: number,
): readonly string[] {
  const major = Number(/^\d+/.exec(version ?? '')?.[0] ?? Number.NaN);
  const keys = FREE_KEYS.filter(
    ({ classes, before }) => globToRegExp(classes).test(className) && (before === undefined || major < before),
  ).flatMap((row) => row.keys);
  if (keys.length > 0) return keys;
  return declaredKeys === 0 && !className.startsWith('org.apache.kafka.connect.') ? ['*'] : [];
}

/**
 * Tests a plugin's keys against its `freeKeys`. `{KEY}` in a glob stands for each item of the list that the plugin's
 * own key holds; `listOf` reads one.
 */
export function freeKeyTest(
  freeKeys: readonly string[],
  listOf: (key: string) => readonly string[],
): (key: string) => boolean {
  if (freeKeys.length === 0) return () => false;
  const globs = freeKeys.flatMap((glob) => {
    const list = /\{([^}]*)\}/.exec(glob);
    return list ? listOf(list[1]!).map((item) => glob.replace(list[0], () => item)) : [glob];
  });
  return (key) => globs.some((glob) => compiled(glob).test(key));
}

const patterns = new Map<string, RegExp>();

/** Compiled once a glob: a thousand connectors are of few classes. */
function compiled(glob: string): RegExp {
  let pattern = patterns.get(glob);
  if (!pattern) {
    pattern = globToRegExp(glob);
    patterns.set(glob, pattern);
  }
  return pattern;
}
