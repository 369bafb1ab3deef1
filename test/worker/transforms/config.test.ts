import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/worker/config/index.ts';
import { predicatePlugins } from '../../../src/worker/predicates/index.ts';
import { transformationPlugins } from '../../../src/worker/transforms/index.ts';

const PLUGINS = [...transformationPlugins, ...predicatePlugins];

/** What 4.3.1 says; either when the keys are checked, or when the transform is configured. */
const ROWS: readonly (readonly [plugin: string, config: Record<string, string>, message: string])[] = [
  ['Cast$Value', { spec: '' }, 'Must specify at least one field to cast.'],
  [
    'Cast$Value',
    { spec: 'a:zip' },
    'Invalid value java.lang.IllegalArgumentException: No enum constant org.apache.kafka.connect.data.Schema.Type.ZIP ' +
      'for configuration Invalid type found in casting spec: zip',
  ],
  ['Cast$Value', { spec: 'a:b:c' }, 'Invalid value [a:b:c] for configuration renames: Invalid rename mapping: a:b:c'],
  [
    'Cast$Value',
    { spec: 'int8,a:string' },
    'Cast transformations that specify a type to cast the entire value to may only specify a single cast in their spec',
  ],
  [
    'Cast$Value',
    { spec: 'bytes' },
    'Cast transformation does not support casting to BYTES; supported types are [INT8, INT16, INT32, INT64, FLOAT32, ' +
      'FLOAT64, BOOLEAN, STRING]',
  ],
  [
    'ExtractField$Value',
    { field: 'a', 'field.syntax.version': 'v3' },
    'Invalid value v3 for configuration field.syntax.version: String must be one of (case insensitive): V1, V2',
  ],
  [
    'ExtractField$Value',
    { field: '`a.b', 'field.syntax.version': 'V2' },
    'Incomplete backtick pair in path: [`a.b], consider adding a backslash before backtick at position 0 to escape it',
  ],
  [
    'HeaderFrom$Value',
    { fields: '', headers: 'a', operation: 'move' },
    'Invalid value [] for configuration fields: Empty list',
  ],
  [
    'HeaderFrom$Value',
    { fields: 'a', headers: 'b', operation: 'MOVE' },
    'Invalid value MOVE for configuration operation: String must be one of: move, copy',
  ],
  [
    'HeaderFrom$Value',
    { fields: 'a', headers: 'b,c', operation: 'move' },
    "'fields' config must have the same number of elements as 'headers' config.",
  ],
  ['InsertField$Value', {}, 'No field insertion configured'],
  [
    'InsertField$Value',
    { 'static.field': 'a' },
    'Invalid value null for configuration static.value: No value specified for static field: a',
  ],
  [
    'MaskField$Value',
    { fields: '' },
    "Configuration 'fields' must not be empty. Valid values include: any non-empty value",
  ],
  ['MaskField$Value', { fields: 'a,a' }, "Configuration 'fields' values must not be duplicated."],
  ['MaskField$Value', { fields: 'a,,b' }, "Configuration 'fields' values must not be empty."],
  [
    'MaskField$Value',
    { fields: 'a', replacement: '' },
    'Invalid value  for configuration replacement: String must be non-empty',
  ],
  ['ReplaceField$Value', { renames: 'x' }, 'Invalid value [x] for configuration renames: Invalid rename mapping: x'],
  ['ReplaceField$Value', { renames: 'a:' }, 'Invalid value [a:] for configuration renames: Invalid rename mapping: a:'],
  ['SetSchemaMetadata$Value', {}, 'Neither schema name nor version configured'],
  [
    'TimestampConverter$Value',
    { 'target.type': 'date' },
    'Invalid value date for configuration target.type: String must be one of: string, unix, Date, Time, Timestamp',
  ],
  [
    'TimestampConverter$Value',
    { 'target.type': 'string' },
    'TimestampConverter requires format option to be specified when using string timestamps',
  ],
  [
    'TimestampConverter$Value',
    { 'target.type': 'string', format: 'bbb' },
    "Invalid value java.lang.IllegalArgumentException: Illegal pattern character 'b' for configuration " +
      'TimestampConverter requires a SimpleDateFormat-compatible pattern for string timestamps: bbb',
  ],
  [
    'DropHeaders',
    { headers: '' },
    "Configuration 'headers' must not be empty. Valid values include: any non-empty value",
  ],
  ['RegexRouter', {}, 'Missing required configuration "regex" which has no default value.'],
  [
    'RegexRouter',
    { regex: '[', replacement: 'x' },
    'Invalid value [ for configuration regex: Invalid regex: Unclosed character class near index 0\n[\n^',
  ],
  [
    'RegexRouter',
    { regex: 'a++', replacement: 'x' },
    'Invalid value a++ for configuration regex: Invalid regex: Not supported: possessive quantifiers near index 2\na++\n  ^',
  ],
  ['predicates.HasHeaderKey', { name: '' }, 'Invalid value  for configuration name: String must be non-empty'],
  [
    'predicates.TopicNameMatches',
    { pattern: '' },
    'Invalid value  for configuration pattern: String must be non-empty',
  ],
];

describe('the configuration of a transform or predicate', () => {
  test.each(ROWS)('%s with %j is refused', (name, config, message) => {
    const plugin = PLUGINS.find(({ className }) => className.endsWith(`transforms.${name}`))!;
    expect(() => plugin.create().configure(parseConfig(plugin.configDef, config))).toThrow(
      expect.objectContaining({ message }),
    );
  });

  test('has the class names of Kafka, and one of Debezium', () => {
    expect(
      PLUGINS.map(({ className }) => className.replace('org.apache.kafka.connect.transforms.', '')).sort(),
    ).toEqual([
      'Cast$Key',
      'Cast$Value',
      'DropHeaders',
      'ExtractField$Key',
      'ExtractField$Value',
      'Filter',
      'Flatten$Key',
      'Flatten$Value',
      'HeaderFrom$Key',
      'HeaderFrom$Value',
      'HoistField$Key',
      'HoistField$Value',
      'InsertField$Key',
      'InsertField$Value',
      'InsertHeader',
      'MaskField$Key',
      'MaskField$Value',
      'RegexRouter',
      'ReplaceField$Key',
      'ReplaceField$Value',
      'SetSchemaMetadata$Key',
      'SetSchemaMetadata$Value',
      'TimestampConverter$Key',
      'TimestampConverter$Value',
      'TimestampRouter',
      'ValueToKey',
      'io.debezium.transforms.ExtractNewRecordState',
      'predicates.HasHeaderKey',
      'predicates.RecordIsTombstone',
      'predicates.TopicNameMatches',
    ]);
  });
});
