import type { ResolvedConnector } from '../definition/index.ts';
import { type Decision, decide, decideSelected } from './decide.ts';
import { classOf, liveClassOf } from './definition-of.ts';
import { marks } from './marks.ts';
import type { ObservedConnector } from './observed.ts';
import { contextOf } from './plan-context.ts';
import type { PlanContext, PlanInput } from './plan-input.ts';
import { removalsOf } from './removals.ts';
import { failedParts } from './trace.ts';
import { unknownClass } from './validation-diagnostics.ts';

/** Connectors of the files that the expanded answer does not hold: before a create is believed, their names are looked up. */
export function absentConnectors(input: PlanInput): string[] {
  const context = contextOf(input);
  const names = input.connectors.filter((c) => context.isSelected(c)).map((c) => c.name);
  return names.filter((name) => !input.observed.connectors.has(name));
}

/**
 * Connectors that are to be halted and stand between two states: what they are meant to be can't be seen now, and a plan
 * would halt them, perhaps once more.
 */
export function passingConnectors(input: PlanInput): string[] {
  const context = contextOf(input);
  return context.connectors
    .filter((c) => context.isSelected(c) && isPassing(context.observed.connectors.get(c.name), c.state))
    .map((c) => c.name);
}

function isPassing(live: ObservedConnector | undefined, wanted: ResolvedConnector['state']): boolean {
  const state = live?.status?.connector.state;
  const isHeld = wanted === 'PAUSED' || wanted === 'STOPPED' || live?.config[marks.movingState] !== undefined;
  return isHeld && (state === 'UNASSIGNED' || state === 'RESTARTING');
}

/**
 * The distinct classes whose definition a plan needs: those of connectors that differ in text, or are created or
 * deleted. Where a class changes the old one, too, for its passwords stand in what is live. And of what stands FAILED, for
 * its trace is shown and may quote a password that only its class knows as one.
 */
export function classesToRead(input: PlanInput): string[] {
  const context = contextOf(input);
  const { decisions, leftOut } = decideSelected(context);
  const classes = written(decisions, context).flatMap((c) => [classOf(c), ...oldClasses(c, context)]);
  const deleted = removalsOf(context, [...decisions, ...leftOut])
    .filter(({ change }) => change.action === 'delete' && !change.refused)
    .flatMap(({ live }) => (live ? [liveClassOf(live)] : []));
  return [...new Set([...classes, ...deleted, ...failedClasses(context)])].filter((name) => name !== '').sort();
}

function failedClasses({ observed, byName, environment }: PlanContext): string[] {
  return [...observed.connectors.values()]
    .filter(({ name, config }) => byName.has(name) || config[marks.owner] === environment.owner)
    .filter(({ status }) => failedParts(status).some(({ cause }) => cause.length > 0))
    .map(liveClassOf);
}

function oldClasses(desired: ResolvedConnector, { observed, classes }: PlanContext): string[] {
  const live = observed.connectors.get(desired.name);
  return live && !classes.isSame(classOf(desired), liveClassOf(live)) ? [liveClassOf(live)] : [];
}

/** The connectors whose config the worker is asked to validate: those that are written, by the definitions read. */
export function connectorsToValidate(input: PlanInput): ResolvedConnector[] {
  // No definition was needed: nothing is written, and there is no need to decide again.
  if (input.observed.definitions.size === 0) return [];
  const context = contextOf(input);
  return written(decideSelected(context).decisions, context).filter((c) => classOf(c) !== '');
}

/** A connector whose offsets the plan sets, carries over or resets; undefined: it leaves all as they are. */
export function connectorWithNewOffsets(input: PlanInput): string | undefined {
  const context = contextOf(input);
  const isReset = context.removed.find((r) => r.offsets === 'reset' && input.observed.connectors.has(r.name));
  // Without one of these there is no need to decide again.
  const some = context.connectors.filter((c) => c.offsets || c.movedFrom.length > 0 || isMoving(c, context));
  const isSet = decideSelected({ ...context, connectors: some }).decisions.find(
    ({ kind, desired }) => kind === 'move' || ((kind === 'create' || kind === 'replace') && desired.offsets),
  );
  return isReset?.name ?? isSet?.name;
}

function isMoving({ name }: ResolvedConnector, { observed }: PlanContext): boolean {
  return observed.connectors.get(name)?.config[marks.moving] !== undefined;
}

/** The sinks that are created, with the group each would read in. */
export function sinksToCreate(input: PlanInput): { readonly name: string; readonly groupId: string }[] {
  const context = contextOf(input);
  return input.connectors
    .filter((c) => context.isSelected(c) && isSink(c, context) && decide(c, context).kind === 'create')
    .map((c) => {
      const groupId = c.config.get('consumer.override.group.id');
      return { name: c.name, groupId: typeof groupId === 'string' ? groupId : `connect-${c.name}` };
    });
}

function isSink(connector: ResolvedConnector, { classes }: PlanContext): boolean {
  const full = classes.fullName(classOf(connector));
  return classes.connectors.some((plugin) => plugin.class === full && plugin.type === 'sink');
}

/** Those whose config is written, of a class that the worker has. */
function written(decisions: readonly Decision[], context: PlanContext): ResolvedConnector[] {
  return decisions
    .filter(({ kind, desired }) => WRITTEN.has(kind) && unknownClass(desired, context) === undefined)
    .map(({ desired }) => desired);
}

const WRITTEN: ReadonlySet<Decision['kind']> = new Set(['create', 'update', 'replace', 'move', 'adopt']);
