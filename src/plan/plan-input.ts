import type { Diagnostic, TargetState } from '../core/index.ts';
import type { RemovedConnector, ResolvedConnector, ResolvedEnvironment, ResolvedTopic } from '../definition/index.ts';
import type { ClassNames } from './class-names.ts';
import type { Observed, ObservedConnector } from './observed.ts';
import type { Plan, PlanChange } from './plan.ts';

export interface PlanOptions {
  /** Selectors; empty: everything. */
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
  /** Names of connectors and topics; absent: all. Narrows the targets (`--since`). */
  readonly only?: readonly string[];
  /** Delete what carries our mark and stands in no file; absent: as the environment's own `prune` says. */
  readonly prune?: boolean;
  readonly adopt: readonly string[];
  /** Names to delete and create again. */
  readonly replace: readonly string[];
  readonly restartFailed: boolean;
  readonly strict: boolean;
  readonly maxDeletes: number;
}

export const defaultPlanOptions: PlanOptions = {
  targets: [],
  excludes: [],
  adopt: [],
  replace: [],
  restartFailed: false,
  strict: false,
  maxDeletes: 10,
};

/** What a plan needs of an environment. */
export type PlanEnvironment = Pick<
  ResolvedEnvironment,
  'name' | 'project' | 'owner' | 'ownership' | 'prune' | 'protected' | 'ignoreKeys'
>;

export interface PlanInput {
  readonly environment: PlanEnvironment;
  readonly connectors: readonly ResolvedConnector[];
  readonly topics: readonly ResolvedTopic[];
  readonly removed: readonly RemovedConnector[];
  /** Of the definition; the plan adds its own. */
  readonly diagnostics: readonly Diagnostic[];
  readonly observed: Observed;
  readonly options: PlanOptions;
}

/** The input with what every step of planning looks up. */
export interface PlanContext extends PlanInput {
  readonly classes: ClassNames;
  readonly isSelected: (thing: { name: string; pipeline: string; labels?: ReadonlyMap<string, string> }) => boolean;
  readonly isExcluded: (thing: { name: string; pipeline: string; labels?: ReadonlyMap<string, string> }) => boolean;
  readonly isAdopted: (thing: { name: string; pipeline: string; labels?: ReadonlyMap<string, string> }) => boolean;
  readonly byName: ReadonlyMap<string, ResolvedConnector>;
  /** Connectors that have begun to take over one of the files and stand in no file any more, by the name of that one. */
  readonly takenBack: ReadonlyMap<string, ObservedConnector>;
}

/** One change with what apply needs to carry it out. Never printed: `desired` holds secrets. */
export interface Operation {
  readonly change: PlanChange;
  readonly desired?: ResolvedConnector;
  /** The connector as the plan saw it; a write stops where it has changed since. For a move: the old one. */
  readonly live?: ObservedConnector;
  /** For a move under way: the new one as the plan saw it. */
  readonly liveNew?: ObservedConnector;
  /** Undefined: left as it is, which is RUNNING for a create. */
  readonly wantedState?: TargetState;
  readonly resetOffsets?: boolean;
  readonly topic?: ResolvedTopic;
  /** Names of connectors whose operations have to be done first. */
  readonly after: readonly string[];
  /** Names of topics that it uses and that this plan creates or changes. */
  readonly afterTopics?: readonly string[];
}

export interface PlanResult {
  readonly plan: Plan;
  /** In the order of `plan.changes`. */
  readonly operations: readonly Operation[];
  /** The plan's diagnostics with their full places, for code frames; sorted. */
  readonly diagnostics: readonly Diagnostic[];
}
