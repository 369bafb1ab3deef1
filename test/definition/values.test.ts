import { describe, expect, it } from 'vitest';
import { configOf, LOCAL_PROJECT, resolveText } from './projects.ts';

/** The config of one connector whose `config` holds the given lines. */
function valuesOf(lines: string, variables = '{}', project = LOCAL_PROJECT): Record<string, string> {
  const config = lines.replace(/^/gm, '      ');
  const resolution = resolveText(
    `pipeline: p\nvariables: ${variables}\nconnectors:\n  - name: c\n    class: X\n    config:\n${config}\n`,
    { project, env: { HOME_DIR: '/home/x', PRICE: 'a$${var.x}' } },
  );
  expect(resolution.diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
  const { 'connector.class': _, ...rest } = configOf(resolution);
  return rest;
}

describe('values become strings in their source spelling', () => {
  const rows: readonly { name: string; lines: string; expected: Record<string, string> }[] = [
    {
      name: 'numbers as written',
      lines: 'a: 1e3\nb: 007\nc: 12345678901234567890\nd: 0x1F\ne: 1.50\nf: -1',
      expected: { a: '1e3', b: '007', c: '12345678901234567890', d: '0x1F', e: '1.50', f: '-1' },
    },
    {
      name: 'words that older YAML takes for booleans',
      lines: 'a: NO\nb: off\nc: True\nd: y',
      expected: { a: 'NO', b: 'off', c: 'True', d: 'y' },
    },
    {
      name: 'lists joined with commas',
      lines: 'a: [x, y z, 1]\nb:\n  - p\n  - "q"\nc: []',
      expected: { a: 'x,y z,1', b: 'p,q', c: '' },
    },
    {
      name: 'the last newline of a block dropped',
      lines: 'a: |\n  x\n  y\nb: >\n  x\n  y\nc: |+\n  x\n\nd: |-\n  x',
      expected: { a: 'x\ny', b: 'x y', c: 'x\n\n', d: 'x' },
    },
    {
      name: 'quotes as YAML reads them',
      lines: 'a: "x\\ty"\nb: \'it\'\'s\'\nc: ""\nd: "null"\ne: "~"',
      expected: { a: 'x\ty', b: "it's", c: '', d: 'null', e: '~' },
    },
    {
      name: 'dates, times and versions',
      lines: 'a: 2024-01-01\nb: 10:30:00\nc: 1.10',
      expected: { a: '2024-01-01', b: '10:30:00', c: '1.10' },
    },
    { name: 'anchors and aliases', lines: 'a: &x v\nb: *x', expected: { a: 'v', b: 'v' } },
  ];
  for (const { name, lines, expected } of rows) it(name, () => expect(valuesOf(lines)).toEqual(expected));
});

describe('references and dollars', () => {
  const rows: readonly { name: string; lines: string; variables?: string; expected: Record<string, string> }[] = [
    {
      name: 'a variable as a whole and within a text',
      lines: 'a: ${var.x}\nb: p-${var.x}-${var.x}',
      variables: '{ x: v }',
      expected: { a: 'v', b: 'p-v-v' },
    },
    { name: 'a variable keeps its spelling', lines: 'a: ${var.x}', variables: '{ x: 007 }', expected: { a: '007' } },
    {
      name: 'a list and a field of a map',
      lines: 'a: ${var.l}\nb: ${var.m.k}\nc: ${var.m.deep.er}',
      variables: '{ l: [p, q], m: { k: v, deep.er: w } }',
      expected: { a: 'p,q', b: 'v', c: 'w' },
    },
    {
      name: 'a default where the name is not declared or is null',
      lines: 'a: ${var.n:-d}\nb: ${var.x:-d}\nc: ${var.z:-}\nd: ${var.n:-${var.y}}',
      variables: '{ x: null, y: v }',
      expected: { a: 'd', b: 'd', c: '', d: 'v' },
    },
    {
      name: 'a null variable is as if its line were not there',
      lines: 'a: ${var.x}\nb: 1',
      variables: '{ x: null }',
      expected: { b: '1' },
    },
    {
      name: 'pairs of dollars before a reference',
      lines: 'a: $${var.x}\nb: $$${var.x}\nc: $$$${var.x}\nd: $${keep}\ne: $${each.key}\nf: $${env.X}',
      variables: '{ x: v }',
      expected: { a: '${var.x}', b: '$v', c: '$${var.x}', d: '${keep}', e: '${each.key}', f: '${env.X}' },
    },
    {
      name: 'any other dollar is a dollar',
      lines: 'a: $1\nb: X$Key\nc: ${topic}\nd: $$\ne: $$${other}\nf: ${keeper}',
      expected: { a: '$1', b: 'X$Key', c: '${topic}', d: '$$', e: '$$${other}', f: '${keeper}' },
    },
    {
      name: "a provider's reference goes through, from a variable too",
      lines: 'a: ${file:/p:k}\nb: ${var.x}\nc: pre-${env:HOME}',
      variables: '{ x: "${vault:a:b}" }',
      expected: { a: '${file:/p:k}', b: '${vault:a:b}', c: 'pre-${env:HOME}' },
    },
    {
      name: 'config keys hold references',
      lines: '"a.${var.x}.b": 1',
      variables: '{ x: v }',
      expected: { 'a.v.b': '1' },
    },
    {
      name: 'var.environment, var.pipeline and var.connector',
      lines: 'a: ${var.environment}/${var.pipeline}/${var.connector}',
      expected: { a: 'local/p/c' },
    },
    {
      name: 'a variable that uses var.connector',
      lines: 'a: ${var.x}',
      variables: '{ x: "dlq-${var.connector}" }',
      expected: { a: 'dlq-c' },
    },
    {
      name: 'variables that use each other',
      lines: 'a: ${var.x}',
      variables: '{ x: "${var.y}/b", y: a }',
      expected: { a: 'a/b' },
    },
  ];
  for (const { name, lines, variables, expected } of rows) {
    it(name, () => expect(valuesOf(lines, variables)).toEqual(expected));
  }

  it('an environment variable is handed on through variables, and read as it stands', () => {
    const project =
      'project: x\nenvironments: { local: { connect: { url: "http://x" }, variables: { home: "${env.HOME_DIR}", price: "${env.PRICE}", none: "${env.NONE:-d}" } } }';
    expect(valuesOf('a: ${var.home}/b\nb: ${var.price}\nc: ${var.none}', '{}', project)).toEqual({
      a: '/home/x/b',
      b: 'a$${var.x}',
      c: 'd',
    });
  });

  it('variables: the document, the environment, the document for it, the command line', () => {
    const project =
      'project: x\nenvironments: { local: { connect: { url: "http://x" }, variables: { b: 2, c: 2, d: 2 } } }';
    const resolution = resolveText(
      'pipeline: p\nvariables: { a: 1, b: 1, c: 1, d: 1 }\nenvironments: { "l*": { variables: { c: 3, d: 3 } } }\nconnectors: [{ name: c, class: X, config: { v: "${var.a}${var.b}${var.c}${var.d}" } }]',
      { project, vars: { d: '4' } },
    );
    expect(configOf(resolution)['v']).toBe('1234');
  });

  it('a typed field takes a reference, and is checked afterwards', () => {
    const pipeline = (value: string): string =>
      `pipeline: p\nvariables: { n: ${value} }\nconnectors: [{ name: c, class: X, tasksMax: "\${var.n}", state: "\${var.s:-stopped}" }]`;
    const good = resolveText(pipeline('4'));
    expect([configOf(good)['tasks.max'], good.connectors[0]?.state]).toEqual(['4', 'STOPPED']);
    expect(resolveText(pipeline('four')).diagnostics.map((one) => one.code)).toEqual(['CC1009']);
  });
});

describe('keep', () => {
  it('leaves a key to the worker, with what a create takes', () => {
    const { connectors, diagnostics } = resolveText(
      'pipeline: p\nvariables: { d: v }\nconnectors: [{ name: c, class: X, tasksMax: "${keep:-4}", config: { a: "${keep}", b: "${keep:-x${var.d}}", db.password: "${keep:-pw}" } }]',
    );
    expect(diagnostics).toEqual([]);
    expect(
      [...connectors[0]!.keep].map(([key, value]) => [key, value === undefined ? undefined : String(value)]),
    ).toEqual([
      ['a', undefined],
      ['b', 'xv'],
      ['db.password', '(sensitive)'],
      ['tasks.max', '4'],
    ]);
    expect([...connectors[0]!.config.keys()]).toEqual(['connector.class']);
  });
});

describe('sensitive', () => {
  const secret = (key: string, value = 'v'): boolean => {
    const { connectors } = resolveText(
      `pipeline: p\nvariables: { hook: h, other: "\${var.hook}" }\nconnectors: [{ name: c, class: X, sensitive: [var.hook, "*.uri"], config: { ${key}: "${value}" } }]`,
    );
    return connectors[0]!.sensitiveKeys.has(key);
  };
  const rows: readonly [name: string, key: string, value: string, expected: boolean][] = [
    ['a password by its name', 'a.PassWord', 'v', true],
    ['a token by its name', 'x.token', 'v', true],
    ['a jaas config by its name', 'producer.override.sasl.jaas.config', 'v', true],
    ['a key that only begins so', 'password.encoder', 'v', false],
    ['a glob of the connector', 'connection.uri', 'v', true],
    ['what contains a sensitive variable', 'plain', 'x-${var.hook}', true],
    ['what contains it in turn', 'plain', '${var.other}', true],
    ["a provider's reference is none", 'a.password', '${file:x:y}', false],
    ["a text around a provider's reference is one", 'a.password', 'x${file:x:y}', true],
  ];
  for (const [name, key, value, expected] of rows) it(name, () => expect(secret(key, value)).toBe(expected));

  const beside = (written: string, other: string): boolean => {
    const { connectors } = resolveText(
      `pipeline: p\nvariables: { user: alice, pw: hunter2, stage: test }\nconnectors: [{ name: c, class: X, config: { ${written}, other: '${other}' } }]`,
    );
    return connectors[0]!.sensitiveKeys.has('other');
  };
  const JAAS = 'producer.override.sasl.jaas.config: \'M required username="${var.user}" password="${var.pw}";\'';
  const besides: readonly [name: string, written: string, other: string, expected: boolean][] = [
    ['the same variable as a password', 'a.password: "${var.pw}"', 'pw is ${var.pw}', true],
    ['the password of NAME:PASSWORD', 'basic.auth.user.info: "${var.user}:${var.pw}"', '${var.pw}', true],
    ['the name of NAME:PASSWORD', 'basic.auth.user.info: "${var.user}:${var.pw}"', '${var.user}', false],
    ['the password of a JAAS text', JAAS, '${var.pw}', true],
    ['the name of a JAAS text', JAAS, '${var.user}', false],
    ['an address that is masked in place', 'a.password: "${var.pw}"', 'http://u:${var.pw}@host/', false],
    ['the same text by chance', 'a.password: test', 'x-${var.stage}', false],
    ['a reference of the worker', 'a.password: "${file:x:y}"', '${var.pw}', false],
  ];
  for (const [name, written, other, expected] of besides) {
    it(`another key: ${name}`, () => expect(beside(written, other)).toBe(expected));
  }

  it('never shows where it is printed', () => {
    const { connectors } = resolveText(
      'pipeline: p\nconnectors: [{ name: c, class: X, config: { a.password: hunter2 } }]',
    );
    const { config } = connectors[0]!;
    expect(JSON.stringify([...config]) + String([...config])).not.toContain('hunter2');
  });
});

describe('fan-out', () => {
  it('makes a connector an entry of a list', () => {
    const { connectors } = resolveText(
      'pipeline: p\nconnectors: [{ name: "t-${each.key}", forEach: [a, b], class: X, config: { k: "${each.value}" } }]',
    );
    expect(connectors.map((one) => [one.name, one.entry, one.config.get('k')])).toEqual([
      ['t-a', 'a', 'a'],
      ['t-b', 'b', 'b'],
    ]);
  });

  it('takes a map, with fields and defaults', () => {
    const { connectors } = resolveText(
      'pipeline: p\nvariables: { tables: { a: { key: id }, b: {} } }\nconnectors: [{ name: "t-${each.key}", forEach: "${var.tables}", class: X, config: { k: "${each.value.key:-none}" } }]',
    );
    expect(connectors.map((one) => one.config.get('k'))).toEqual(['id', 'none']);
  });

  it('names its entries where something is wrong, once for all of them', () => {
    const { diagnostics } = resolveText(
      'pipeline: p\nconnectors: [{ name: "t-${each.key}", forEach: [a, b, c, d], class: X, dependsOn: [none] }]',
    );
    expect(diagnostics.map((one) => one.message)).toEqual([
      'there is no connector "none" to depend on (entries "a", "b" and 2 more)',
    ]);
  });

  it('with an empty list makes none', () => {
    const { connectors, diagnostics } = resolveText(
      'pipeline: p\nconnectors: [{ name: "t-${each.key}", forEach: [], class: X }]',
    );
    expect([connectors, diagnostics]).toEqual([[], []]);
  });
});

describe('--var', () => {
  it('is a text that is taken as it stands', () => {
    const resolution = resolveText(
      'pipeline: p\nvariables: { x: 1 }\nconnectors: [{ name: c, class: X, config: { a: "${var.x}" } }]',
      { vars: { x: '${var.y}' } },
    );
    expect(configOf(resolution)['a']).toBe('${var.y}');
  });
});
