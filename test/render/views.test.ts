import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import schema from '../../schemas/events.schema.json' with { type: 'json' };
import type { ChangeReport } from '../../src/apply/index.ts';
import { defaultPlanOptions, makePlan } from '../../src/plan/index.ts';
import {
  planEvents,
  progressEvent,
  renderPlanHtml,
  renderPlanMarkdown,
  renderPlansMarkdown,
  renderPlanText,
  renderProgress,
  renderReport,
  resultEvent,
  versionEvent,
} from '../../src/render/index.ts';
import { desired, environment } from '../plan/desired.ts';
import { live, observed } from '../plan/observed.ts';
import { planCase } from '../plan/plan-case.ts';

const S = 'FileStreamSource';

function planOf(count: number, value = 'v') {
  return makePlan({
    environment,
    connectors: Array.from({ length: count }, (_, i) =>
      desired({
        name: `connector-${String(i).padStart(4, '0')}`,
        config: { 'connector.class': S, file: `/${i}`, note: value },
      }),
    ),
    topics: [],
    removed: [],
    diagnostics: [],
    observed: observed([]),
    options: defaultPlanOptions,
  }).plan;
}

test.each([10, 400, 5000])(
  'a comment over %d connectors fits into 65,536 characters and keeps marker and summary',
  (count) => {
    const text = renderPlanMarkdown(planOf(count, 'x'.repeat(200)));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.startsWith('<!-- connectctl-plan:demo%2Flocal -->\n')).toBe(true);
    expect(text).toContain(`${count} to create`);
    if (count > 10) expect(text).toMatch(/\d+ more/);
  },
);

test('over the budget a comment keeps what matters most: refused, deletes, hazards', () => {
  const { changes, ...plan } = planOf(400, 'x'.repeat(200));
  const last = changes.length - 1;
  const marked = changes.map((change, i) => {
    if (i === last) return { ...change, refused: { code: 'CC4001', message: 'not ours' } };
    if (i === last - 1) return { ...change, action: 'delete' as const };
    if (i === last - 2)
      return { ...change, hazards: [{ id: 'H003', severity: 'hazard' as const, message: 'elsewhere' }] };
    return change;
  });
  const text = renderPlanMarkdown({ ...plan, changes: marked });
  const folded = [...text.matchAll(/<summary><code>.*?<\/code> (connector-\d+)/g)].map((match) => match[1]);
  expect(folded.slice(-3)).toEqual(['connector-0397', 'connector-0398', 'connector-0399']);
  expect(folded[0]).toBe('connector-0000');
  expect(text).toContain(`The details of ${400 - folded.length} more are left out`);
  expect(text).toContain('Hazards: H003.');
});

test('plans of several environments share the room of one comment', () => {
  const [small, large] = [planOf(3), planOf(400, 'x'.repeat(200))];
  const text = renderPlansMarkdown([large, small, { ...large, environment: 'prod' }]);
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text.length).toBeGreaterThan(60_000);
  expect(text).toContain(renderPlanMarkdown(small));
  expect(text.match(/<!-- connectctl-plan:/g)).toHaveLength(3);
  expect(text.match(/The details of \d+ more/g)).toHaveLength(2);
});

test('a comment says how many of its diagnostics it leaves out', () => {
  const diagnostics = Array.from({ length: 500 }, (_, i) => ({
    code: 'CC4014',
    severity: 'error' as const,
    message: `connector-${i}: ${'x'.repeat(100)}`,
    help: 'Write another value.',
  }));
  const text = renderPlanMarkdown({ ...planOf(3), diagnostics });
  const shown = text.split('\n').filter((line) => line.startsWith('- error CC4014')).length;
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text).toContain(`- … ${500 - shown} more`);
  expect(text).toContain('Write another value.');
});

test('changes of one line stand together, behind one column', () => {
  const names = ['a', 'connector-with-quite-a-long-name', 'b'];
  const plan = makePlan({
    environment,
    connectors: names.map((name) => desired({ name, config: { 'connector.class': S }, state: 'PAUSED' })),
    topics: [],
    removed: [],
    diagnostics: [],
    observed: observed(
      names.map((name) => live(name, { config: { 'connector.class': S }, applied: { 'connector.class': S } })),
    ),
    options: defaultPlanOptions,
  }).plan;
  expect(renderPlanText(plan).split('\n').slice(3, 7)).toEqual([
    '~ a                                 pause, pauses 1 task',
    '~ b                                 pause, pauses 1 task',
    '~ connector-with-quite-a-long-name  pause, pauses 1 task',
    '',
  ]);
});

test('what is not ours is named up to 20, and counted; what is ours is always named', () => {
  const names = Array.from({ length: 30 }, (_, i) => `stranger-${i + 10}`);
  const orphaned = names.map((name) => name.replace('stranger', 'orphan'));
  const text = renderPlanText({ ...planOf(0), unmanaged: names, orphaned });
  expect(text.match(/^ {2}stranger-/gm)).toHaveLength(20);
  expect(text).toContain('  and 10 more (--format json lists all)\n');
  expect(text.match(/^ {2}orphan-/gm)).toHaveLength(30);
});

