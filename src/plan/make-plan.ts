import { compare, type Diagnostic, sortDiagnostics } from '../core/index.ts';
import type { RemovedConnector } from '../definition/index.ts';
import { classNames } from './class-names.ts';
import { type Decision, decide, refusedOffsets } from './decide.ts';
import { dependencies } from './dependencies.ts';
import { hazardsOf } from './hazards/index.ts';
import { impactOf } from './impact.ts';
import { marks } from './marks.ts';
import type { ObservedConnector } from './observed.ts';
import {
  actions,
  PLAN_FORMAT_VERSION,
  type Plan,
  type PlanChange,
  type PlanDiagnostic,
  type PlanSummary,
} from './plan.ts';
import type { Operation, PlanContext, PlanInput, PlanResult } from './plan-input.ts';
import { planTopics } from './plan-topics.ts';
import { anySelector } from './selector.ts';
import { failedParts } from './trace.ts';
import { validationDiagnostics } from './validation-diagnostics.ts';

/** Works out what leads from what was observed to what the files say. Pure: the same input gives the same plan. */
export function makePlan(input: PlanInput): PlanResult {
  const context = contextOf(input);
  const decisions = input.connectors.filter((c) => context.isSelected(c)).map((c) => decide(c, context));
  const written = decisions
    .filter((d) => d.kind !== 'noop' && d.kind !== 'unmarked')
    .map((d) => operationOf(d, context));
  const restarts = input.options.restartFailed ? decisions.flatMap((d) => restartOf(d)) : [];
  const removals = operationsOfRemoved(context, decisions);
  const orphans = orphansOf(context, decisions);
  const prunes = isPruning(context) ? orphans.map((live) => deleteOperation(live, context, {})) : [];
  const topics = planTopics(context);
  const connectors = limitDeletes([...written, ...restarts, ...removals, ...prunes], input.options.maxDeletes);
  const operations = dependencies([...topics.operations, ...connectors], context).sort(byKindThenName);
  const diagnostics = sortDiagnostics([
    ...input.diagnostics,
    ...topics.diagnostics,
    ...decisions.flatMap((d) => d.diagnostics ?? []),
    ...decisions.flatMap((d) => (isWritten(d) ? validationDiagnostics(d.desired, context) : [])),
    ...unknownNames(context),
  ]);
  const plan = assemble(
    context,
    decisions,
    operations,
    isPruning(context) ? [] : orphans.map((o) => o.name),
    diagnostics,
  );
  return { plan, operations, diagnostics };
}

/** What planning looks up again and again, made once. */
export function contextOf(input: PlanInput): PlanContext {
  const { targets, excludes, only, adopt } = input.options;
  const names = only && new Set(only);
  const isTarget = anySelector(targets);
  const isExcluded = anySelector(excludes);
  return {
    ...input,
    classes: classNames(input.observed.plugins),
    isSelected: (thing) =>
      (targets.length === 0 || isTarget(thing)) && !isExcluded(thing) && (names === undefined || names.has(thing.name)),
    isAdopted: anySelector(adopt),
    byName: new Map(input.connectors.map((c) => [c.name, c])),
  };
}

function isWritten(decision: Decision): boolean {
  return ['create', 'update', 'replace', 'move'].includes(decision.kind) && !decision.refused;
}

function operationOf(decision: Decision, context: PlanContext): Operation {
  const { desired, live, fields, comparison, kind } = decision;
  const action = kind as PlanChange['action'];
  const isAdopting = decision.isAdopting ?? false;
  const common = { action, desired, live, fields, stateAfter: decision.stateAfter };
  const hazards = hazardsOf({ ...common, name: decision.name, stateBefore: decision.stateBefore, isAdopting, context });
  const change: PlanChange = {
    kind: 'connector',
    name: decision.name,
    pipeline: desired.pipeline,
    action,
    fields,
    state: { before: decision.stateBefore, after: decision.stateAfter },
    impact: [...impactOf({ ...common, resetsOffsets: false }), ...(isAdopting ? ['marked as ours'] : [])],
    hazards,
    ...(decision.refused && { refused: decision.refused }),
    ...(decision.from && { from: decision.from }),
    unchanged: comparison?.unchanged ?? 0,
    uncompared: uncomparedOf(decision),
    source: desired.source,
  };
  return {
    change,
    desired,
    ...(live && { live }),
    ...(decision.liveNew && { liveNew: decision.liveNew }),
    ...(decision.wantedState && { wantedState: decision.wantedState }),
    after: [],
  };
}

