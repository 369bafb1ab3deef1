import { globToRegExp } from '../../core/index.ts';

/**
 * Keys that plugins hand on without declaring them, as their documentation says: what a first pull writes as
 * `freeKeys`, to be edited in the file from then on.
 */
const FREE_KEYS: readonly { readonly classes: string; readonly keys: readonly string[] }[] = [
  // Debezium: settings of the JDBC driver, of the clients that keep its schema history and read its signals, and of SPIs.
  {
    classes: 'io.debezium.connector.*',
    keys: [
      'database.*',
      'driver.*',
      'schema.history.internal.*',
      'signal.*',
      'notification.*',
      'post.processors.*',
      'custom.metric.tags.*',
      'hibernate.*',
    ],
  },
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
export function seededFreeKeys(className: string, declaredKeys: number): readonly string[] {
  const keys = FREE_KEYS.filter(({ classes }) => globToRegExp(classes).test(className)).flatMap((row) => row.keys);
  if (keys.length > 0) return keys;
  return declaredKeys === 0 && !className.startsWith('org.apache.kafka.connect.') ? ['*'] : [];
}
