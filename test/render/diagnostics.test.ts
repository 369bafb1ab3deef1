import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/core/index.ts';
import { countDiagnostics, diagnosticJson, renderDiagnostics } from '../../src/render/index.ts';

const same = (text: string): string => text;
const colors = { red: same, yellow: same, cyan: same, dim: same, bold: same };

function render(text: string, diagnostic: Partial<Diagnostic> & Pick<Diagnostic, 'source'>): string {
  const full: Diagnostic = { code: 'CC1007', severity: 'error', message: 'wrong', ...diagnostic };
  return renderDiagnostics([full], new Map([['a.yaml', text]]), colors);
}

function at(line: number, column: number, endColumn = column + 1): NonNullable<Diagnostic['source']> {
  return { file: 'a.yaml', line, column, endLine: line, endColumn };
}

describe('a diagnostic as text', () => {
  it('shows the place, the line before, the caret and the help', () => {
    const text = 'connectors:\n  - name: orders-sink\n    tasksMax: 1\n    clas: FileStreamSink\n';
    const message = 'unknown key "clas" in connector "orders-sink"';
    expect(render(text, { message, help: 'did you mean "class"?', source: at(4, 5, 9) })).toBe(
      [
        'a.yaml:4:5 error CC1007  unknown key "clas" in connector "orders-sink"',
        '   3 │     tasksMax: 1',
        '   4 │     clas: FileStreamSink',
        '     │     ^^^^ did you mean "class"?',
        '',
      ].join('\n'),
    );
  });

  it('shows related places', () => {
    const related = [{ message: 'first here', source: at(1, 1) }];
    expect(render('a: 1\na: 2', { source: at(2, 1), related })).toContain('   a.yaml:1:1  first here\n');
  });

  it('has no frame where the file is not at hand', () => {
    expect(render('', { help: 'do this', source: { file: 'b.yaml', line: 1, column: 1 } })).toBe(
      'b.yaml:1:1 error CC1007  wrong\n   do this\n',
    );
  });

  const secrets: readonly { name: string; text: string; line: number; column: number }[] = [
    { name: 'on the line', text: 'a:\n  db.password: hunter2', line: 2, column: 16 },
    { name: 'on the line before', text: 'db.password: hunter2\nb: 1', line: 2, column: 1 },
    { name: 'in a flow map', text: 'c: { x.token: hunter2, b: 1 }', line: 1, column: 24 },
    { name: 'in a block of text', text: 'private.key: |\n  begin\n  hunter2\nb: 1', line: 3, column: 3 },
    { name: 'in a quoted text that goes on', text: 'a.password: "x\n  hunter2"\nb: 1', line: 3, column: 1 },
    { name: 'in a flow map that goes on', text: 'c: { a.password: "x\n  hunter2" }\nb: 1', line: 3, column: 1 },
    {
      name: 'in a private key under any name',
      text: 'pem: |\n  -----BEGIN PRIVATE KEY-----\n  MII\n  hunter2\nb: 1',
      line: 5,
      column: 1,
    },
    { name: 'in the block above', text: 'private.key: |\n  hunter2\nb: 1', line: 3, column: 1 },
    { name: 'in JSON', text: '{\n  "database.password": "hunter2",\n  "x": 1 }', line: 3, column: 3 },
    { name: 'in properties', text: 'database.password=hunter2\nx=1', line: 2, column: 1 },
  ];
  for (const { name, text, line, column } of secrets) {
    it(`masks a secret ${name}`, () => {
      const shown = render(text, { source: at(line, column) });
      expect(shown).not.toContain('hunter2');
      expect(shown).toContain('(sensitive)');
    });
  }

  it('shows a reference to a secret', () => {
    expect(render('db.password: ${var.pw}', { source: at(1, 14, 23) })).toContain('${var.pw}');
  });

  it('cuts long lines around the place', () => {
    const shown = render(`${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`, { source: at(1, 5001, 5005) });
    const [, line = '', caret = ''] = shown.split('\n');
    expect(line.length).toBeLessThan(130);
    expect(caret.indexOf('^')).toBe(line.indexOf('HERE'));
  });

  it('keeps the caret under its character behind a tab, and control characters off the terminal', () => {
    const [, line = '', caret = ''] = render('\tX: \u001b[31mred', { source: at(1, 2) }).split('\n');
    expect(line).not.toContain('\u001b');
    expect(caret.indexOf('^')).toBe(line.indexOf('X'));
  });

  it('shows what differs in its message alone under one frame, and counts from the fourth on', () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map(
      (name): Diagnostic => ({ code: 'H008', severity: 'hazard', message: name, help: 'do it', source: at(1, 1, 4) }),
    );
    const other: Diagnostic = { code: 'H009', severity: 'hazard', message: 'other', source: at(1, 1, 4) };
    const shown = (some: readonly Diagnostic[]) => renderDiagnostics(some, new Map([['a.yaml', 'key: x']]), colors);
    expect(shown([...all, other])).toBe(
      [
        'a.yaml:1:1 hazard H008  a',
        'a.yaml:1:1 hazard H008  b',
        'a.yaml:1:1 hazard H008  c',
        '   … and 2 more H008 here',
        '   1 │ key: x',
        '     │ ^^^ do it',
        'a.yaml:1:1 hazard H009  other',
        '   1 │ key: x',
        '     │ ^^^',
        '',
      ].join('\n'),
    );
    const placeless = all.map(({ source: _, ...rest }): Diagnostic => rest);
    expect(shown(placeless)).toContain('hazard H008  e');
  });

  it('makes the frames of ten thousand problems in one large file, whose lines are found once', () => {
    const text = 'key: value of some length\n'.repeat(100_000);
    const many = Array.from(
      { length: 10_000 },
      (_, i): Diagnostic => ({ code: 'C', severity: 'error', message: 'm', source: at(i * 10 + 1, 1) }),
    );
    const shown = renderDiagnostics(many, new Map([['a.yaml', text]]), colors);
    expect(shown.split('\n')).toHaveLength(4 * 10_000);
    expect(shown).toContain('99991 │ key: value of some length');
  });
});

describe('diagnostics counted and as JSON', () => {
  const all: readonly Diagnostic[] = [
    { code: 'A', severity: 'error', message: 'm', source: at(1, 2, 4) },
    { code: 'B', severity: 'warning', message: 'm' },
    { code: 'C', severity: 'warning', message: 'm' },
    { code: 'H001', severity: 'hazard', message: 'm' },
  ];

  it('counts by severity', () => {
    expect(countDiagnostics(all)).toBe('1 error, 1 hazard, 2 warnings');
    expect(countDiagnostics([])).toBe('');
  });

  it('holds the place flat', () => {
    expect(diagnosticJson(all[0]!)).toEqual({
      code: 'A',
      severity: 'error',
      message: 'm',
      file: 'a.yaml',
      line: 1,
      column: 2,
      endLine: 1,
      endColumn: 4,
    });
  });
});