function uncomparedOf({ comparison }: Decision): PlanChange['uncompared'] {
  if (!comparison) return {};
  const { ignored, kept, hidden } = comparison;
  return { ...(ignored && { ignored }), ...(kept && { kept }), ...(hidden && { hidden }) };
}

/** What stands FAILED and is touched by nothing else. Never a resume: a paused one has not failed. */
function restartOf(decision: Decision): Operation[] {
  if (decision.kind !== 'noop' && decision.kind !== 'unmarked') return [];
  const parts = failedParts(decision.live?.status);
  if (parts.length === 0 || !decision.live) return [];
  const state = decision.stateBefore;
  return [
    {
      change: {
        ...emptyChange(decision.live, 'restart', decision.desired.pipeline),
        state: { before: state, after: state === 'FAILED' ? 'RUNNING' : state },
        impact: impactOf({
          action: 'restart',
          desired: decision.desired,
          live: decision.live,
          fields: [],
          stateAfter: state,
          resetsOffsets: false,
        }),
        source: decision.desired.source,
      },
      desired: decision.desired,
      live: decision.live,
      after: [],
    },
  ];
}

function emptyChange(live: ObservedConnector, action: PlanChange['action'], pipeline: string): PlanChange {
  const before = live.status?.connector.state ?? null;
  return {
    kind: 'connector',
    name: live.name,
    pipeline,
    action,
    fields: [],
    state: { before, after: before },
    impact: [],
    hazards: [],
    unchanged: 0,
    uncompared: {},
  };
}

function deleteOperation(
  live: ObservedConnector,
  context: PlanContext,
  by: { readonly removed?: RemovedConnector; readonly refused?: PlanChange['refused'] },
): Operation {
  const resetsOffsets = by.removed?.offsets === 'reset';
  const base = emptyChange(live, 'delete', by.removed?.pipeline ?? live.config[marks.pipeline] ?? '');
  const input = { action: 'delete' as const, desired: undefined, live, fields: [], stateAfter: null };
  const refused = by.refused ?? refusedDelete(live) ?? (resetsOffsets ? refusedOffsets(context) : undefined);
  return {
    change: {
      ...base,
      state: { before: base.state.before, after: null },
      impact: impactOf({ ...input, resetsOffsets }),
      hazards: hazardsOf({ ...input, name: live.name, stateBefore: base.state.before, isAdopting: false, context }),
      ...(refused && { refused }),
      ...(by.removed && { source: by.removed.source }),
    },
    live,
    resetOffsets: resetsOffsets,
    after: [],
  };
}

function refusedDelete(live: ObservedConnector): PlanChange['refused'] {
  if (live.config[marks.protected] !== 'true') return undefined;
  return {
    code: 'CC4005',
    message: `"${live.name}" is protected (${marks.protected}) and would be deleted`,
    help: 'Apply preventDestroy: false first.',
  };
}

function operationsOfRemoved(context: PlanContext, decisions: readonly Decision[]): Operation[] {
  const movedAway = new Set(decisions.flatMap((d) => (d.from ? [d.from] : [])));
  return context.removed.flatMap((removed) => {
    const live = context.observed.connectors.get(removed.name);
    if (!live || movedAway.has(removed.name) || context.byName.has(removed.name) || !context.isSelected(removed))
      return [];
    const owner = live.config[marks.owner];
    const isOurs = context.environment.ownership === 'none' || owner === context.environment.owner;
    if (!removed.destroy) return isOurs && owner !== undefined ? [releaseOperation(live, removed)] : [];
    const refused =
      isOurs || context.options.adopt.includes(removed.name) ? undefined : refusedForeignDelete(removed.name, owner);
    return [deleteOperation(live, context, { removed, refused })];
  });
}

function refusedForeignDelete(name: string, owner: string | undefined): PlanChange['refused'] {
  return {
    code: owner ? 'CC4001' : 'CC4002',
    message: owner ? `"${name}" belongs to ${owner}` : `"${name}" was not made by connectctl`,
    help: `To delete it all the same: --adopt ${name}`,
  };
}

function releaseOperation(live: ObservedConnector, removed: RemovedConnector): Operation {
  const base = emptyChange(live, 'release', removed.pipeline);
  const impact = impactOf({
    action: 'release',
    desired: undefined,
    live,
    fields: [],
    stateAfter: base.state.before,
    resetsOffsets: false,
  });
  return {
    change: { ...base, impact: [...impact, 'our marks are taken off'], source: removed.source },
    live,
    after: [],
  };
}

