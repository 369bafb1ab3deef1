import type { Schema } from '../data/index.ts';
import { scrubName } from '../schema-registry/index.ts';

/** What Connect's data becomes in Avro where Avro has no word for it (io.confluent.connect.avro.AvroData). */
export const NAMESPACE = 'io.confluent.connect.avro';
export const DEFAULT_NAME = 'ConnectDefault';
export const MAP_ENTRY = 'MapEntry';
export const UNION = `${NAMESPACE}.Union`;
export const ENUM = `${NAMESPACE}.Enum`;
export const ANYTHING = `${NAMESPACE}.Anything`;

/** Parameters that keep what Connect's schemas have no place for. */
export const RECORD_DOC = `${NAMESPACE}.record.doc`;
export const FIELD_DOC_PREFIX = `${NAMESPACE}.field.doc.`;
export const ENUM_DOC_PREFIX = `${NAMESPACE}.enum.doc.`;
export const ENUM_DEFAULT_PREFIX = `${NAMESPACE}.enum.default.`;
export const FIELD_DEFAULT_FLAG = `${NAMESPACE}.field.default`;
export const DECIMAL_PRECISION = 'connect.decimal.precision';
export const DEFAULT_DECIMAL_PRECISION = 64;

/** Settings of the converter that change schemas. */
export interface AvroDataOptions {
  /** Enums and the packages of union members survive the way through Connect. */
  readonly enhanced: boolean;
  /** Names, versions, docs, parameters and defaults are kept as `connect.*` properties. */
  readonly metaData: boolean;
  /** Names that Avro does not take are made such as it takes. */
  readonly scrubNames: boolean;
  /** Maps whose keys are optional text are maps of Avro too. */
  readonly optionalMapKeys: boolean;
  /** Null is written where a field has a default. */
  readonly ignoreDefault: boolean;
}

/** A name, or a part of one, as `scrub.invalid.names` has it. */
export function avroName(name: string, { scrubNames }: AvroDataOptions): string {
  return scrubNames ? scrubName(name, /^[0-9]/) : name;
}

/** Whether a map's keys are what those of Avro's maps are. */
export function isTextKeyed({ keySchema }: Schema, { optionalMapKeys }: AvroDataOptions): boolean {
  return keySchema?.type === 'STRING' && (!keySchema.optional || optionalMapKeys);
}
