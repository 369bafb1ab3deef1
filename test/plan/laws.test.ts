import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasErrors, type TargetState } from '../../src/core/index.ts';
import {
  defaultPlanOptions,
  isRefused,
  makePlan,
  marks,
  type Operation,
  type PlanInput,
  type PlanOptions,
} from '../../src/plan/index.ts';
import { desired, environment, removed } from './desired.ts';
import { live, observed } from './observed.ts';

// What holds of every plan, however its features meet: small worlds of at most four names, always the same two hundred.
// A counterexample is printed, made as small as it gets.

const NAMES = ['a', 'b', 'c', 'd'] as const;
type Name = (typeof NAMES)[number];
const name = fc.constantFrom(...NAMES);
const seldom = fc.integer({ min: 0, max: 6 }).map((n) => n === 6);
const state = fc.constantFrom<TargetState>('RUNNING', 'PAUSED', 'STOPPED');
const config = fc
  .tuple(fc.constantFrom('Source', 'Source', 'Sink'), fc.constantFrom('/a', '/b'))
  .map(([kind, file]) => ({
    'connector.class': `FileStream${kind}`,
    file,
    [kind === 'Sink' ? 'topics' : 'topic']: 't',
  }));

const lives = fc.record({
  config,
  state,
  owner: fc.constantFrom('demo/local', 'demo/local', 'demo/local', 'x/y', undefined),
  moving: fc.option(name, { nil: undefined }),
  starting: seldom,
  protected: seldom,
});

const files = fc.record({
  config,
  state: fc.option(state, { nil: undefined }),
  pipeline: fc.constantFrom('p', 'q'),
  movedFrom: fc.uniqueArray(name, { maxLength: 2 }),
  dependsOn: fc.uniqueArray(name, { maxLength: 2 }),
  preventDestroy: seldom,
});

const removals = fc.record({
  name,
  destroy: fc.boolean(),
  offsets: fc.constantFrom<'keep' | 'reset'>('keep', 'reset'),
});

const worlds = fc.record({
  lives: fc.dictionary(name, lives, { maxKeys: 4 }),
  files: fc.dictionary(name, files, { maxKeys: 4 }),
  removed: fc.uniqueArray(removals, { maxLength: 2, selector: (one) => one.name }),
  adopt: fc.uniqueArray(fc.constantFrom(...NAMES, '*'), { maxLength: 1 }),
  replace: fc.uniqueArray(name, { maxLength: 1 }),
  prune: fc.boolean(),
  ownership: fc.constantFrom<'marks' | 'none'>('marks', 'marks', 'none'),
});
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

/** A plan's input, without what the definition's own rules refuse. */
function inputOf(world: World, options: Partial<PlanOptions> = {}): PlanInput {
  const defined = NAMES.filter((one) => world.files[one]);
  const taken = new Set<string>(defined);
  const connectors = defined.map((one, place) => {
    const file = world.files[one]!;
    const movedFrom = file.movedFrom.filter((old) => !taken.has(old));
    for (const old of movedFrom) taken.add(old);
    const dependsOn = file.dependsOn.filter((other) => defined.slice(0, place).includes(other));
    return desired({ ...file, name: one, movedFrom, dependsOn });
  });
  return {
    environment: { ...environment, ownership: world.ownership },
    connectors,
    topics: [],
    removed: world.removed.filter((one) => !world.files[one.name]).map((one) => removed(one.name, one)),
    diagnostics: [],
    observed: observed(Object.entries(world.lives).map(([one, input]) => liveOf(one, input))),
    options: { ...defaultPlanOptions, adopt: world.adopt, replace: world.replace, prune: world.prune, ...options },
  };
}

function liveOf(one: string, input: World['lives'][Name]) {
  const { owner, moving } = input;
  if (owner === undefined) return live(one, { config: input.config, state: input.state });
  const isHalf = moving !== undefined || input.starting;
  const own = {
    ...(moving !== undefined && moving !== one && { [marks.moving]: moving }),
    ...(input.starting && { [marks.starting]: 'true' }),
    ...(input.protected && { [marks.protected]: 'true' }),
  };
  return live(one, { ...input, owner, applied: input.config, marks: own, state: isHalf ? 'STOPPED' : input.state });
}

function holds(law: (world: World) => void): void {
  fc.assert(fc.property(worlds, law), { numRuns: 200, seed: 20_261_128 });
}

