import { compare } from '../core/index.ts';
import type { RemovedConnector, ResolvedConnector } from '../definition/index.ts';
import type { Decision } from './decide.ts';
import { hazardsOf } from './hazards/index.ts';
import { impactOf } from './impact.ts';
import { marks } from './marks.ts';
import type { ObservedConnector } from './observed.ts';
import { emptyChange } from './operation-of.ts';
import type { PlanChange } from './plan.ts';
import type { Operation, PlanContext } from './plan-input.ts';
import { refusedOffsets } from './refusals.ts';

/** Everything that is taken away: what the files list under `removed`, and with pruning what no file defines. */
export function removalsOf(context: PlanContext, decisions: readonly Decision[]): Operation[] {
  const prunes = isPruning(context) ? orphansOf(context, decisions) : [];
  return [...operationsOfRemoved(context, decisions), ...prunes.map((live) => deleteOperation(live, context, {}))];
}

export function isPruning({ environment, options }: PlanContext): boolean {
  return environment.ownership !== 'none' && (options.prune ?? environment.prune);
}

/** What the files list under `removed`: deleted, or released where it goes on running. */
function operationsOfRemoved(context: PlanContext, decisions: readonly Decision[]): Operation[] {
  const movedAway = new Set(oldNames(context, decisions));
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

/**
 * What is or will be moved away: a connector that this plan leaves out (`--exclude`, another `--target`) still needs its old
 * name's offsets, and a move that was interrupted may not have carried them over yet.
 */
function oldNames(context: PlanContext, decisions: readonly Decision[]): string[] {
  const moves = decisions.flatMap((d) => (d.from ? [d.from] : []));
  const later = leftOut(context).flatMap(({ name, movedFrom }) => {
    const live = context.observed.connectors.get(name);
    return live ? [live.config[marks.moving] ?? ''] : movedFrom;
  });
  return [...moves, ...later];
}

/** The connectors of the files that the selection does not take. */
function leftOut(context: PlanContext): ResolvedConnector[] {
  return [...context.byName.values()].filter((connector) => !context.isSelected(connector));
}

/** Ours by their mark, in no file, not listed under `removed`, not the old name of a move. */
export function orphansOf(context: PlanContext, decisions: readonly Decision[]): ObservedConnector[] {
  if (context.environment.ownership === 'none') return [];
  const explained = new Set([
    ...context.removed.map((r) => r.name),
    ...oldNames(context, decisions),
    // Where both names are there and nothing says which one counts, a plan with the new one is an error (CC4011).
    ...leftOut(context).flatMap(({ movedFrom }) => movedFrom),
    // It remembers the state that the one it was to take over had.
    ...leftOut(context).flatMap(({ name }) => context.takenBack.get(name)?.name ?? []),
  ]);
  return [...context.observed.connectors.values()]
    .filter((live) => live.config[marks.owner] === context.environment.owner)
    .filter((live) => !context.byName.has(live.name) && !explained.has(live.name))
    .filter((live) => context.isSelected({ name: live.name, pipeline: live.config[marks.pipeline] ?? '' }))
    .sort((a, b) => compare(a.name, b.name));
}

/** The delete of a live connector: listed under `removed`, or pruned. */
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
