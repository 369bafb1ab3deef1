/** Names of what Connect has and JSON Schema has not (io.confluent.connect.json.JsonSchemaData). */
const NAMESPACE = 'io.confluent.connect.json';
export const ENUM = `${NAMESPACE}.Enum`;
export const ONE_OF = `${NAMESPACE}.OneOf`;

export function isOwnParameter(key: string): boolean {
  return key.startsWith(NAMESPACE);
}

/** A JSON Schema as `JsonReader` gives it. */
export type JsonSchemaNode = ReadonlyMap<string, unknown>;

export interface JsonSchemaOptions {
  readonly decimalFormat: 'BASE64' | 'NUMERIC';
  /** object.additional.properties */
  readonly additionalProperties: boolean;
  /** use.optional.for.nonrequired */
  readonly optionalForNonRequired: boolean;
  /** Null is written where a field has a default. */
  readonly ignoreDefault: boolean;
}