/** Ours by their mark, in no file, not listed under `removed`, not the old name of a move. */
function orphansOf(context: PlanContext, decisions: readonly Decision[]): ObservedConnector[] {
  if (context.environment.ownership === 'none') return [];
  const explained = new Set([
    ...context.removed.map((r) => r.name),
    ...decisions.flatMap((d) => (d.from ? [d.from] : [])),
  ]);
  return [...context.observed.connectors.values()]
    .filter((live) => live.config[marks.owner] === context.environment.owner)
    .filter((live) => !context.byName.has(live.name) && !explained.has(live.name))
    .filter((live) => context.isSelected({ name: live.name, pipeline: live.config[marks.pipeline] ?? '' }))
    .sort((a, b) => compare(a.name, b.name));
}

function isPruning(context: PlanContext): boolean {
  return context.environment.ownership !== 'none' && (context.options.prune || context.environment.prune);
}

/** Over the limit every delete is refused: which ones would be the right ones, nobody knows. */
function limitDeletes(operations: readonly Operation[], maxDeletes: number): Operation[] {
  const isDelete = ({ change }: Operation): boolean => change.action === 'delete' || change.action === 'replace';
  const count = operations.filter(isDelete).length;
  if (count <= maxDeletes) return [...operations];
  const refused = {
    code: 'CC4004',
    message: `the plan deletes ${count} connectors, and --max-deletes is ${maxDeletes}`,
    help: `If that is meant: --max-deletes ${count}`,
  };
  return operations.map((op) =>
    isDelete(op) && !op.change.refused ? { ...op, change: { ...op.change, refused } } : op,
  );
}

function unknownNames(context: PlanContext): Diagnostic[] {
  return context.options.replace
    .filter((name) => !context.byName.has(name))
    .map((name) => ({
      code: 'CC4012',
      severity: 'error' as const,
      message: `--replace names "${name}", which no file of this environment defines`,
    }));
}

function byKindThenName(a: Operation, b: Operation): number {
  const rank = (op: Operation): number => (op.change.kind === 'topic' ? 0 : 1);
  return rank(a) - rank(b) || compare(a.change.name, b.change.name);
}

function assemble(
  context: PlanContext,
  decisions: readonly Decision[],
  operations: readonly Operation[],
  orphaned: readonly string[],
  diagnostics: readonly Diagnostic[],
): Plan {
  const { observed, environment } = context;
  const changes = operations.map((op) => op.change);
  const unmarked = decisions.filter((d) => d.kind === 'unmarked').map((d) => d.name);
  const restarted = new Set(changes.map((c) => c.name));
  const noop = decisions.filter((d) => d.kind === 'noop' && !restarted.has(d.name)).length;
  const unmanaged = unmanagedOf(context, changes);
  return {
    formatVersion: PLAN_FORMAT_VERSION,
    project: environment.project,
    environment: environment.name,
    connect: { url: observed.url, version: observed.server.version, kafkaClusterId: observed.server.kafka_cluster_id },
    summary: { ...countActions(changes), noop, unmarked: unmarked.length, unmanaged: unmanaged.length },
    changes,
    unmanaged,
    orphaned,
    unmarked,
    failed: decisions.flatMap((d) => failedParts(d.live?.status)),
    notRunning: decisions.flatMap((d) => notRunningOf(d)),
    diagnostics: diagnostics.map(planDiagnostic),
  };
}

function countActions(changes: readonly PlanChange[]): Pick<PlanSummary, (typeof actions)[number]> {
  const counts = Object.fromEntries(actions.map((action) => [action, 0])) as Record<(typeof actions)[number], number>;
  for (const change of changes) counts[change.action]++;
  return counts;
}

function unmanagedOf(context: PlanContext, changes: readonly PlanChange[]): string[] {
  const touched = new Set(changes.flatMap((c) => (c.from ? [c.name, c.from] : [c.name])));
  const { owner, ownership } = context.environment;
  return [...context.observed.connectors.values()]
    .filter((live) => !context.byName.has(live.name) && !touched.has(live.name))
    .filter((live) => ownership === 'none' || live.config[marks.owner] !== owner)
    .map((live) => live.name)
    .sort(compare);
}

function notRunningOf(decision: Decision): { name: string; state: 'PAUSED' | 'STOPPED' }[] {
  if (decision.desired.state !== undefined || decision.kind === 'move') return [];
  const state = decision.live?.status?.connector.state;
  return state === 'PAUSED' || state === 'STOPPED' ? [{ name: decision.name, state }] : [];
}

function planDiagnostic(d: Diagnostic): PlanDiagnostic {
  return {
    code: d.code,
    severity: d.severity,
    message: d.message,
    ...(d.help && { help: d.help }),
    ...(d.source && { file: d.source.file, line: d.source.line, column: d.source.column }),
  };
}
