import type { ResolvedConnector } from '../definition/index.ts';
import type { ObservedConnector } from './observed.ts';
import type { PlanAction, PlanField } from './plan.ts';

export interface ImpactInput {
  readonly action: PlanAction;
  readonly desired: ResolvedConnector | undefined;
  readonly live: ObservedConnector | undefined;
  readonly fields: readonly PlanField[];
  readonly stateAfter: string | null;
  readonly resetsOffsets: boolean;
}

/** What a change means for tasks and offsets, in words. */
export function impactOf(input: ImpactInput): string[] {
  switch (input.action) {
    case 'create':
      return impactOfCreate(input);
    case 'update':
    case 'adopt':
    case 'release':
      return [...impactOfWrite(input), input.resetsOffsets ? 'offsets reset' : 'offsets kept'];
    case 'replace':
      return [`stops ${tasks(input.live)}`, 'deleted and created again', startOfReplace(input)];
    case 'delete':
      return [`stops ${tasks(input.live)}`, keptOffsets(input)];
    case 'state':
      return [impactOfState(input)];
    case 'restart':
      return ['restarts what failed', 'offsets kept'];
    case 'move':
      return [`stops ${tasks(input.live)}`, 'offsets carried over', 'the old name is deleted'];
  }
}

function impactOfCreate({ desired, stateAfter }: ImpactInput): string[] {
  const max = Number(textOf(desired, 'tasks.max') ?? '1');
  const from = desired?.offsets ? ['starts at the declared offsets'] : [];
  if (stateAfter === 'PAUSED' || stateAfter === 'STOPPED') return [`starts ${stateAfter.toLowerCase()}`, ...from];
  const count = Number.isInteger(max) && max > 1 ? `starts up to ${max} tasks` : 'starts 1 task';
  return [count, ...from];
}

function impactOfWrite({ live, fields, stateAfter }: ImpactInput): string[] {
  const state = live?.status?.connector.state;
  if (state === 'PAUSED' || state === 'STOPPED') {
    return stateAfter === 'RUNNING' ? ['starts running'] : [`takes effect when resumed (${state.toLowerCase()} now)`];
  }
  const impact = [`restarts ${tasks(live)}`];
  if (stateAfter === 'PAUSED' || stateAfter === 'STOPPED') impact[0] = `${stateAfter.toLowerCase()} afterwards`;
  if (fields.some((f) => f.key === 'consumer.override.group.id')) impact.push('new consumer group');
  return impact;
}

function impactOfState({ live, stateAfter }: ImpactInput): string {
  if (stateAfter === 'RUNNING') return 'starts running';
  const verb = stateAfter === 'PAUSED' ? 'pauses' : 'stops';
  return `${verb} ${tasks(live)}`;
}

/** What is created reads the `offsets` of its file, here too. */
function startOfReplace(input: ImpactInput): string {
  return input.desired?.offsets ? 'starts at the declared offsets' : keptOffsets(input);
}

function keptOffsets({ live, resetsOffsets }: ImpactInput): string {
  if (resetsOffsets) return live?.type === 'sink' ? 'consumer group deleted' : 'offsets deleted';
  return live?.type === 'sink' ? 'consumer group kept' : 'offsets kept';
}

function tasks(live: ObservedConnector | undefined): string {
  const count = live?.status?.tasks.length ?? live?.taskCount ?? 0;
  return count === 1 ? '1 task' : `${count} tasks`;
}

function textOf(desired: ResolvedConnector | undefined, key: string): string | undefined {
  const value = desired?.config.get(key);
  return typeof value === 'string' ? value : undefined;
}
