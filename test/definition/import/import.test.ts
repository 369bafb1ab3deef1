import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Sensitive, sensitiveKeyTest } from '../../../src/core/index.ts';
import {
  importFiles,
  type LiveConnector,
  loadProject,
  readProjectFile,
  resolveEnvironment,
} from '../../../src/definition/index.ts';

const isSensitive = sensitiveKeyTest();

/** Writes the connectors, reads the files again, and gives what they resolve to. */
function roundTrip(connectors: readonly LiveConnector[]) {
  const files = importFiles(connectors, [], () => ({ environment: 'prod', isSecret: isSensitive }));
  const { projectFile } = readProjectFile({
    path: 'connectctl.yaml',
    text: 'project: p\nenvironments: { prod: { connect: { url: http://127.0.0.1:1 } }, dev: { connect: { url: http://127.0.0.1:1 } } }\n',
  });
  const { project, diagnostics } = loadProject(projectFile!, files);
  const resolution = resolveEnvironment(project, { environment: 'prod', env: {} });
  const elsewhere = resolveEnvironment(project, { environment: 'dev', env: {} });
  const errors = [...diagnostics, ...resolution.diagnostics].filter(({ severity }) => severity === 'error');
  return { files, resolution, elsewhere, errors };
}

const live = (config: Readonly<Record<string, string>>, more: Partial<LiveConnector> = {}): LiveConnector => ({
  name: 'c',
  config: { name: 'c', 'connector.class': 'FileStreamSource', ...config },
  state: undefined,
  ...more,
});

function resolvedConfig(connectors: readonly LiveConnector[]): readonly (readonly [string, string][])[] {
  const { resolution, errors, files } = roundTrip(connectors);
  expect(errors, files.map(({ text }) => text).join('---\n')).toEqual([]);
  return resolution.connectors.map(({ config, keep }) => [
    ...[...config].map(([key, value]): [string, string] => [key, value instanceof Sensitive ? value.reveal() : value]),
    ...[...keep].map(([key]): [string, string] => [key, '${keep}']),
  ]);
}

const expectedConfig = ({ config }: LiveConnector): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key !== 'name')
      .map(([key, value]) => [
        key,
        isSensitive(key) && value !== '' && !/^\$\{[^}:]+:[^}]*\}$/.test(value) ? '${keep}' : value,
      ]),
  );