/** The operations that apply would carry out: none where anything is refused. */
function carriedOut(input: PlanInput): readonly Operation[] {
  const { plan, operations, diagnostics } = makePlan(input);
  return isRefused(plan) || hasErrors(diagnostics) ? [] : operations;
}

/** The live connectors that an operation changes. */
const touched = ({ change, live: old, liveNew }: Operation) =>
  [change.name, ...(change.from ? [change.from] : [])].filter((one) => [old?.name, liveNew?.name].includes(one));

test('nothing is taken away that the files define, or that is still to be moved', () => {
  holds((world) => {
    const input = inputOf(world);
    const listed = new Set(input.removed.map((one) => one.name));
    for (const { change } of carriedOut(input)) {
      const isRemoval = change.action === 'delete' || change.action === 'release';
      const gone = isRemoval ? change.name : change.from;
      expect(input.connectors.map((one) => one.name)).not.toContain(gone);
      if (!isRemoval) continue;
      const isPending = input.connectors.some(
        (one) => input.observed.connectors.get(one.name)?.config[marks.moving] === gone,
      );
      const isOldName = input.connectors.some((one) => one.movedFrom.includes(change.name)) && !listed.has(change.name);
      expect({ change: change.name, isPending, isOldName }).toMatchObject({ isPending: false, isOldName: false });
    }
  });
});

test('nothing that is not ours is changed unless it is adopted, and nothing protected is deleted', () => {
  holds((world) => {
    const input = inputOf(world);
    for (const op of carriedOut(input)) {
      for (const one of touched(op)) {
        const { config } = input.observed.connectors.get(one)!;
        const isOurs = world.ownership === 'none' || config[marks.owner] === environment.owner;
        const byGlob = config[marks.owner] === undefined && world.adopt.includes('*');
        expect(isOurs || byGlob || world.adopt.some((adopted) => adopted === one)).toBe(true);
        const isDeleted = op.change.action === 'delete' || op.change.action === 'replace';
        expect(isDeleted && config[marks.protected] === 'true').toBe(false);
      }
    }
  });
});

test('one change touches a connector, and none waits for itself', () => {
  holds((world) => {
    const operations = carriedOut(inputOf(world));
    const names = operations.flatMap((op) => touched(op));
    expect(names).toEqual([...new Set(names)]);
    const byName = new Map(operations.map((op) => [op.change.name, op]));
    const waits = (one: string, way: readonly string[]): void => {
      expect(way).not.toContain(one);
      for (const next of byName.get(one)?.after ?? []) waits(next, [...way, one]);
    };
    for (const one of byName.keys()) waits(one, []);
  });
});

const selections: readonly Partial<PlanOptions>[] = [
  { targets: ['a', 'b'] },
  { targets: ['pipeline=p'] },
  { excludes: ['a'] },
  { excludes: ['pipeline=q'] },
  { only: ['a', 'c'] },
];

test('a selection only takes changes away', () => {
  holds((world) => {
    const all = makePlan(inputOf(world)).plan.changes;
    for (const selection of selections) {
      const some = makePlan(inputOf(world, selection)).plan.changes;
      expect(some).toEqual(all.filter((change) => some.some((one) => one.name === change.name)));
      if (!selection.excludes?.includes('a')) continue;
      expect(some.map((one) => one.name)).not.toContain('a');
      if (world.lives.a) expect(some.map((one) => one.from)).not.toContain('a');
    }
  });
});

test('the order in which the worker lists its connectors changes nothing', () => {
  holds((world) => {
    const input = inputOf(world);
    const connectors = new Map([...input.observed.connectors].reverse());
    const other = makePlan({ ...input, observed: { ...input.observed, connectors } });
    expect(JSON.stringify(other.plan)).toBe(JSON.stringify(makePlan(input).plan));
  });
});

test('the summary counts the list, and --max-deletes what is deleted', () => {
  holds((world) => {
    const { plan, operations } = makePlan(inputOf(world));
    const { noop, unmarked, unmanaged, ...counts } = plan.summary;
    for (const [action, count] of Object.entries(counts)) {
      expect(plan.changes.filter((change) => change.action === action)).toHaveLength(count);
    }
    expect(noop + unmarked + operations.filter((op) => op.desired).length).toBe(inputOf(world).connectors.length);
    expect([unmarked, unmanaged]).toEqual([plan.unmarked.length, plan.unmanaged.length]);
    const deletes = counts.delete + counts.replace;
    if (deletes > 0) expect(isRefused(makePlan(inputOf(world, { maxDeletes: deletes - 1 })).plan)).toBe(true);
  });
});
