/** What Connect's data becomes in Protobuf where one has no word of the other (io.confluent.connect.protobuf.ProtobufData). */
const NAMESPACE = 'io.confluent.connect.protobuf';
export const DEFAULT_NAME = 'ConnectDefault';
export const ENUM = `${NAMESPACE}.Enum`;
export const UNION = `${NAMESPACE}.Union`;
export const UNION_PREFIX = `${UNION}.`;
/** Parameter with the number of a field. */
export const TAG = `${NAMESPACE}.Tag`;
/** Parameter with the type of an integer that is not the usual one, such as `sint32`. */
export const TYPE = `${NAMESPACE}.Type`;
/** Parameter of a oneof's member that was a wrapper message. */
export const WRAPPER = `${NAMESPACE}.Wrapper`;

export const CONNECT_TYPE = 'connect.type';
export const DECIMAL_PRECISION = 'connect.decimal.precision';

export const DECIMAL_MESSAGE = 'confluent.type.Decimal';
export const DATE_MESSAGE = 'google.type.Date';
export const TIME_MESSAGE = 'google.type.TimeOfDay';
export const TIMESTAMP_MESSAGE = 'google.protobuf.Timestamp';

/** Settings of the converter (ProtobufDataConfig). */
export interface ProtobufOptions {
  /** Full names of messages and enums are kept. */
  readonly enhanced: boolean;
  readonly scrubNames: boolean;
  readonly intForEnums: boolean;
  readonly optionalForNullables: boolean;
  readonly optionalForProto2: boolean;
  readonly wrapperForNullables: boolean;
  readonly wrapperForRawPrimitives: boolean;
  readonly structForNulls: boolean;
  readonly indexForUnions: boolean;
  readonly flattenUnions: boolean;
  readonly ignoreDefault: boolean;
}
