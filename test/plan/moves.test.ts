import { expect, test } from 'vitest';
import { defaultPlanOptions, makePlan, type PlanOptions } from '../../src/plan/index.ts';
import { type DesiredInput, desired, environment } from './desired.ts';
import { type LiveInput, live, observed } from './observed.ts';

interface Case {
  readonly connectors: readonly DesiredInput[];
  readonly lives: Readonly<Record<string, LiveInput>>;
  readonly options?: Partial<PlanOptions>;
}

const S = { 'connector.class': 'FileStreamSource', file: '/a' };
const K = { 'connector.class': 'FileStreamSink', file: '/b', topics: 't' };
const ran = (config: Readonly<Record<string, string>>): LiveInput => ({ config, applied: config });
/** STOPPED in the middle of a move from that name, or of a create. */
const moving = (from: string): LiveInput => half({ 'connectctl.moving': from, 'connectctl.moving.state': 'RUNNING' });
const half = (marks: Readonly<Record<string, string>>): LiveInput => ({ ...ran(S), state: 'STOPPED', marks });

function plan({ connectors, lives, options }: Case) {
  return makePlan({
    environment,
    connectors: connectors.map(desired),
    topics: [],
    removed: [],
    diagnostics: [],
    observed: observed(Object.entries(lives).map(([name, one]) => live(name, one))),
    options: { ...defaultPlanOptions, ...options },
  });
}

const refused: readonly (Case & { readonly name: string; readonly code: string; readonly says: string })[] = [
  {
    name: 'the old name of a move under way is defined again',
    connectors: [
      { name: 'new', config: S },
      { name: 'old', config: S },
    ],
    lives: { new: moving('old'), old: { ...ran(S), state: 'STOPPED' } },
    code: 'CC4023',
    says: 'the files define "old" again',
  },
  {
    name: 'another connector has begun to take the old one over',
    connectors: [
      { name: 'first', config: S },
      { name: 'new', config: S, movedFrom: ['old'] },
    ],
    lives: { first: moving('old'), old: ran(S) },
    code: 'CC4023',
    says: '"first" takes over "old" already',
  },
  {
    name: 'renamed again before the first rename was done',
    connectors: [{ name: 'new', config: S, movedFrom: ['mid', 'old'] }],
    lives: { mid: moving('old'), old: ran(S) },
    code: 'CC4023',
    says: '"mid" is not done taking over "old"',
  },
  {
    name: 'renamed before its declared offsets were set',
    connectors: [{ name: 'new', config: S, movedFrom: ['old'] }],
    lives: { old: half({ 'connectctl.starting': 'true' }) },
    code: 'CC4023',
    says: 'its declared offsets have not been set',
  },
  {
    name: 'from a sink to a source',
    connectors: [{ name: 'new', config: S, movedFrom: ['old'] }],
    lives: { old: ran(K) },
    code: 'CC4023',
    says: '"old" is a sink and "new" a source',
  },
  {
    name: "a move that another owner's apply has begun",
    connectors: [{ name: 'new', config: S }],
    lives: { new: { ...moving('old'), owner: 'x/y' } },
    code: 'CC4001',
    says: '"new" belongs to x/y',
  },
];

test.each(refused)('a move is refused: $name', ({ code, says, ...input }) => {
  for (const prune of [false, true]) {
    const { changes } = plan({ ...input, options: { prune } }).plan;
    const message = expect.stringContaining(says);
    expect(changes.filter((one) => one.refused)).toMatchObject([
      { action: 'move', name: 'new', refused: { code, message } },
    ]);
  }
});

test('a move back to the name that it came from goes on, and ends in the state that was there', () => {
  const connectors = [{ name: 'old', config: S, movedFrom: ['new'] }];
  const stages: Case['lives'][] = [{ new: moving('old') }, { new: moving('old'), old: moving('new') }];
  for (const lives of stages) {
    const { changes } = plan({ connectors, lives }).plan;
    expect(changes).toMatchObject([{ action: 'move', name: 'old', from: 'new', state: { after: 'RUNNING' } }]);
    expect(changes[0]).not.toHaveProperty('refused');
  }
});

const twoOldNames: readonly { readonly name: string; readonly lives: Case['lives'] }[] = [
  { name: 'moved from the newer one', lives: { mid: ran(S), old: ran(S) } },
  { name: 'a move under way', lives: { new: moving('mid'), mid: ran(S), old: ran(S) } },
  { name: 'a create under way', lives: { new: half({ 'connectctl.starting': 'true' }), old: ran(S) } },
];

test.each(twoOldNames)('an old name that is left over is an error, $name', ({ lives }) => {
  const connectors = [{ name: 'new', config: S, movedFrom: ['mid', 'old'] }];
  const { diagnostics } = plan({ connectors, lives });
  expect(diagnostics).toMatchObject([{ code: 'CC4011', severity: 'error', message: expect.stringContaining('"old"') }]);
});

test.each(['old', 'pipeline=p'])('--exclude %s leaves the old one alone, so there is no move', (exclude) => {
  const connectors = [{ name: 'new', pipeline: 'q', config: S, movedFrom: ['old'] }];
  const options = { excludes: [exclude], prune: true };
  expect(plan({ connectors, lives: { old: ran(S) }, options }).plan.changes).toEqual([]);
});

test('a rename that was interrupted and taken back: the old one is started again', () => {
  const connectors = [{ name: 'old', config: S }];
  const lives = { new: moving('old'), old: { ...ran(S), state: 'STOPPED' as const } };
  const state = { name: 'old', action: 'state', state: { before: 'STOPPED', after: 'RUNNING' } };
  expect(plan({ connectors, lives }).plan.changes).toMatchObject([state]);
  const options = { prune: true };
  expect(plan({ connectors, lives, options }).plan.changes).toMatchObject([{ name: 'new', action: 'delete' }, state]);
  expect(plan({ connectors, lives, options: { prune: true, excludes: ['old'] } }).plan.changes).toEqual([]);
  const running = { ...lives, old: ran(S) };
  expect(plan({ connectors, lives: running }).plan.changes).toEqual([]);
});

test('a move shows that the protection of the old one goes', () => {
  const lives = { old: { ...ran(S), marks: { 'connectctl.protected': 'true' } } };
  const { changes } = plan({ connectors: [{ name: 'new', config: S, movedFrom: ['old'] }], lives }).plan;
  expect(changes).toMatchObject([{ fields: [{ key: 'connectctl.protected', before: 'true', after: null }] }]);
});
