import { compare, type Diagnostic } from '../core/index.ts';
import type { ResolvedConnector } from '../definition/index.ts';
import { type Decision, lacksDigest } from './decide.ts';
import { definitionOf } from './definition-of.ts';
import { marks } from './marks.ts';
import type { ObservedConnector } from './observed.ts';
import { actions, PLAN_FORMAT_VERSION, type Plan, type PlanChange, type PlanSummary, type Uncompared } from './plan.ts';
import { planDiagnostic } from './plan-diagnostic.ts';
import type { Operation, PlanContext } from './plan-input.ts';
import { failedParts } from './trace.ts';
import { workerWords } from './worker-words.ts';

/** Puts the plan's value together: counts, and what the changes leave out. `rest.orphans` are ours, in no file, not pruned. */
export function assemblePlan(
  context: PlanContext,
  decisions: readonly Decision[],
  operations: readonly Operation[],
  rest: { readonly orphans: readonly ObservedConnector[]; readonly unchangedTopics: number },
  diagnostics: readonly Diagnostic[],
): Plan {
  const { observed, environment } = context;
  const changes = operations.map((op) => op.change);
  const unmarked = decisions.filter((d) => d.kind === 'unmarked').map((d) => d.name);
  // A topic may have the name of a connector.
  const ofConnectors = changes.filter((c) => c.kind === 'connector');
  const restarted = new Set(ofConnectors.map((c) => c.name));
  const connectors = decisions.filter((d) => d.kind === 'noop' && !restarted.has(d.name)).length;
  const unmanaged = unmanagedOf(context, ofConnectors);
  return {
    formatVersion: PLAN_FORMAT_VERSION,
    project: environment.project,
    environment: environment.name,
    connect: { url: observed.url, version: observed.server.version, kafkaClusterId: observed.server.kafka_cluster_id },
    summary: {
      ...countActions(changes),
      noop: connectors + rest.unchangedTopics,
      unmarked: unmarked.length,
      unmanaged: unmanaged.length,
    },
    changes,
    unmanaged,
    orphaned: rest.orphans.map(({ name }) => name),
    unmarked,
    failed: [...decisions, ...rest.orphans.map((live) => ({ live }))].flatMap((one) => failedOf(one, context)),
    notRunning: decisions.flatMap((d) => notRunningOf(d)),
    hidden: decisions.flatMap((d) => hiddenOf(d, context)),
    uncompared: uncomparedOf(decisions.filter((d) => d.kind === 'noop' || d.kind === 'unmarked')),
    diagnostics: diagnostics.map(planDiagnostic),
  };
}

function failedOf(
  one: { readonly live?: ObservedConnector; readonly desired?: ResolvedConnector },
  context: PlanContext,
) {
  const { desired, live } = one;
  return failedParts(live?.status, workerWords(desired, live?.config, definitionOf(desired, live, context.observed)));
}

function countActions(changes: readonly PlanChange[]): Pick<PlanSummary, (typeof actions)[number]> {
  const counts = Object.fromEntries(actions.map((action) => [action, 0])) as Record<(typeof actions)[number], number>;
  for (const change of changes) counts[change.action]++;
  return counts;
}

/** What is not ours, of what --target and --exclude leave: one that asks for a connector does not want a list of the others. */
function unmanagedOf(context: PlanContext, changes: readonly PlanChange[]): string[] {
  const touched = new Set(changes.flatMap((c) => (c.from ? [c.name, c.from] : [c.name])));
  const { owner, ownership } = context.environment;
  return [...context.observed.connectors.values()]
    .filter((live) => !context.byName.has(live.name) && !touched.has(live.name))
    .filter((live) => ownership === 'none' || live.config[marks.owner] !== owner)
    .filter((live) => context.isSelected({ name: live.name, pipeline: live.config[marks.pipeline] ?? '' }))
    .map((live) => live.name)
    .sort(compare);
}

function notRunningOf(decision: Decision): { name: string; state: 'PAUSED' | 'STOPPED' }[] {
  if (decision.desired.state !== undefined || decision.kind === 'move') return [];
  const state = decision.live?.status?.connector.state;
  return state === 'PAUSED' || state === 'STOPPED' ? [{ name: decision.name, state }] : [];
}

/** A change of such a connector tells by itself which of its keys are hidden. */
function hiddenOf({ name, kind, live, comparison, fields }: Decision, context: PlanContext): Plan['hidden'] {
  if (!comparison || fields.length > 0 || comparison.masked.length === 0) return [];
  const isUnseen = live !== undefined && kind !== 'adopt' && lacksDigest(comparison, live, context);
  return [{ name, keys: comparison.masked, ...(isUnseen && { undigested: comparison.undigested }) }];
}

/** The counts of several comparisons together. */
function uncomparedOf(decisions: readonly Decision[]): Uncompared {
  const total = { ignored: 0, kept: 0, hidden: 0 };
  for (const { comparison } of decisions) {
    total.ignored += comparison?.ignored ?? 0;
    total.kept += comparison?.kept ?? 0;
    total.hidden += comparison?.masked.length ?? 0;
  }
  const { ignored, kept, hidden } = total;
  return { ...(ignored && { ignored }), ...(kept && { kept }), ...(hidden && { hidden }) };
}