test('the causes of what FAILED are wrapped on a terminal, behind their indent', () => {
  const cause = [`java.io.IOException: ${'No space left on device '.repeat(6).trim()}`];
  const text = renderPlanText({ ...planOf(0), failed: [{ connector: 'a', task: 0, cause }] }, undefined, 60);
  expect(text).toMatch(/^ {2}a task 0\n {4}java\.io.*\n {6}\S/m);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('an old and a new value stand below each other where the terminal is too narrow for one line', () => {
  const { plan } = planCase(fileURLToPath(new URL('../cases/plan/update-with-drift', import.meta.url)));
  expect(renderPlanText(plan, undefined, 80)).toContain('file                 "/by-hand" -> "/out"');
  expect(renderPlanText(plan, undefined, 40)).toContain('    file\n        - "/by-hand"\n        + "/out"\n');
});

const nasty = [
  '</pre><script>alert(1)</script>',
  '```\n# heading',
  'a\u001b[2Jb',
  '| x | y |',
  '@everyone',
  '<!-- x -->',
];

test.each(nasty)('a value can not leave its place: %j', (value) => {
  const plan = planOf(1, value);
  expect(renderPlanHtml([plan])).not.toContain('<script>');
  expect(renderPlanText(plan)).not.toContain('\u001b');
  const markdown = renderPlanMarkdown(plan);
  expect(markdown.match(/<details>/g)).toHaveLength(1);
  expect(markdown.split('\n').filter((line) => line === '# heading')).toEqual([]);
});

test('a name can not leave its place either', () => {
  const name = 'x|</summary>`@all`\u001b[2J';
  const plan = makePlan({
    environment,
    connectors: [],
    topics: [],
    removed: [],
    diagnostics: [],
    observed: observed([live(name, { config: { 'connector.class': S }, applied: { 'connector.class': S } })]),
    options: { ...defaultPlanOptions, prune: true },
  }).plan;
  expect(renderPlanText(plan)).not.toContain('\u001b');
  expect(renderPlanMarkdown(plan)).not.toContain(name);
  expect(renderPlanHtml([plan])).not.toContain(name);
});

test('the name that a connector had becomes no markup, link, mention or reference', () => {
  const from = '**[x](https://evil.test)** www.evil.test @acme/admins #12 ![x](y)';
  const [change] = planOf(1).changes;
  const text = renderPlanMarkdown({ ...planOf(0), changes: [{ ...change!, action: 'move', from }] });
  // GitHub decodes entities before it looks for mentions: they have to be parted from their names.
  const decoded = text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  expect([text.match(/move from/g), text.match(/\*\*\[|\]\(|evil:|https:|www\./g)]).toEqual([
    ['move from', 'move from'],
    null,
  ]);
  expect(decoded.match(/[@#]\w/g)).toBeNull();
});

const report: ChangeReport = {
  kind: 'connector',
  name: 'a',
  pipeline: 'p',
  action: 'update',
  outcome: 'failed',
  code: 'CC5002',
  message: 'RUNNING, 1 of 1 tasks FAILED',
  cause: ['java.io.IOException: disk full'],
  durationMs: 1234,
};

test('a failure shows its code and cause, and the report what is not done', () => {
  expect(renderProgress({ type: 'finished', change: report })).toBe(
    '  failed CC5002 a (update, 1.2 s): RUNNING, 1 of 1 tasks FAILED\n      java.io.IOException: disk full\n',
  );
  const skipped: ChangeReport = { ...report, outcome: 'skipped' };
  expect(renderReport({ changes: [report, skipped], interrupted: false })).toBe(
    'Apply incomplete: 0 done, 1 failed, 1 skipped.\nApply again continues where this one stopped. What is FAILED is restarted by a changed config, or with the cause gone by `apply --restart-failed`.\n',
  );
});

test('every line of --json keeps the schema', () => {
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  const lines = [
    versionEvent('1.0.0'),
    planEvents(planOf(2)),
    progressEvent('local', { type: 'started', name: 'a', action: 'update' }),
    progressEvent('local', { type: 'waiting', name: 'a', message: 'RUNNING' }),
    progressEvent('local', { type: 'retry', name: 'a', message: 'rebalancing', delayMs: 250 }),
    progressEvent('local', { type: 'finished', change: report }),
    progressEvent('local', { type: 'rollback', name: 'a', message: 'deleted again' }),
    resultEvent('local', 1, { changes: [report], interrupted: false }),
  ].join('');
  for (const line of lines.trimEnd().split('\n')) {
    validate(JSON.parse(line));
    expect([line, validate.errors ?? []]).toEqual([line, []]);
  }
});

test('on a terminal prose is wrapped at its columns, with colours and without, and values stay whole', () => {
  const { plan } = planCase(fileURLToPath(new URL('../cases/plan/ownership', import.meta.url)));
  const paint = (text: string): string => `\u001b[1m${text}\u001b[22m`;
  const colors = { bold: paint, dim: paint, red: paint, green: paint, yellow: paint, cyan: paint };
  const plain = renderPlanText(plan, undefined, 64);
  const words = (text: string): string[] => text.split(/\s+/);
  expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(64);
  expect(words(plain)).toEqual(words(renderPlanText(plan)));
  expect(renderPlanText(plan, colors, 64).replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
});