test.each([
  { name: 'an empty text', config: { file: '' } },
  { name: 'blanks around', config: { file: '  a  ' } },
  {
    name: 'words that YAML reads as something else',
    config: { a: 'null', b: '~', c: 'NO', d: '1e3', e: '007', f: 'Null' },
  },
  {
    name: 'signs at the beginning',
    config: { a: '[x', b: '{x', c: '*x', d: '@x', e: '%x', f: ',x', g: '`x', h: '- x' },
  },
  { name: 'a comment and a colon inside', config: { a: 'b #c', d: 'e: f', g: 'h:' } },
  { name: 'commas', config: { a: 'x,y , z,', b: ',' } },
  { name: 'several lines', config: { query: 'SELECT *\n  FROM t\n\nWHERE a = 1' } },
  {
    name: 'lines that a block would change',
    config: { a: 'x\n', b: '\nx', c: 'x \ny', d: ' x\ny', e: 'x\r\ny', f: '\n' },
  },
  { name: 'JSON', config: { a: '{"b": ["c", null, 1.0], "d": "e\\n"}' } },
  {
    name: 'unicode, control and invisible characters',
    config: { a: 'Zoë 日本 😀', b: '\u0000\u0007\u001b', c: '\u200b\u2028\ufeff\u00a0' },
  },
  {
    name: 'references of every kind',
    config: { a: '${var.x}', b: '$${env.X}', c: '${each.key}', d: '${keep}', e: '${keep:-4}', f: '$$$${var.x}' },
  },
  {
    name: 'dollars that are none',
    config: { a: '$1', b: '${topic}', c: '$$', d: 'X$Key', e: '${UPPER}', f: '${file:/a:b}' },
  },
  { name: 'references in keys', config: { 'a.${var.x}': '1', 'b.$${keep}': '2', 'c $1': '3' } },
  {
    name: 'odd keys',
    config: {
      'a b': '1',
      'c: d': '2',
      '#e': '3',
      '- f': '4',
      'g:': '5',
      ' h ': '7',
      '<<': '8',
      null: '9',
      '"': '10',
    },
  },
  {
    name: 'keys that fields are named after',
    config: { class: 'x', tasksMax: '3', 'tasks.max': '4', config: 'y', transforms: '' },
  },
  { name: 'a number of tasks that is none', config: { 'tasks.max': ' 4' } },
  { name: 'secrets', config: { 'db.password': 'hunter2', 'other.password': '', 'third.password': '${file:/a:b}' } },
  {
    name: 'a converter with keys',
    config: {
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
    },
  },
  {
    name: 'a converter by its alias',
    config: { 'value.converter': 'JsonConverter', 'value.converter.schemas.enable': 'false' },
  },
  { name: 'converter keys without a class', config: { 'value.converter.schemas.enable': 'false' } },
  {
    name: 'a converter with a key named class',
    config: { 'key.converter': 'a.B', 'key.converter.class': 'x', 'key.converter.': 'y' },
  },
  { name: 'a converter without text', config: { 'key.converter': '' } },
  {
    name: 'transforms and predicates',
    config: {
      transforms: 'a,b',
      'transforms.a.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
      'transforms.a.static.field': 'x',
      'transforms.a.predicate': 'p',
      'transforms.a.negate': 'true',
      'transforms.b.type': 'io.example.Thing$Key',
      predicates: 'p',
      'predicates.p.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
      'predicates.p.pattern': 'user-.*',
    },
  },
  {
    name: 'a transform by its alias',
    config: { transforms: 'a', 'transforms.a.type': 'RegexRouter', 'transforms.a.regex': '.*' },
  },
  {
    name: 'odd names of transforms',
    config: { transforms: 'a b,c.d', 'transforms.a b.type': 'x.Y', 'transforms.c.d.type': 'x.Z' },
  },
  {
    name: 'blanks in the list of transforms',
    config: { transforms: ' a , b', 'transforms.a.type': 'x.Y', 'transforms.b.type': 'x.Z' },
  },
  {
    name: 'transform keys that no list names',
    config: { transforms: 'a', 'transforms.a.type': 'x.Y', 'transforms.b.type': 'x.Z' },
  },
  {
    name: 'a predicate nobody declares',
    config: { transforms: 'a', 'transforms.a.type': 'x.Y', 'transforms.a.predicate': 'q' },
  },
  { name: 'an odd negate', config: { transforms: 'a', 'transforms.a.type': 'x.Y', 'transforms.a.negate': 'TRUE' } },
  { name: 'a transform without a class', config: { transforms: 'a', 'transforms.a.field': 'x' } },
  { name: 'an empty list of transforms', config: { transforms: '', predicates: '' } },
  { name: 'a long line', config: { a: 'x'.repeat(5000), b: 'word '.repeat(500) + 'end' } },
])('is read back as it was: $name', ({ config }) => {
  const connector = live(config as unknown as Readonly<Record<string, string>>);
  expect(Object.fromEntries(resolvedConfig([connector])[0] ?? [])).toEqual(expectedConfig(connector));
});

test.each([
  { name: 'a name with blanks', text: 'orders to lake' },
  { name: 'unicode', text: 'Zoë 日本 😀' },
  { name: 'a path', text: 'a/b\\c' },
  { name: 'a reference', text: '${var.x}-$1' },
  { name: 'a number', text: '007' },
  { name: 'null', text: 'null' },
  { name: 'signs', text: '- "a": {b}, #c' },
])('a connector is found under its name: $name', ({ text }) => {
  const { resolution, errors } = roundTrip([live({}, { name: text })]);
  expect(errors).toEqual([]);
  expect(resolution.connectors.map(({ name }) => name)).toEqual([text]);
});

