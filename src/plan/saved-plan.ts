import { compare, sensitiveKeyTest } from '../core/index.ts';
import type { ResolvedConnector } from '../definition/index.ts';
import { classOf } from './decide.ts';
import { isSensitiveField, textOf } from './describe-field.ts';
import {
  type AppliedDigests,
  type DigestSalt,
  digestAround,
  digestValue,
  formatApplied,
  NO_DIGEST,
  parseApplied,
} from './digest.ts';
import { digestSecret } from './digest-secret.ts';
import { isInternal, isMark } from './marks.ts';
import { type ClassDefinition, isServerMask, type Observed, type ObservedConnector } from './observed.ts';
import type { Plan } from './plan.ts';
import type { Operation, PlanOptions, PlanResult } from './plan-input.ts';
import { holdsSecret, isProviderReference } from './shown-value.ts';

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
  return operations.map((op) => {
    const definition = op.desired && observed.definitions.get(classOf(op.desired));
    return {
      kind: op.change.kind,
      name: op.change.name,
      action: op.change.action,
      desired: digestsOfDesired(op, clusterId, definition),
      observed: op.live ? digestsOfLive(op.live, op.desired, clusterId, definition) : null,
    };
  });
}

function digestsOfDesired(op: Operation, clusterId: string, definition: ClassDefinition | undefined): string | null {
  const salt = { clusterId, connector: op.change.name };
  if (op.topic) {
    const { partitions, replicationFactor, config } = op.topic;
    const fields = { partitions, replicationFactor, config: [...config] };
    return formatApplied(new Map([['topic', digestValue(salt, 'topic', JSON.stringify(fields))]]));
  }
  if (!op.desired) return null;
  const texts = new Map([...op.desired.config].map(([key, value]) => [key, textOf(value)]));
  const digests = digestsOf(texts, salt, op.desired, definition);
  digests.set('state', digestValue(salt, 'state', op.wantedState ?? ''));
  return formatApplied(digests);
}

function digestsOfLive(
  live: ObservedConnector,
  desired: ResolvedConnector | undefined,
  clusterId: string,
  definition: ClassDefinition | undefined,
): string {
  const salt = { clusterId, connector: live.name };
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(live.config)) if (!isInternal(key) && value !== null) texts.set(key, value);
  const digests = digestsOf(texts, salt, desired ?? noFile, definition);
  const state = live.status?.connector.state;
  const target = state === 'PAUSED' || state === 'STOPPED' ? state : 'RUNNING';
  digests.set('state', digestValue(salt, 'state', target));
  return formatApplied(digests);
}

type Names = Pick<ResolvedConnector, 'sensitiveKeys' | 'isSensitiveKey'>;

/** A connector that no file defines: what is secret in it is known by name alone. */
const noFile: Names = { sensitiveKeys: new Set(), isSensitiveKey: sensitiveKeyTest() };

/**
 * How a connector's values are digested: six characters for what may be printed, one byte for what is a secret or
 * holds one. While the class's definition has not been read nobody can tell what its own keys are. A connector of a file
 * is then equal but for its state, and one that is not any more has another action: those keys need no digest.
 */
function digestsOf(
  texts: ReadonlyMap<string, string>,
  salt: DigestSalt,
  names: Names,
  definition: ClassDefinition | undefined,
): Map<string, string> {
  const digestOf = (key: string, text: string): string => {
    if (isServerMask(text)) return NO_DIGEST;
    if (isMark(key) || isProviderReference(text)) return digestValue(salt, key, text);
    if (isSensitiveField(key, names, definition)) return digestSecret(salt, text);
    if (holdsSecret(text)) return digestAround(salt, key, text);
    if (definition || !isSensitiveField(key, names, UNREADABLE)) return digestValue(salt, key, text);
    return names === noFile ? digestSecret(salt, text) : NO_DIGEST;
  };
  return new Map([...texts].map(([key, text]) => [key, digestOf(key, text)]));
}

const UNREADABLE: ClassDefinition = { kind: 'unreadable', message: '' };

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
