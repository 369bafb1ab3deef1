import { atLeast, type ConfigKeySpec, type ParsedConfig } from '../config/index.ts';
import { onlyFalse, registryKeys, skipKnownTypes } from '../schema-registry/index.ts';
import type { ProtobufOptions } from './protobuf-names.ts';

function flag(name: string, defaultValue: boolean, documentation: string): ConfigKeySpec {
  return { name, type: 'BOOLEAN', defaultValue, importance: 'MEDIUM', documentation };
}

/** What the registry's keys are followed by (ProtobufDataConfig, KafkaProtobufSerializerConfig). */
export const protobufKeys: readonly ConfigKeySpec[] = [
  ...registryKeys,
  flag('enhanced.protobuf.schema.support', false, 'Whether packages stay in the names of schemas.'),
  flag('scrub.invalid.names', false, 'Whether names that Protobuf does not take are made such as it takes.'),
  flag('int.for.enums', false, 'Whether enums are read as integers.'),
  flag('optional.for.nullables', false, 'Whether optional fields are written as optional ones of proto3.'),
  flag('optional.for.proto2', true, 'Whether optional fields of proto2 that are not there are read as null.'),
  flag('wrapper.for.nullables', false, "Whether optional fields are written in Google's wrappers."),
  flag('wrapper.for.raw.primitives', true, "Whether Google's wrappers are read as the values in them."),
  flag('generate.struct.for.nulls', false, 'Whether messages that are not there are read as structs of defaults.'),
  flag('generate.index.for.unions', true, 'Whether the fields of oneofs are read with the index of the oneof.'),
  flag('flatten.unions', false, 'Whether the members of oneofs are read as fields.'),
  flag('ignore.default.for.nullables', false, 'Whether null is written where a field has a default.'),
  {
    ...flag('generalized.sum.type.support', false, 'Only false is supported.'),
    validator: onlyFalse('generalized.sum.type.support'),
  },
  skipKnownTypes,
  {
    name: 'schemas.cache.config',
    type: 'INT',
    defaultValue: 1000,
    importance: 'LOW',
    validator: atLeast(0),
    documentation: 'Kept for configs that have it; max.schemas.per.subject says how many schemas are kept.',
  },
];

export function protobufOptions(config: ParsedConfig): ProtobufOptions {
  const is = (key: string) => config[key] as boolean;
  return {
    enhanced: is('enhanced.protobuf.schema.support'),
    scrubNames: is('scrub.invalid.names'),
    intForEnums: is('int.for.enums'),
    optionalForNullables: is('optional.for.nullables'),
    optionalForProto2: is('optional.for.proto2'),
    wrapperForNullables: is('wrapper.for.nullables'),
    wrapperForRawPrimitives: is('wrapper.for.raw.primitives'),
    structForNulls: is('generate.struct.for.nulls'),
    indexForUnions: is('generate.index.for.unions'),
    flattenUnions: is('flatten.unions'),
    ignoreDefault: is('ignore.default.for.nullables'),
  };
}
