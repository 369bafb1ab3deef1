import type { ConfigKeySpec, ConfigValidator } from '../config/index.ts';

/** A setting whose other values this worker does not have: refused, and not silently left out. */
export function onlyFalse(name: string): ConfigValidator {
  return only(name, false);
}

function only(name: string, ...values: readonly unknown[]): ConfigValidator {
  return (_key, value) => {
    if (!values.includes(value)) throw new Error(`${name} is not supported by this worker`);
  };
}

/** A key that has to be left out, or to say what it says anyway. */
function fixed(
  name: string,
  type: ConfigKeySpec['type'],
  value: unknown,
  ...others: readonly unknown[]
): ConfigKeySpec {
  const documentation = `Only ${value === null ? 'none' : String(value)} is supported.`;
  return { name, type, defaultValue: value, importance: 'LOW', documentation, validator: only(name, value, ...others) };
}

const IDS = 'io.confluent.kafka.serializers.schema.id';
const PREFIX_READER = `${IDS}.PrefixSchemaIdDeserializer`;

/** Of Avro and JSON Schema: what a union of one member is. */
export const flattenSingletonUnions = fixed('flatten.singleton.unions', 'BOOLEAN', true);

/** Of Protobuf: what Google and Confluent have everywhere is not registered as a reference. */
export const skipKnownTypes = fixed('skip.known.types', 'BOOLEAN', true);

/** Keys of Confluent's serializers that change what is written, and that this worker does not have. */
export const unsupportedKeys: readonly ConfigKeySpec[] = [
  fixed('use.schema.guid', 'STRING', null),
  fixed('use.latest.with.metadata', 'STRING', null),
  fixed('propagate.schema.tags', 'BOOLEAN', false),
  fixed('schema.format', 'STRING', null),
  fixed('validation.rules.execution', 'STRING', 'DISABLED'),
  fixed('context.name.strategy', 'STRING', 'io.confluent.kafka.serializers.context.NullContextNameStrategy'),
  ...['key', 'value'].flatMap((role) => [
    fixed(`${role}.schema.id.serializer`, 'STRING', `${IDS}.PrefixSchemaIdSerializer`),
    fixed(`${role}.schema.id.deserializer`, 'STRING', `${IDS}.DualSchemaIdDeserializer`, PREFIX_READER),
  ]),
  fixed('proxy.host', 'STRING', ''),
  fixed('proxy.port', 'INT', -1),
];
