import { sensitiveKeyTest } from '../core/index.ts';
import type { DeclaredOffsets, ResolvedConnector } from '../definition/index.ts';
import { definitionOf } from './definition-of.ts';
import { isSensitiveField, textOf } from './describe-field.ts';
import { type DigestSalt, digestAround, digestValue, formatApplied, NO_DIGEST } from './digest.ts';
import { digestSecret } from './digest-secret.ts';
import { isInternal, isMark } from './marks.ts';
import { type ClassDefinition, isServerMask, type Observed, type ObservedConnector } from './observed.ts';
import type { Operation } from './plan-input.ts';
import { holdsSecret, isProviderReference } from './shown-value.ts';

/** What one change of a saved plan was made from. */
export interface SavedChange {
  readonly kind: string;
  readonly name: string;
  readonly action: string;
  /** Key digests of what the files say, and of what was on the worker; null: nothing. */
  readonly desired: string | null;
  readonly observed: string | null;
}

// With a space, which no config key has.
const STATE = 'its state';
const OFFSETS = 'its offsets';
/** Before the keys of the new one, where a move is under way. */
const NEW = 'new one: ';

/** Files and worker behind each change, as digests: all that makes apply do something else. */
export function savedChanges(planned: {
  readonly operations: readonly Operation[];
  readonly observed: Observed;
}): SavedChange[] {
  const { operations, observed } = planned;
  const clusterId = observed.server.kafka_cluster_id;
  return operations.map((op) => {
    const observedOf = (live: ObservedConnector): ReadonlyMap<string, string> =>
      digestsOfLive(live, op.desired, clusterId, definitionOf(op.desired, live, observed));
    const target = op.liveNew
      ? [...observedOf(op.liveNew)].map(([key, value]) => [`${NEW}${key}`, value] as const)
      : [];
    return {
      kind: op.change.kind,
      name: op.change.name,
      action: op.change.action,
      desired: digestsOfDesired(op, clusterId, definitionOf(op.desired, op.live, observed)),
      observed:
        op.live || op.liveNew ? formatApplied(new Map([...(op.live ? observedOf(op.live) : []), ...target])) : null,
    };
  });
}

function digestsOfDesired(op: Operation, clusterId: string, definition: ClassDefinition | undefined): string | null {
  const salt = { clusterId, connector: op.change.name };
  const plain = (key: string, value: string): [string, string] => [key, digestValue(salt, key, value)];
  if (op.topic) {
    const { partitions, replicationFactor, config } = op.topic;
    const fields = { partitions, replicationFactor, config: [...config] };
    return formatApplied(new Map([plain('topic', JSON.stringify(fields))]));
  }
  const { desired } = op;
  if (!desired) return op.resetOffsets ? formatApplied(new Map([plain(OFFSETS, 'reset')])) : null;
  const texts = new Map([...desired.config].map(([key, value]) => [key, textOf(value)]));
  if (op.change.action === 'create') {
    for (const [key, value] of desired.keep) if (value !== undefined) texts.set(key, textOf(value));
  }
  const besides: [string, string][] = [
    plain(STATE, op.wantedState ?? ''),
    plain('its old name', op.change.from ?? ''),
    plain(OFFSETS, JSON.stringify(desired.offsets ? offsetsOf(desired.offsets) : null)),
    plain('preventDestroy', String(desired.preventDestroy)),
    plain('its ${keep} keys', [...desired.keep.keys()].join()),
  ];
  return formatApplied(new Map([...digestsOf(texts, salt, desired, definition), ...besides]));
}

/** Without the place where they are written. */
function offsetsOf(offsets: DeclaredOffsets): readonly string[] {
  return offsets.kind === 'pairs' ? [offsets.kind, offsets.json] : [offsets.kind, offsets.connector];
}

function digestsOfLive(
  live: ObservedConnector,
  desired: ResolvedConnector | undefined,
  clusterId: string,
  definition: ClassDefinition | undefined,
): Map<string, string> {
  const salt = { clusterId, connector: live.name };
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(live.config)) if (!isInternal(key) && value !== null) texts.set(key, value);
  const digests = digestsOf(texts, salt, desired ?? noFile, definition);
  const state = live.status?.connector.state;
  const target = state === 'PAUSED' || state === 'STOPPED' ? state : 'RUNNING';
  return digests.set(STATE, digestValue(salt, STATE, target));
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
