import type { Decision } from './decide.ts';
import { hazardsOf } from './hazards/index.ts';
import { impactOf } from './impact.ts';
import type { ObservedConnector } from './observed.ts';
import type { PlanChange } from './plan.ts';
import type { Operation, PlanContext } from './plan-input.ts';
import { failedParts } from './trace.ts';

/** A decision as a change that is shown and an operation that is carried out. */
export function operationOf(decision: Decision, context: PlanContext): Operation {
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

/** What stands FAILED and is touched by nothing else. Never a resume: a paused one has not failed. */
export function restartOf(decision: Decision): Operation[] {
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

/** A change of a live connector, with nothing in it yet. */
export function emptyChange(live: ObservedConnector, action: PlanChange['action'], pipeline: string): PlanChange {
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

function uncomparedOf({ comparison }: Decision): PlanChange['uncompared'] {
  if (!comparison) return {};
  const { ignored, kept, hidden } = comparison;
  return { ...(ignored && { ignored }), ...(kept && { kept }), ...(hidden && { hidden }) };
}
