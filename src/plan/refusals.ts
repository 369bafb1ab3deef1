import { compare, type TargetState } from '../core/index.ts';
import type { ResolvedConnector } from '../definition/index.ts';
import { ignoredKeys } from './compare-config.ts';
import { isInternal, isMark, marks } from './marks.ts';
import { isServerMask, type ObservedConnector } from './observed.ts';
import type { PlanChange } from './plan.ts';
import type { PlanContext } from './plan-input.ts';

/** A replace deletes, which preventDestroy forbids. */
export function refusedReplace(desired: ResolvedConnector, live: ObservedConnector): PlanChange['refused'] {
  if (!desired.preventDestroy && live.config[marks.protected] !== 'true') return undefined;
  return {
    code: 'CC4005',
    message: `"${desired.name}" has preventDestroy, and this change deletes it and creates it again`,
    help: 'Apply preventDestroy: false first.',
  };
}

/** What connectctl did not make is changed only when it is adopted. */
export function refusedUnmarked(name: string): PlanChange['refused'] {
  return {
    code: 'CC4002',
    message: `"${name}" is on the worker, was not made by connectctl, and differs from its definition`,
    help: `To take it over and change it: --adopt ${name}`,
  };
}

/** A PUT would have to send back a value that the worker hides; a PATCH leaves it alone. */
export function refusedMask(
  desired: ResolvedConnector,
  live: ObservedConnector,
  context: PlanContext,
): PlanChange['refused'] {
  if (context.observed.abilities.patchConfig) return undefined;
  const keys = [...desired.keep.keys()].filter((key) => isServerMask(live.config[key])).sort(compare);
  if (keys.length === 0) return undefined;
  return {
    code: 'CC4003',
    message: `the worker hides ${keys.join(', ')} of "${desired.name}" and has no PATCH: a change would wipe the value`,
    help: `Supply the value in the file instead of \${keep}: ${keys.join(', ')}.`,
  };
}

/** What the worker hides of the old connector can't be written to the new one, by PATCH neither. */
export function refusedHiddenMove(
  desired: ResolvedConnector,
  old: ObservedConnector,
  context: PlanContext,
): PlanChange['refused'] {
  const isIgnored = ignoredKeys(context.environment.ignoreKeys);
  const isLeftToWorker = (key: string): boolean =>
    desired.keep.has(key) || (isIgnored(key) && !desired.config.has(key) && !isMark(key) && !isInternal(key));
  const keys = Object.keys(old.config).filter((key) => isServerMask(old.config[key]) && isLeftToWorker(key));
  if (keys.length === 0) return undefined;
  const list = keys.sort(compare).join(', ');
  return {
    code: 'CC4003',
    message: `the worker hides ${list} of "${old.name}", so the value can't be carried over to "${desired.name}"`,
    help: `Supply the value in the file for the move: ${list}.`,
  };
}

/** STOPPED on a worker that has no such state. */
export function refusedState(wanted: TargetState | undefined, context: PlanContext): PlanChange['refused'] {
  if (wanted !== 'STOPPED' || context.observed.abilities.stop) return undefined;
  return {
    code: 'CC4008',
    message: `${workerIs(context)}, and STOPPED is there from 3.5`,
    help: 'Write state: paused, or take the newer worker.',
  };
}

/** Why offsets can't be set or reset there; undefined where they can. */
export function refusedOffsets(context: PlanContext): PlanChange['refused'] {
  if (canChangeOffsets(context)) return undefined;
  return {
    code: 'CC4007',
    message: `${workerIs(context)}, and offsets can be set and reset from 3.7 on`,
    help: 'Leave offsets out of the file, or take the newer worker.',
  };
}

/** A move on a worker that can't create the new one STOPPED, or carry the offsets over. */
export function refusedMove(context: PlanContext): PlanChange['refused'] {
  if (canChangeOffsets(context)) return undefined;
  return {
    code: 'CC4009',
    message: `${workerIs(context)}, and a move needs 3.7`,
    help: 'Give the connector its old name, or take the newer worker.',
  };
}

/** A name that the worker's REST API takes in a create and refuses in every URL: nobody could stop or delete it there. */
export function refusedName(name: string, context: PlanContext): PlanChange['refused'] {
  const character = /[/\\%]/.exec(name)?.[0];
  if (character === undefined || context.observed.abilities.anyName) return undefined;
  return {
    code: 'CC4006',
    message: `${workerIs(context)}, which refuses every request about "${name}", for its name holds ${character}`,
    help: 'Give the connector a name without / \\ and %.',
  };
}

function canChangeOffsets({ observed: { abilities } }: PlanContext): boolean {
  return abilities.stop && abilities.alterOffsets && abilities.initialState;
}

function workerIs({ observed: { abilities, server } }: PlanContext): string {
  if (abilities.lacks === undefined) return `the worker is ${server.version}`;
  return `the worker says that it is ${server.version} and has no ${abilities.lacks}`;
}
