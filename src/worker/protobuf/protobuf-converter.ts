import { defineConfig } from '../config/index.ts';
import { DataError, type Schema } from '../data/index.ts';
import type { ConverterPlugin } from '../plugins/index.ts';
import { RegistryConverter, type RegistryFormat, WIRE_HEADER_BYTES } from '../schema-registry/index.ts';
import { checkLatest } from './check-latest.ts';
import { connectFromProto } from './connect-from-proto.ts';
import { knownProto, WRAPPERS_FILE, WRAPPERS_TEXT } from './known-protos.ts';
import { logicalTypes } from './logical-values.ts';
import { messageIndexBytes, readMessageIndexes } from './message-indexes.ts';
import { protoFromConnect } from './proto-from-connect.ts';
import { ProtoSchema } from './proto-schema.ts';
import { protoText } from './proto-text.ts';
import { protobufKeys, protobufOptions } from './protobuf-keys.ts';
import type { ProtobufOptions } from './protobuf-names.ts';
import { protobufReader } from './read-protobuf.ts';
import { WireOutput } from './wire-output.ts';
import { rootWrapper } from './wrapper-types.ts';
import { protobufWriter } from './write-protobuf.ts';

/**
 * Protobuf with a Schema Registry, under the name and the keys of Confluent's converter
 * (io.confluent.connect.protobuf.ProtobufConverter).
 */
export const protobufConverter: ConverterPlugin = {
  kind: 'converter',
  className: 'io.confluent.connect.protobuf.ProtobufConverter',
  version: '4.3.1',
  configDef: defineConfig(protobufKeys),
  create: () => new RegistryConverter(protobufFormat()),
};

function protobufFormat(): RegistryFormat<ProtoSchema> {
  let options: ProtobufOptions;
  const output = new WireOutput();
  return {
    type: 'PROTOBUF',
    word: 'Protobuf',
    configure(config) {
      options = protobufOptions(config);
    },
    hasFormOfNull: () => false,
    parse: (text, referenced) => ProtoSchema.parse(text, referenced),
    fromConnect: (schema) => protoOf(schema, options),
    text: ({ text }) => text,
    nameOf: ({ root }) => root.fullName,
    /** As Confluent's converter does it, a value is written as its own message also where the id is that of the latest. */
    writer(registered, schema, isStrict) {
      const own = protoOf(schema, options);
      if (isStrict) checkLatest(own.root, registered);
      const indexes = messageIndexBytes(registered.indexesOf(own.root.fullName) ?? [0]);
      const write = protobufWriter(own.root, schema!, options);
      return (id, value) => {
        output.reset();
        output.byte(0);
        output.uint32(id);
        output.raw(indexes);
        write(output, value);
        return output.bytes();
      };
    },
    partOf(parsed, bytes) {
      const part = parsed.at(readMessageIndexes(bytes, WIRE_HEADER_BYTES).path);
      return { name: part.root.fullName, part };
    },
    toConnect: ({ root }, version) => connectFromProto(root, options, version),
    reader({ root }, schema) {
      const read = protobufReader(root, schema!, options);
      return (bytes, start) => read(bytes, readMessageIndexes(bytes, start).end);
    },
  };
}

/** A message for a struct; Google's wrapper of a plain value for others. */
function protoOf(schema: Schema | null, options: ProtobufOptions): ProtoSchema {
  if (schema === null) throw new DataError('ProtobufConverter needs a schema, and the value has none');
  if (schema.type === 'STRUCT') {
    const file = protoFromConnect(schema, options);
    return ProtoSchema.of(protoText(file), file);
  }
  const wrapper = rootWrapper(schema);
  if (wrapper === null || (schema.name !== undefined && Object.hasOwn(logicalTypes, schema.name))) {
    throw new DataError(`A ${schema.name ?? schema.type} has no form in Protobuf but as a field of a struct`);
  }
  const wrappers = ProtoSchema.of(WRAPPERS_TEXT, knownProto(WRAPPERS_FILE)!);
  return wrappers.at(wrappers.indexesOf(wrapper)!);
}
