import type { ConfigDef } from '../config/index.ts';
import type { Predicate, PredicatePlugin } from '../plugins/index.ts';

/** A predicate of Kafka's own package. */
export function predicatePlugin(name: string, configDef: ConfigDef, create: () => Predicate): PredicatePlugin {
  const className = `org.apache.kafka.connect.transforms.predicates.${name}`;
  return { kind: 'predicate', className, version: '4.3.1', configDef, create };
}
