import { compare, sensitiveKeyTest } from '../core/index.ts';
import type { ResolvedConnector } from '../definition/index.ts';
import { isSensitiveField } from './describe-field.ts';
import { marksOf } from './desired-config.ts';
import { type AppliedDigests, digestSecret, digestValue, formatApplied, parseApplied } from './digest.ts';
import { isInternal, marks } from './marks.ts';
import { isServerMask, type Observed, type ObservedConnector } from './observed.ts';
import type { Plan } from './plan.ts';
import type { Operation, PlanOptions, PlanResult } from './plan-input.ts';

/** A plan as `--out` writes it: the plan, and what apply holds against files and worker. Digests, no secret. */
export interface SavedPlan extends Plan {
  readonly saved: {
    /** The version of connectctl that made it: another one may plan differently. */
    readonly connectctl: string;
    readonly options: PlanOptions;
    readonly changes: readonly SavedChange[];
  };
}

interface SavedChange {
  readonly kind: string;
  readonly name: string;
  readonly action: string;
  /** Key digests of what the files say, and of what was on the worker; null: nothing. */
  readonly desired: string | null;
  readonly observed: string | null;
}

/** Makes the file of a plan. */
export function savePlan(result: PlanResult, observed: Observed, options: PlanOptions, connectctl: string): SavedPlan {
  return { ...result.plan, saved: { connectctl, options, changes: savedChanges(result, observed) } };
}

/**
 * What has moved between a saved plan and the one that is made now, in words; empty: nothing, so apply does exactly
 * what was reviewed.
 */
export function whatMoved(saved: SavedPlan, now: PlanResult, observed: Observed, connectctl: string): string[] {
  const moved: string[] = [];
  if (saved.saved.connectctl !== connectctl) {
    moved.push(`the plan was made by connectctl ${saved.saved.connectctl}, this is ${connectctl}`);
  }
  if (saved.connect.kafkaClusterId !== now.plan.connect.kafkaClusterId) moved.push('it is another Kafka cluster');
  const before = byThing(saved.saved.changes);
  const after = byThing(savedChanges(now, observed));
  for (const [thing, change] of before) {
    const current = after.get(thing);
    if (!current) moved.push(`${thing}: there is nothing to ${change.action} any more`);
    else if (current.action !== change.action)
      moved.push(`${thing}: it is now to ${current.action}, not to ${change.action}`);
    else {
      const [files, worker] = [
        movedKeys(change.desired, current.desired),
        movedKeys(change.observed, current.observed),
      ];
      if (files) moved.push(`${thing}: the files have changed (${files})`);
      if (worker) moved.push(`${thing}: it was changed on the worker (${worker})`);
    }
  }
  for (const [thing, change] of after) if (!before.has(thing)) moved.push(`${thing}: it is now to ${change.action}`);
  return moved;
}

/** True for JSON that `--out` wrote, of this major version. */
export function isSavedPlan(value: unknown): value is SavedPlan {
  if (typeof value !== 'object' || value === null) return false;
  const { formatVersion, saved, environment } = value as Partial<SavedPlan>;
  const isWhole = Array.isArray(saved?.changes) && typeof saved.options === 'object' && typeof environment === 'string';
  return typeof formatVersion === 'string' && formatVersion.startsWith('1.') && isWhole;
}

function savedChanges({ operations }: PlanResult, observed: Observed): SavedChange[] {
  const clusterId = observed.server.kafka_cluster_id;
  return operations.map((op) => ({
    kind: op.change.kind,
    name: op.change.name,
    action: op.change.action,
    desired: digestsOfDesired(op, clusterId),
    observed: op.live ? digestsOfLive(op.live, op.desired, clusterId) : null,
  }));
}

function digestsOfDesired(op: Operation, clusterId: string): string | null {
  const salt = { clusterId, connector: op.change.name };
  if (op.topic) {
    const { partitions, replicationFactor, config } = op.topic;
    const fields = { partitions, replicationFactor, config: [...config] };
    return formatApplied(new Map([['topic', digestValue(salt, 'topic', JSON.stringify(fields))]]));
  }
  if (!op.desired) return null;
  const context = { salt, definition: undefined, ignoreKeys: [], owner: '-', masksSecrets: true };
  const digests = new Map(parseApplied(marksOf(op.desired, context)[marks.applied]) ?? []);
  digests.set('state', digestValue(salt, 'state', op.wantedState ?? ''));
  return formatApplied(digests);
}

function digestsOfLive(live: ObservedConnector, desired: ResolvedConnector | undefined, clusterId: string): string {
  const salt = { clusterId, connector: live.name };
  const isSecretName = sensitiveKeyTest();
  const names = desired ?? { sensitiveKeys: new Set<string>(), isSensitiveKey: isSecretName };
  const digests = new Map<string, string>();
  for (const [key, value] of Object.entries(live.config)) {
    if (isInternal(key) || value === null) continue;
    const isSecret = isSensitiveField(key, names, undefined) && !isServerMask(value);
    digests.set(key, isSecret ? digestSecret(salt, key, value) : digestValue(salt, key, value));
  }
  const state = live.status?.connector.state;
  const target = state === 'PAUSED' || state === 'STOPPED' ? state : 'RUNNING';
  digests.set('state', digestValue(salt, 'state', target));
  return formatApplied(digests);
}

function byThing(changes: readonly SavedChange[]): Map<string, SavedChange> {
  return new Map(changes.map((change) => [change.kind === 'topic' ? `topic ${change.name}` : change.name, change]));
}

/** The keys whose digests differ; undefined when none does. */
function movedKeys(before: string | null, after: string | null): string | undefined {
  if (before === after) return undefined;
  const none: AppliedDigests = new Map();
  const [a, b] = [parseApplied(before) ?? none, parseApplied(after) ?? none];
  const keys = [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key)).sort(compare);
  return keys.length <= 5 ? keys.join(', ') : `${keys.slice(0, 5).join(', ')} and ${keys.length - 5} more`;
}
