import { describe, expect, it } from 'vitest';
import { places, validateText } from './projects.ts';

interface Row {
  readonly name: string;
  readonly pipeline: string;
  readonly project?: string;
  /** `CODE line:column` of every diagnostic of p.yaml, in order. */
  readonly expected: readonly string[];
  /** Words that the first one's message or help has to hold. */
  readonly says?: string;
}

const rows: readonly Row[] = [
  {
    name: 'an unknown key points at the key and names the one that was meant',
    pipeline: 'pipeline: p\nconnectors:\n  - name: a\n    clas: X\n    class: Y',
    expected: ['CC1007 4:5'],
  },
  {
    name: 'a key that belongs one level up is looked for there',
    pipeline:
      'pipeline: p\nconnectors:\n  - name: a\n    class: X\n    transforms:\n      - { name: t, type: Filter, preventDestroy: true }',
    expected: ['CC1007 6:34'],
    says: 'belongs one level up',
  },
  {
    name: 'a key that belongs one level down is looked for there',
    pipeline: 'pipeline: p\nclass: X\nconnectors: []',
    expected: ['CC1007 2:1'],
    says: 'belongs under defaults:',
  },
  {
    name: "a plugin's own key outside of config is sent there",
    pipeline: 'pipeline: p\nconnectors:\n  - name: a\n    class: X\n    batch.size: 5',
    expected: ['CC1007 5:5'],
    says: 'under config:',
  },
  {
    name: 'all mistakes of a file are told at once, sorted',
    pipeline:
      'pipeline: p\nconnectors:\n  - name: a\n    class: X\n    tasksMax: four\n    stat: running\n    config: { a: ~ }',
    expected: ['CC1009 5:15', 'CC1007 6:5', 'CC1004 7:18'],
  },
  {
    name: 'a number in quotes is told to lose them',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, tasksMax: "4" }]',
    expected: ['CC1009 2:45'],
    says: 'take the quotes off',
  },
  {
    name: 'tasksMax starts at 1',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, tasksMax: 0 }]',
    expected: ['CC1009 2:45'],
  },
  {
    name: 'a state that nearly is one is corrected',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, state: pause }]',
    expected: ['CC1009 2:42'],
    says: 'did you mean paused?',
  },
  {
    name: 'a duplicate key names both places',
    pipeline: 'pipeline: p\npipeline: q',
    expected: ['CC1003 2:1'],
    says: '1:1',
  },
  {
    name: 'an empty value shows null, "" and "~"',
    pipeline: 'pipeline: p\nconnectors:\n  - name: a\n    class: X\n    config:\n      a:',
    expected: ['CC1004 6:9'],
    says: '"~"',
  },
  { name: 'a tilde is an error', pipeline: 'pipeline: p\nvariables: { a: ~ }', expected: ['CC1004 2:17'] },
  {
    name: 'an empty block scalar is an error',
    pipeline: 'pipeline: p\nconnectors:\n  - name: a\n    class: X\n    config:\n      a: |\n',
    expected: ['CC1004 6:10'],
  },
  {
    name: 'a value that a comment eats is an error',
    pipeline: 'pipeline: p\nconnectors:\n  - name: a\n    class: X\n    config:\n      password: #x',
    expected: ['CC1004 6:17'],
  },
  {
    name: '<< is an error that names extends',
    pipeline: 'pipeline: p\nconnectors:\n  - name: a\n    class: X\n    config:\n      <<: { a: 1 }',
    expected: ['CC1005 6:7'],
    says: 'extends',
  },
  {
    name: 'a document has to be a pipeline or a template',
    pipeline: 'pipelin: p',
    expected: ['CC1011 1:1'],
    says: 'did you mean "pipeline"?',
  },
  { name: 'a document is not both', pipeline: 'pipeline: p\ntemplate: t', expected: ['CC1011 1:1'], says: '---' },
  { name: 'template names are unique', pipeline: 'template: t\n---\ntemplate: t', expected: ['CC1014 3:11'] },
  { name: 'pipeline names are unique', pipeline: 'pipeline: t\n---\npipeline: t', expected: ['CC1014 3:11'] },
  {
    name: 'connector names are unique in an environment',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X }, { name: a, class: X }]',
    expected: ['CC1014 2:45'],
    says: '2:22',
  },
  {
    name: 'an environment that matches none is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, environments: { lokal: {} } }]',
    expected: ['CC1015 2:51'],
    says: 'did you mean "local"?',
  },
  { name: 'only that matches none is an error', pipeline: 'pipeline: p\nonly: ["prod*"]', expected: ['CC1015 2:8'] },
  {
    name: 'an unknown template is an error',
    pipeline: 'template: plain\n---\npipeline: p\ndefaults: { extends: [plai] }',
    expected: ['CC1017 4:23'],
    says: 'did you mean "plain"?',
  },
  {
    name: 'a template that extends itself is an error',
    pipeline: 'template: a\nextends: [b]\n---\ntemplate: b\nextends: [a]',
    expected: ['CC1018 2:11', 'CC1018 5:11'],
  },
  {
    name: 'an unknown variable is an error with its place',
    pipeline:
      'pipeline: p\nvariables: { topic: x }\nconnectors: [{ name: a, class: X, config: { t: "${var.topik}" } }]',
    expected: ['CC2001 3:48'],
    says: 'did you mean ${var.topic}?',
  },
  {
    name: 'variables in a circle are an error',
    pipeline:
      'pipeline: p\nvariables: { a: "${var.b}", b: "x${var.a}" }\nconnectors: [{ name: a, class: X, config: { t: "${var.a}" } }]',
    expected: ['CC2002 2:32'],
    says: 'a → b → a',
  },
  {
    name: 'a connector that waits for the one that takes its offsets is an error',
    pipeline:
      'pipeline: p\nconnectors: [{ name: a, class: X, state: stopped, dependsOn: [b] }, { name: b, class: X, offsets: { from: a } }]',
    expected: ['CC3019 2:99'],
    says: 'a → b → a',
  },
  {
    name: 'offsets from itself are an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, state: stopped, offsets: { from: a } }]',
    expected: ['CC3019 2:60'],
    says: 'a → a',
  },
  {
    name: 'the name cannot use var.connector',
    pipeline: 'pipeline: p\nconnectors: [{ name: "x${var.connector}", class: X }]',
    expected: ['CC2002 2:22'],
  },
  {
    name: 'an environment variable in a pipeline shows the way',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: "${env.DB_PASSWORD}" } }]',
    expected: ['CC2003 2:48'],
    says: 'variables: { dbPassword: "${env.DB_PASSWORD}" }',
  },
  {
    name: "a provider's reference in a name is an error",
    pipeline: 'pipeline: p\nconnectors: [{ name: "a${file:/x:y}", class: X }]',
    expected: ['CC2004 2:22'],
  },
  {
    name: "a provider's reference in a topic is an error, from a variable too",
    pipeline: 'pipeline: p\nvariables: { n: "${file:x:y}" }\ntopics: [{ name: "t-${var.n}" }]',
    expected: ['CC2004 3:18'],
  },
  {
    name: 'a reference that cannot be read is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: "${var.}" } }]',
    expected: ['CC2005 2:48'],
  },
  {
    name: '${UPPER_CASE} is a warning',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: "${DB_HOST}" } }]',
    expected: ['CC2006 2:48'],
    says: '${env.DB_HOST}',
  },
  {
    name: '${vars.x} is a warning',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: "${vars.x}" } }]',
    expected: ['CC2006 2:48'],
    says: '${var.x}',
  },
  {
    name: '${ENV.X} is a warning',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: "${ENV.X}" } }]',
    expected: ['CC2006 2:48'],
    says: '${env.X}',
  },
  {
    name: '${env:x} beside a variable x is a warning',
    pipeline: 'pipeline: p\nvariables: { x: 1 }\nconnectors: [{ name: a, class: X, config: { t: "${env:x}" } }]',
    expected: ['CC2006 3:48'],
    says: '${var.x}',
  },
  {
    name: '${env:x} without such a variable is none',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: "${env:x} ${topic} $1 X$Key" } }]',
    expected: [],
  },
  {
    name: 'a null variable in the middle of a text is an error',
    pipeline: 'pipeline: p\nvariables: { x: null }\nconnectors: [{ name: a, class: X, config: { t: "a-${var.x}" } }]',
    expected: ['CC2007 3:48'],
  },
  {
    name: 'a list in the middle of a text is an error',
    pipeline: 'pipeline: p\nvariables: { x: [a] }\nconnectors: [{ name: a, class: X, config: { t: "a-${var.x}" } }]',
    expected: ['CC2008 3:48'],
  },
  {
    name: 'each outside of a forEach is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: "${each.key}" } }]',
    expected: ['CC2009 2:48'],
  },
  {
    name: 'each.VALUE.FIELD that is not there is an error naming the entry',
    pipeline:
      'pipeline: p\nconnectors: [{ name: "${each.key}", forEach: { a: { x: 1 } }, class: X, config: { t: "${each.value.y}" } }]',
    expected: ['CC2009 2:86'],
    says: '(entry "a")',
  },
  {
    name: '${keep} within a text is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: "x${keep}" } }]',
    expected: ['CC2012 2:48'],
  },
  {
    name: '${keep} as a name is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: "${keep}", class: X }]',
    expected: ['CC2012 2:22'],
  },
  {
    name: 'var.connector cannot be declared',
    pipeline: 'pipeline: p\nvariables: { connector: x }',
    expected: ['CC2013 2:14'],
  },
  {
    name: 'one layer that writes a key in two spellings names both places',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, tasksMax: 1, config: { tasks.max: 2 } }]',
    expected: ['CC3001 2:58'],
    says: '2:35',
  },
  {
    name: 'name, connector.class and connectctl.* may not stand in config',
    pipeline:
      'pipeline: p\nconnectors:\n  - name: a\n    class: X\n    config:\n      name: b\n      connector.class: Y\n      connectctl.owner: me',
    expected: ['CC3002 6:7', 'CC3002 7:7', 'CC3002 8:7'],
  },
  {
    name: 'a map in config is an error with a hint',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { producer: { linger.ms: 5 } } }]',
    expected: ['CC3003 2:55'],
    says: 'producer.linger.ms',
  },
  {
    name: 'a list element with a comma is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: [a, "b,c"] } }]',
    expected: ['CC3004 2:52'],
  },
  {
    name: 'a list element that is no scalar is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: [a, [b]] } }]',
    expected: ['CC3004 2:52'],
  },
  {
    name: 'a null with nothing to remove is a warning',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, config: { t: null } }]',
    expected: ['CC3005 2:48'],
  },
  {
    name: 'X$Value without a package names candidates',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, transforms: [{ name: t, type: InsertFeld$Value }] }]',
    expected: ['CC3006 2:65'],
    says: 'InsertField$Value',
  },
  {
    name: 'converter keys without a class are an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, valueConverter: { schemas.enable: false } }]',
    expected: ['CC3008 2:53'],
  },
  {
    name: 'allow silences converter keys without a class',
    pipeline:
      'pipeline: p\nconnectors: [{ name: a, class: X, config: { value.converter.x: 1 }, allow: { CC3008: "as it is live" } }]',
    expected: [],
  },
  {
    name: 'a predicate nobody declares is an error',
    pipeline:
      'pipeline: p\nconnectors: [{ name: a, class: X, transforms: [{ name: t, type: Filter, predicate: isA }], predicates: [{ name: isB, type: RecordIsTombstone }] }]',
    expected: ['CC3009 2:84'],
    says: 'did you mean "isB"?',
  },
  {
    name: 'a bare transform that no lower layer has is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, transforms: [t] }]',
    expected: ['CC3010 2:48'],
  },
  {
    name: 'a transform name is part of keys',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, transforms: [{ name: a.b, type: Filter }] }]',
    expected: ['CC1009 2:56'],
  },
  {
    name: 'a connector without a class is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a }]',
    expected: ['CC3011 2:22'],
  },
  {
    name: 'a connector name has no control characters',
    pipeline: 'pipeline: p\nconnectors: [{ name: "a\\tb", class: X }]',
    expected: ['CC3012 2:22'],
  },
  {
    name: 'a connector name is no step in a path',
    pipeline: 'pipeline: p\nconnectors: [{ name: .., class: X }]',
    expected: ['CC3012 2:22'],
  },
  {
    name: 'the name of a forEach connector holds its key',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, forEach: [x, y], class: X }]',
    expected: ['CC3013 2:22'],
    says: 'a-${each.key}',
  },
  {
    name: 'a forEach names each entry once',
    pipeline: 'pipeline: p\nconnectors: [{ name: "${each.key}", forEach: [x, x], class: X }]',
    expected: ['CC3014 2:50'],
  },
  {
    name: 'unequal declarations of a topic are an error',
    pipeline:
      'pipeline: p\ntopics: [{ name: t, partitions: 1 }]\nconnectors: [{ name: a, class: X, topics: [{ name: t, partitions: 2 }] }]',
    expected: ['CC3015 2:18'],
  },
  {
    name: 'equal declarations of a topic count once',
    pipeline:
      'pipeline: p\ntopics: [{ name: t, partitions: 1 }]\nconnectors: [{ name: a, class: X, topics: [{ name: t, partitions: 1 }] }]',
    expected: [],
  },
  {
    name: "a string in a connector's topics says what a sink reads",
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, topics: "a,b" }]',
    expected: ['CC3016 2:43'],
    says: 'config: { topics: "a,b" }',
  },
  {
    name: 'a short name that is two transforms is a warning that names both',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, transforms: [{ name: t, type: HoistField }] }]',
    expected: ['CC3007 2:65'],
    says: 'HoistField$Value or HoistField$Key',
  },
  {
    name: 'an unknown connector to depend on is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: orders, class: X }, { name: b, class: X, dependsOn: [order] }]',
    expected: ['CC3018 2:75'],
    says: 'did you mean "orders"?',
  },
  {
    name: 'connectors that depend on each other are an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, dependsOn: [b] }, { name: b, class: X, dependsOn: [a] }]',
    expected: ['CC3019 2:86'],
    says: 'a → b → a',
  },
  {
    name: 'offsets from a connector that is not stopped are an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X }, { name: b, class: X, offsets: { from: a } }]',
    expected: ['CC3020 2:67'],
    says: 'state: stopped',
  },
  {
    name: 'a removed connector that is defined is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X }]\nremoved: [{ name: a }]',
    expected: ['CC3021 3:19'],
  },
  {
    name: 'a connector that is removed twice is an error',
    pipeline: 'pipeline: p\nremoved: [{ name: a, offsets: reset }, { name: a, destroy: false }]',
    expected: ['CC3021 2:48'],
    says: 'removed twice',
  },
  {
    name: 'a move from a name that is defined is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X }, { name: b, class: X, movedFrom: a }]',
    expected: ['CC3022 2:69'],
  },
  {
    name: 'two moves from one name are an error',
    pipeline:
      'pipeline: p\nconnectors: [{ name: a, class: X, movedFrom: o }, { name: b, class: X, movedFrom: [n, o] }]',
    expected: ['CC3022 2:87'],
  },
  {
    name: 'a move of each entry from one name is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: "a-${each.key}", forEach: [x, y], class: X, movedFrom: o }]',
    expected: ['CC3022 2:77'],
  },
  {
    name: 'an allow without a reason is an error',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, allow: { H001: "" } }]',
    expected: ['CC1009 2:50'],
  },
  {
    name: 'an allow that silences nothing is a warning',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, allow: { CC3008: "why not" } }]',
    expected: ['CC3023 2:44'],
  },
  {
    name: 'an allow of an error, or of a code that is none, is a warning: nothing silences the one, nothing is the other',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, allow: { CC3101: "why not", H999: "why not" } }]',
    expected: ['CC3023 2:44', 'CC3023 2:63'],
  },
  {
    name: 'an allow of a hazard that only a plan finds is nothing to warn of',
    pipeline: 'pipeline: p\nconnectors: [{ name: a, class: X, allow: { H003: "the readers know" } }]',
    expected: [],
  },
];

describe('what is wrong is told with its place', () => {
  for (const { name, pipeline, project, expected, says } of rows) {
    it(name, () => {
      const found = validateText({ 'p.yaml': pipeline }, project);
      expect(places(found)).toEqual(expected.map((one) => one.replace(' ', ' p.yaml:')));
      if (says !== undefined) expect(JSON.stringify(found).replaceAll('\\"', '"')).toContain(toJsonText(says));
    });
  }
});

/** `1:1` of a row is a related place, which the JSON holds as fields. */
function toJsonText(says: string): string {
  const place = /^(\d+):(\d+)$/.exec(says);
  return place ? `"line":${place[1]},"column":${place[2]}` : says;
}
