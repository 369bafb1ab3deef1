import { parseProto } from './parse-proto.ts';
import type { ProtoFile } from './proto-file.ts';

const WRAPPERS: readonly (readonly [message: string, type: string])[] = [
  ['DoubleValue', 'double'],
  ['FloatValue', 'float'],
  ['Int64Value', 'int64'],
  ['UInt64Value', 'uint64'],
  ['Int32Value', 'int32'],
  ['UInt32Value', 'uint32'],
  ['BoolValue', 'bool'],
  ['StringValue', 'string'],
  ['BytesValue', 'bytes'],
];
export const WRAPPERS_FILE = 'google/protobuf/wrappers.proto';

/** As Confluent's converter registers it for values that are no structs. */
export const WRAPPERS_TEXT = `syntax = "proto3";
package google.protobuf;

option java_package = "com.google.protobuf";
option java_outer_classname = "WrappersProto";
option java_multiple_files = true;
option go_package = "google.golang.org/protobuf/types/known/wrapperspb";
option cc_enable_arenas = true;
option objc_class_prefix = "GPB";
option csharp_namespace = "Google.Protobuf.WellKnownTypes";

${WRAPPERS.map(([message, type]) => `message ${message} {\n  ${type} value = 1;\n}\n`).join('')}`;

const protobuf = (types: string) => `syntax = "proto3"; package google.protobuf; ${types}`;
const type = (types: string) => `syntax = "proto3"; package google.type; ${types}`;
const confluent = (types: string) => `syntax = "proto3"; package confluent.type; ${types}`;
const enumOf = (name: string, zero: string, names: string) =>
  `enum ${name} { ${zero} = 0; ${names
    .split(' ')
    .map((value, i) => `${value} = ${i + 1};`)
    .join(' ')} }`;

/** Files that schemas import without a reference in the registry: Google's and Confluent's types of values. */
const TEXTS: Readonly<Record<string, string>> = {
  'google/protobuf/any.proto': protobuf('message Any { string type_url = 1; bytes value = 2; }'),
  'google/protobuf/duration.proto': protobuf('message Duration { int64 seconds = 1; int32 nanos = 2; }'),
  'google/protobuf/empty.proto': protobuf('message Empty {}'),
  'google/protobuf/field_mask.proto': protobuf('message FieldMask { repeated string paths = 1; }'),
  'google/protobuf/struct.proto': protobuf(
    'message Struct { map<string, Value> fields = 1; } message Value { oneof kind { NullValue null_value = 1; ' +
      'double number_value = 2; string string_value = 3; bool bool_value = 4; Struct struct_value = 5; ' +
      'ListValue list_value = 6; } } enum NullValue { NULL_VALUE = 0; } message ListValue { repeated Value values = 1; }',
  ),
  'google/protobuf/timestamp.proto': protobuf('message Timestamp { int64 seconds = 1; int32 nanos = 2; }'),
  [WRAPPERS_FILE]: WRAPPERS_TEXT,
  'google/type/calendar_period.proto': type(
    enumOf('CalendarPeriod', 'CALENDAR_PERIOD_UNSPECIFIED', 'DAY WEEK FORTNIGHT MONTH QUARTER HALF YEAR'),
  ),
  'google/type/color.proto': type(
    `import "${WRAPPERS_FILE}"; message Color { float red = 1; float green = 2; float blue = 3; ` +
      'google.protobuf.FloatValue alpha = 4; }',
  ),
  'google/type/date.proto': type('message Date { int32 year = 1; int32 month = 2; int32 day = 3; }'),
  'google/type/datetime.proto': type(
    'import "google/protobuf/duration.proto"; message DateTime { int32 year = 1; int32 month = 2; int32 day = 3; ' +
      'int32 hours = 4; int32 minutes = 5; int32 seconds = 6; int32 nanos = 7; oneof time_offset { ' +
      'google.protobuf.Duration utc_offset = 8; TimeZone time_zone = 9; } } ' +
      'message TimeZone { string id = 1; string version = 2; }',
  ),
  'google/type/dayofweek.proto': type(
    enumOf('DayOfWeek', 'DAY_OF_WEEK_UNSPECIFIED', 'MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY'),
  ),
  'google/type/decimal.proto': type('message Decimal { string value = 1; }'),
  'google/type/expr.proto': type(
    'message Expr { string expression = 1; string title = 2; string description = 3; string location = 4; }',
  ),
  'google/type/fraction.proto': type('message Fraction { int64 numerator = 1; int64 denominator = 2; }'),
  'google/type/interval.proto': type(
    'import "google/protobuf/timestamp.proto"; message Interval { google.protobuf.Timestamp start_time = 1; ' +
      'google.protobuf.Timestamp end_time = 2; }',
  ),
  'google/type/latlng.proto': type('message LatLng { double latitude = 1; double longitude = 2; }'),
  'google/type/money.proto': type('message Money { string currency_code = 1; int64 units = 2; int32 nanos = 3; }'),
  'google/type/month.proto': type(
    enumOf(
      'Month',
      'MONTH_UNSPECIFIED',
      'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER',
    ),
  ),
  'google/type/phone_number.proto': type(
    'message PhoneNumber { message ShortCode { string region_code = 1; string number = 2; } oneof kind { ' +
      'string e164_number = 1; ShortCode short_code = 2; } string extension = 3; }',
  ),
  'google/type/postal_address.proto': type(
    'message PostalAddress { int32 revision = 1; string region_code = 2; string language_code = 3; ' +
      'string postal_code = 4; string sorting_code = 5; string administrative_area = 6; string locality = 7; ' +
      'string sublocality = 8; repeated string address_lines = 9; repeated string recipients = 10; ' +
      'string organization = 11; }',
  ),
  'google/type/quaternion.proto': type(
    'message Quaternion { double x = 1; double y = 2; double z = 3; double w = 4; }',
  ),
  'google/type/timeofday.proto': type(
    'message TimeOfDay { int32 hours = 1; int32 minutes = 2; int32 seconds = 3; int32 nanos = 4; }',
  ),
  'confluent/type/decimal.proto': confluent(
    'message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }',
  ),
  'confluent/type/variant.proto': confluent('message Variant { bytes metadata = 1; bytes value = 2; }'),
};

const parsed = new Map<string, ProtoFile>();

/** A file that is known without a registry, or undefined. */
export function knownProto(file: string): ProtoFile | undefined {
  const known = parsed.get(file);
  const text = Object.hasOwn(TEXTS, file) ? TEXTS[file] : undefined;
  if (known !== undefined || text === undefined) return known;
  const proto = parseProto(text);
  parsed.set(file, proto);
  return proto;
}
