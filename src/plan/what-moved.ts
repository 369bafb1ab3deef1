import { compare } from '../core/index.ts';
import { type AppliedDigests, parseApplied } from './digest.ts';
import type { PlanChange } from './plan.ts';
import { type SavedChange, savedChanges } from './saved-changes.ts';
import { type PlannedToSave, type SavedPlan, settingsOf } from './saved-plan.ts';

/**
 * What has moved between a saved plan and the one that is made now, in words; empty: nothing, so apply does exactly
 * what was reviewed.
 */
export function whatMoved(saved: SavedPlan, now: PlannedToSave, connectctl: string): string[] {
  const moved = movedGround(saved, now, connectctl);
  // Digests are salted by the cluster: those of another one tell nothing.
  if (saved.connect.kafkaClusterId !== now.plan.connect.kafkaClusterId) return moved;
  const before = byThing(saved.saved.changes);
  const after = byThing(savedChanges(now));
  for (const [thing, change] of before) {
    const current = after.get(thing);
    if (!current) moved.push(`${thing}: there is nothing to ${change.action} any more`);
    else if (current.action !== change.action)
      moved.push(`${thing}: it is now to ${current.action}, not to ${change.action}`);
    else moved.push(...movedChange(thing, change, current, saved, now));
  }
  for (const [thing, change] of after) if (!before.has(thing)) moved.push(`${thing}: it is now to ${change.action}`);
  return moved;
}

/** Another connectctl, cluster, project or environment than the plan was made for. */
function movedGround({ saved, connect, project }: SavedPlan, { plan, environment }: PlannedToSave, connectctl: string) {
  const moved: string[] = [];
  if (saved.connectctl !== connectctl) {
    moved.push(`the plan was made by connectctl ${saved.connectctl}, this is ${connectctl}`);
  }
  if (project !== plan.project) moved.push(`the plan is of project ${project}, this is ${plan.project}`);
  if (connect.kafkaClusterId !== plan.connect.kafkaClusterId) {
    moved.push(
      `it is another Kafka cluster: the plan was made for ${connect.kafkaClusterId}, this is ${plan.connect.kafkaClusterId}`,
    );
  }
  const settings = settingsOf(environment);
  const names = { urls: 'connect.url', owner: 'owner', ownership: 'ownership', ignoreKeys: 'ignoreKeys' } as const;
  for (const [key, name] of Object.entries(names) as [keyof typeof names, string][]) {
    const [a, b] = [String(saved.settings[key]), String(settings[key])];
    if (a !== b) moved.push(`the environment's ${name} was ${a || 'empty'} and is ${b || 'empty'}`);
  }
  return moved;
}

function movedChange(
  thing: string,
  before: SavedChange,
  now: SavedChange,
  saved: SavedPlan,
  { plan }: PlannedToSave,
): string[] {
  const [files, worker] = [movedKeys(before.desired, now.desired), movedKeys(before.observed, now.observed)];
  const moved = [
    ...(files ? [`${thing}: the files have changed (${files})`] : []),
    ...(worker ? [`${thing}: it was changed on the worker (${worker})`] : []),
  ];
  if (moved.length > 0) return moved;
  const [shown, current] = [shownFields(saved.changes, before), shownFields(plan.changes, now)];
  return shown === current ? [] : [`${thing}: what would be written is no longer what the plan shows`];
}

/** What a plan shows of one change, without what may move and changes nothing: lines of files, who changed it. */
function shownFields(changes: readonly PlanChange[], { kind, name }: SavedChange): string {
  const change = changes.find((one) => one.kind === kind && one.name === name);
  return JSON.stringify(change?.fields.map(({ source: _source, drift: _drift, ...shown }) => shown));
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
