import { type ConnectorStateName, compare, type Diagnostic, type TargetState } from '../core/index.ts';
import type { ResolvedConnector } from '../definition/index.ts';
import { type Comparison, compareConfig } from './compare-config.ts';
import { classOf, definitionOf } from './definition-of.ts';
import { fieldsOfCreate } from './describe-field.ts';
import { marks } from './marks.ts';
import { oldNameStillThere, refusedConflict, refusedForeignMove } from './move-conflicts.ts';
import type { ClassDefinition, ObservedConnector } from './observed.ts';
import type { PlanAction, PlanChange, PlanField } from './plan.ts';
import { isOurs } from './plan-context.ts';
import type { PlanContext } from './plan-input.ts';
import {
  refusedHiddenMove,
  refusedMask,
  refusedMove,
  refusedOffsets,
  refusedReplace,
  refusedState,
  refusedUnmarked,
} from './refusals.ts';

/** What is to be done with one connector of the files; `noop` and `unmarked` are counted, not listed. */
export interface Decision {
  readonly kind: PlanAction | 'noop' | 'unmarked';
  readonly name: string;
  readonly desired: ResolvedConnector;
  readonly live?: ObservedConnector;
  readonly liveNew?: ObservedConnector;
  readonly fields: readonly PlanField[];
  readonly comparison?: Comparison;
  readonly stateBefore: ConnectorStateName | null;
  readonly stateAfter: ConnectorStateName | null;
  readonly wantedState?: TargetState;
  readonly isAdopting?: boolean;
  readonly from?: string;
  readonly refused?: PlanChange['refused'];
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * Decides about each connector that the selection takes. A move deletes its old name: `leftOut` are those whose old name
 * --exclude takes out.
 */
export function decideSelected(context: PlanContext): {
  readonly decisions: readonly Decision[];
  readonly leftOut: readonly Decision[];
} {
  const all = context.connectors.filter((c) => context.isSelected(c)).map((c) => decide(c, context));
  const isLeftOut = ({ kind, live }: Decision): boolean =>
    kind === 'move' &&
    live !== undefined &&
    context.isExcluded({ name: live.name, pipeline: live.config[marks.pipeline] ?? '' });
  return { decisions: all.filter((d) => !isLeftOut(d)), leftOut: all.filter(isLeftOut) };
}

/** Decides about one connector of the files. */
export function decide(desired: ResolvedConnector, context: PlanContext): Decision {
  const live = context.observed.connectors.get(desired.name);
  const from = moveSource(desired, live, context);
  const decision = from
    ? decideMove(desired, live, from, context)
    : !live || isHalfCreated(live, context)
      ? decideCreate(desired, context, live)
      : decideExisting(desired, live, context);
  const stillThere = live || from ? oldNameStillThere(desired, from, context) : undefined;
  return stillThere ? { ...decision, diagnostics: [...(decision.diagnostics ?? []), stillThere] } : decision;
}

/**
 * The live config against the file's, with everything the context knows. What has been compared is not compared again
 * when a plan asks for its reads, its validations and its changes in turn: not without anything new, and not where
 * nothing differed, for a definition only ever makes more of it equal (isEqualToWorker).
 */
export function compareWithLive(desired: ResolvedConnector, live: ObservedConnector, context: PlanContext): Comparison {
  const { observed, environment, options, classes } = context;
  const definition = definitionOf(desired, live, observed);
  const known = compared.get(desired);
  if (known?.live === live && known.plugins === observed.plugins && known.options === options) {
    const isSettled = known.definition === undefined && known.comparison.fields.length === 0;
    if (isSettled || known.definition === definition) return known.comparison;
  }
  const comparison = compareConfig(desired, live.config, {
    salt: { clusterId: observed.server.kafka_cluster_id, connector: live.name },
    classes,
    definition,
    ignoreKeys: environment.ignoreKeys,
    strict: options.strict,
  });
  compared.set(desired, { live, definition, plugins: observed.plugins, options, comparison });
  return comparison;
}

interface Compared {
  readonly live: ObservedConnector;
  readonly definition: ClassDefinition | undefined;
  readonly plugins: PlanContext['observed']['plugins'];
  readonly options: PlanContext['options'];
  readonly comparison: Comparison;
}

/** The last comparison of each connector, with the values that it was made from. */
const compared = new WeakMap<ResolvedConnector, Compared>();

/** Created STOPPED by an apply that was interrupted before its declared offsets were set. */
function isHalfCreated(live: ObservedConnector, context: PlanContext): boolean {
  return isOurs(live, context) && live.config[marks.starting] !== undefined;
}

/** `live`: what an interrupted create has left. */
function decideCreate(desired: ResolvedConnector, context: PlanContext, live?: ObservedConnector): Decision {
  const definition = context.observed.definitions.get(classOf(desired));
  // A replace that was interrupted remembers the state there was.
  const wanted = desired.state ?? targetState(live?.config[marks.movingState]) ?? 'RUNNING';
  const missing = [...desired.keep].filter(([, value]) => value === undefined).map(([key]) => key);
  return {
    kind: 'create',
    name: desired.name,
    desired,
    ...(live && { live }),
    fields: fieldsOfCreate(desired, definition),
    stateBefore: live?.status?.connector.state ?? null,
    stateAfter: wanted,
    wantedState: wanted,
    refused: (desired.offsets && refusedOffsets(context)) ?? refusedState(desired.state, context),
    diagnostics: missing.map((key) => ({
      code: 'CC4010',
      severity: 'error' as const,
      message: `"${desired.name}" is created, and \${keep} of "${key}" has nothing to keep yet`,
      help: 'Give a value for the create: ${keep:-VALUE}.',
      source: desired.sourceOf(key) ?? desired.source,
    })),
  };
}

function decideExisting(desired: ResolvedConnector, live: ObservedConnector, context: PlanContext): Decision {
  const comparison = compareWithLive(desired, live, context);
  const ownership = ownershipOf(desired, live, context);
  const state = decideState(desired, live, context);
  const marksToSet = [
    ...protectionField(desired, live, context, ownership.isMarked),
    ...(state.changes ? [] : memoryOfMove(live)),
  ];
  const fields = [...comparison.fields, ...marksToSet].sort((a, b) => compare(a.key, b.key));
  const common = { name: desired.name, desired, live, fields, comparison, ...state };
  if (ownership.refused) {
    return { ...common, kind: fields.length > 0 ? 'update' : 'adopt', refused: ownership.refused, isAdopting: false };
  }
  const isAdopting = ownership.isAdopting || (context.isAdopted(desired) && lacksDigest(comparison, live, context));
  const isChanged = fields.length > 0;
  const isReplaced = context.options.replace.includes(desired.name) || changesType(desired, live, context);
  if (!ownership.isMarked && !isAdopting) {
    if (!isChanged && !state.changes && !isReplaced) return { ...common, kind: 'unmarked' };
    const kind = isReplaced ? 'replace' : isChanged ? 'update' : 'state';
    return { ...common, kind, refused: refusedUnmarked(desired.name) };
  }
  const refused = refusedState(state.wantedState, context);
  if (isReplaced) {
    const cannotSet = desired.offsets && refusedOffsets(context);
    return {
      ...{ ...common, kind: 'replace', ...startOf(state) },
      refused: refusedReplace(desired, live) ?? refused ?? cannotSet,
    };
  }
  if (isChanged || isAdopting) {
    const kind = isChanged ? 'update' : 'adopt';
    return { ...common, kind, isAdopting, refused: refusedMask(desired, live, context) ?? refused };
  }
  if (state.changes) return { ...common, kind: 'state', refused };
  return { ...common, kind: 'noop' };
}

/**
 * Ours, and marked before its worker hid secrets (or by hand): what changes in the files is seen again once all has been
 * written anew, with digests.
 */
export function lacksDigest(
  { undigested }: Pick<Comparison, 'undigested'>,
  live: ObservedConnector,
  { environment }: Pick<PlanContext, 'environment'>,
): boolean {
  const isMarked = environment.ownership !== 'none' && live.config[marks.owner] === environment.owner;
  return isMarked && undigested.length > 0;
}

interface StateDecision {
  readonly stateBefore: ConnectorStateName | null;
  readonly stateAfter: ConnectorStateName | null;
  readonly wantedState?: TargetState;
  readonly changes: boolean;
}

/** FAILED, UNASSIGNED and RESTARTING are of a connector that is meant to run; the last two pass by themselves. */
function decideState(desired: ResolvedConnector, live: ObservedConnector, context: PlanContext): StateDecision {
  const before = live.status?.connector.state ?? null;
  const isHalted = before === 'PAUSED' || before === 'STOPPED';
  const target: TargetState = isHalted ? before : 'RUNNING';
  const wanted = desired.state ?? stateOfMove(live) ?? stateBeforeMove(live, context);
  if (wanted === undefined || wanted === target || live.config[marks.moving] !== undefined) {
    return { stateBefore: before, stateAfter: before, changes: false };
  }
  return { stateBefore: before, stateAfter: wanted, wantedState: wanted, changes: true };
}

/** A move that was stopped between taking its mark off and the resume leaves a STOPPED connector that remembers its state. */
function stateOfMove(live: ObservedConnector): TargetState | undefined {
  return live.status?.connector.state === 'STOPPED' ? targetState(live.config[marks.movingState]) : undefined;
}

/** A move that was taken back has stopped the old one, and the new one remembers how it stood. */
function stateBeforeMove(live: ObservedConnector, { takenBack }: PlanContext): TargetState | undefined {
  const isStopped = live.status?.connector.state === 'STOPPED';
  return isStopped ? targetState(takenBack.get(live.name)?.config[marks.movingState]) : undefined;
}

/** What a move remembers goes last of all, once its state is there; an interrupted one leaves it, and a plan takes it off. */
function memoryOfMove(live: ObservedConnector): PlanField[] {
  const before = live.config[marks.movingState] ?? undefined;
  if (before === undefined || live.config[marks.moving] !== undefined) return [];
  return [{ key: marks.movingState, before, after: null, sensitive: false, drift: false }];
}

function targetState(text: string | undefined): TargetState | undefined {
  return text === 'RUNNING' || text === 'PAUSED' || text === 'STOPPED' ? text : undefined;
}

/** A replaced connector keeps the state it had, unless the file says another. */
function startOf(state: StateDecision): Pick<Decision, 'wantedState' | 'stateAfter'> {
  const before = state.stateBefore === 'PAUSED' || state.stateBefore === 'STOPPED' ? state.stateBefore : 'RUNNING';
  const wanted = state.wantedState ?? before;
  return { wantedState: wanted, stateAfter: wanted };
}

interface Ownership {
  readonly isMarked: boolean;
  readonly isAdopting: boolean;
  readonly refused?: PlanChange['refused'];
}

function ownershipOf(desired: ResolvedConnector, live: ObservedConnector, context: PlanContext): Ownership {
  const { environment, options } = context;
  if (environment.ownership === 'none') return { isMarked: true, isAdopting: false };
  const owner = live.config[marks.owner] ?? undefined;
  if (owner === environment.owner) return { isMarked: true, isAdopting: false };
  if (owner === undefined) return { isMarked: false, isAdopting: context.isAdopted(desired) };
  if (options.adopt.includes(desired.name)) return { isMarked: false, isAdopting: true };
  return {
    isMarked: true,
    isAdopting: false,
    refused: {
      code: 'CC4001',
      message: `"${desired.name}" belongs to ${owner}`,
      help: `To take it over: --adopt ${desired.name}`,
    },
  };
}

/** `preventDestroy` stands as a mark on the connector, so that it holds when the file is gone: setting it is a change. */
function protectionField(
  desired: ResolvedConnector,
  live: ObservedConnector,
  context: PlanContext,
  isMarked: boolean,
): PlanField[] {
  const before = live.config[marks.protected] === 'true';
  if (context.environment.ownership === 'none' || before === desired.preventDestroy) return [];
  if (!isMarked) return [];
  return [
    {
      key: marks.protected,
      before: before ? 'true' : null,
      after: desired.preventDestroy ? 'true' : null,
      sensitive: false,
      drift: false,
    },
  ];
}

/** Source to sink or back can't be an update: the worker keeps offsets of one kind under the name. */
function changesType(desired: ResolvedConnector, live: ObservedConnector, context: PlanContext): boolean {
  const full = context.classes.fullName(classOf(desired));
  const plugin = context.classes.connectors.find((p) => p.class === full);
  return plugin !== undefined && live.type !== 'unknown' && plugin.type !== live.type;
}

/** The old connector that this one continues: named by `movedFrom` and alone there, or by the mark of a move under way. */
function moveSource(
  desired: ResolvedConnector,
  live: ObservedConnector | undefined,
  context: PlanContext,
): string | undefined {
  const moving = live?.config[marks.moving];
  if (moving) return moving;
  if (live) return undefined;
  return desired.movedFrom.find((old) => context.observed.connectors.has(old) && !context.byName.has(old));
}

function decideMove(
  desired: ResolvedConnector,
  liveNew: ObservedConnector | undefined,
  from: string,
  context: PlanContext,
): Decision {
  const old = context.observed.connectors.get(from);
  const before = (old ?? liveNew)?.status?.connector.state ?? null;
  const halted = before === 'PAUSED' || before === 'STOPPED' ? before : 'RUNNING';
  // The old one may stand STOPPED because an earlier apply of this move, or of one that led to it, has stopped it.
  const memory = targetState(liveNew?.config[marks.movingState]) ?? (old && stateOfMove(old));
  const wanted = desired.state ?? memory ?? (old ? halted : 'RUNNING');
  const move = { desired, from, old, liveNew };
  const isForeign = [old, liveNew].some((live) => live && !isOurs(live, context));
  const refusedOwner = refusedForeignMove(move, context);
  const comparison = old && compareWithLive(desired, old, context);
  const protection = old ? protectionField(desired, old, context, isOurs(old, context)) : [];
  return {
    kind: 'move',
    name: desired.name,
    desired,
    live: old,
    liveNew,
    from,
    fields: [...(comparison?.fields ?? []), ...protection].sort((a, b) => compare(a.key, b.key)),
    comparison,
    stateBefore: before,
    stateAfter: wanted,
    wantedState: wanted,
    isAdopting: isForeign && !refusedOwner,
    refused:
      refusedMove(context) ??
      refusedOwner ??
      refusedConflict(move, old !== undefined && changesType(desired, old, context), context) ??
      (old && refusedHiddenMove(desired, old, context)),
  };
}