describe('what an import writes', () => {
  test('is only for its environment, and a state only where it is not RUNNING', () => {
    const { resolution, elsewhere, files } = roundTrip([
      live({}, { name: 'a' }),
      live({}, { name: 'b', state: 'PAUSED' }),
      live({}, { name: 'c', state: 'STOPPED' }),
    ]);
    expect(resolution.connectors.map(({ state }) => state)).toEqual([undefined, 'PAUSED', 'STOPPED']);
    expect(elsewhere.connectors).toEqual([]);
    expect(files[0]!.text).not.toContain('state');
  });

  test('has a file a connector, whose names differ in more than case', () => {
    const names = ['Orders', 'orders', 'orders.', 'a/b', 'a b', '😀', '日本', '..'];
    const { files } = roundTrip(names.map((name) => live({}, { name })));
    const paths = files.map(({ path }) => path.toLowerCase());
    expect(new Set(paths).size).toBe(names.length);
    expect(files.map(({ connector, path }) => [connector, path])).toContainEqual(['a/b', 'a-b-2.yaml']);
  });

  test('is read by people', () => {
    const { files } = roundTrip([
      live(
        {
          'tasks.max': '2',
          file: '/var/log/a.log',
          'connection.password': 'hunter2',
          query: 'SELECT a\nFROM b',
          'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
          'value.converter.schemas.enable': 'false',
          transforms: 'line',
          'transforms.line.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
          'transforms.line.field': 'line',
          'connectctl.owner': 'someone/else',
          '__internal.x': '1',
        },
        { name: 'access log', state: 'PAUSED' },
      ),
    ]);
    expect(files[0]).toMatchObject({ path: 'access-log.yaml', kept: ['connection.password'] });
    expect(files[0]!.text).toBe(`pipeline: access-log
only: [prod]
connectors:
  - name: access log
    class: FileStreamSource
    tasksMax: 2
    state: paused
    config:
      connection.password: \${keep}
      file: /var/log/a.log
      query: |-
        SELECT a
        FROM b
    valueConverter:
      class: org.apache.kafka.connect.json.JsonConverter
      schemas.enable: false
    transforms:
      - name: line
        type: org.apache.kafka.connect.transforms.HoistField$Value
        config:
          field: line
`);
  });
});

/** Texts made of the pieces that are read as something somewhere on the way. */
const piece = fc.constantFrom(
  ...[
    '$',
    '$$',
    '{',
    '}',
    '${',
    'var.',
    'env.X',
    'each.key',
    'keep',
    ':-',
    ':',
    ': ',
    ' #',
    '#',
    ',',
    ' ',
    '\n',
    '\t',
    '\r',
  ],
  ...[
    '"',
    "'",
    '\\',
    '|',
    '>',
    '-',
    '- ',
    '?',
    '*',
    '&',
    '!',
    '%',
    '@',
    '`',
    '[',
    ']',
    '~',
    'null',
    'true',
    '1',
    'é',
    '😀',
    'a',
    '.',
    '=',
  ],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const key = fc.oneof(
  text,
  fc.constantFrom('transforms', 'predicates', 'key.converter', 'value.converter', 'topics', 'tasks.max', 'db.password'),
  fc
    .tuple(
      fc.constantFrom('transforms.', 'predicates.', 'value.converter.'),
      fc.constantFrom('a', 'b'),
      fc.constantFrom('', '.type', '.predicate', '.negate', '.x'),
    )
    .map((parts) => parts.join('')),
);
const value = fc.oneof(
  text,
  fc.constantFrom('a', 'b', 'a,b', 'true', 'x.Y', 'JsonConverter', 'org.apache.kafka.connect.transforms.Filter', '4'),
);

test('any flat config is read back as it was', () => {
  // No definition can say an empty key, or a config provider's reference in one.
  const isWritable = (k: string): boolean =>
    !/^(?:|name|connector\.class)$|^connectctl\.|^__internal\.|^__proto__$|\$\{[^}]*:/.test(k);
  fc.assert(
    fc.property(fc.dictionary(key.filter(isWritable), value, { maxKeys: 8 }), (config) => {
      const connector = live(config);
      expect(Object.fromEntries(resolvedConfig([connector])[0] ?? [])).toEqual(expectedConfig(connector));
    }),
    { numRuns: 500 },
  );
}, 60_000);
