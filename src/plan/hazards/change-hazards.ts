import { compare } from '../../core/index.ts';
import { marks } from '../marks.ts';
import { failedParts } from '../trace.ts';
import { changedField, type HazardInput, type HazardRule, wantedText } from './hazard.ts';

/** Hazards of the change itself: what was there before and is no more. */
export const changeHazards: readonly HazardRule[] = [
  {
    id: 'H001',
    severity: 'hazard',
    title: 'a rename without movedFrom',
    needs: ['config', 'live'],
    find: (input) => {
      const old = renamedFrom(input);
      return (
        old &&
        `it looks like "${old}" under a new name: it starts without the old offsets; movedFrom: ${old} carries them over`
      );
    },
  },
  {
    id: 'H002',
    severity: 'hazard',
    title: 'a changed class',
    needs: ['config', 'live'],
    find: (input) => {
      const field = changedField(input, 'connector.class');
      return (
        field && `the class changes and the offsets of ${field.before} are kept: the new class may not understand them`
      );
    },
  },
  {
    id: 'H010',
    severity: 'hazard',
    title: 'a delete of a running connector',
    needs: ['live'],
    find: (input) =>
      (input.action === 'delete' || input.action === 'replace') && input.stateBefore === 'RUNNING'
        ? `it is RUNNING with ${countTasks(input.live?.taskCount ?? 0)} and is deleted`
        : undefined,
  },
  {
    id: 'H011',
    severity: 'hazard',
    title: 'a create that finds old offsets or a group of its name',
    needs: ['kafka'],
    find: (input) => {
      const found = input.action === 'create' ? input.context.observed.leftovers.get(input.name) : undefined;
      return found && `${found} is there from an earlier connector: it goes on from there instead of the beginning`;
    },
  },
  {
    id: 'H012',
    severity: 'hazard',
    title: 'undoing a pause',
    needs: ['live'],
    find: ({ stateBefore, stateAfter, action }) =>
      action !== 'create' && stateAfter === 'RUNNING' && (stateBefore === 'PAUSED' || stateBefore === 'STOPPED')
        ? `it stands ${stateBefore} on the worker, by hand or by an earlier apply, and this plan lets it run again`
        : undefined,
  },
  {
    id: 'H013',
    severity: 'hazard',
    title: 'adopting',
    needs: ['live'],
    find: ({ isAdopting, live }) => {
      if (!isAdopting) return undefined;
      const owner = live?.config[marks.owner];
      return owner
        ? `it is taken over from ${owner}`
        : 'it was made by hand or by another tool, which may still change it';
    },
  },
  {
    id: 'H014',
    severity: 'hazard',
    title: "a sink's consumer group",
    needs: ['config', 'live'],
    find: (input) => {
      const field = changedField(input, 'consumer.override.group.id');
      return field && 'another consumer group starts at its own offsets: everything may be read again';
    },
  },
  {
    id: 'H017',
    severity: 'warning',
    title: 'what it depends on stands FAILED',
    needs: ['config', 'live'],
    find: (input) => {
      const failed = failedDependencies(input);
      if (failed.length === 0) return undefined;
      const names = failed.map((name) => `"${name}"`).join(', ');
      return `${names}, which it depends on, ${failed.length === 1 ? 'stands' : 'stand'} FAILED on the worker`;
    },
  },
];

/** Apply waits for what it depends on only where that has a change of its own. */
function failedDependencies({ desired, action, stateAfter, context }: HazardInput): readonly string[] {
  const isHalted = stateAfter === 'PAUSED' || stateAfter === 'STOPPED';
  if (!desired || isHalted || action === 'restart' || context.options.restartFailed) return [];
  return desired.dependsOn.filter((name) => failedParts(context.observed.connectors.get(name)?.status).length > 0);
}

function countTasks(n: number): string {
  return n === 1 ? '1 task' : `${n} tasks`;
}

/** The connector that this create most likely is under a new name: ours, in no file, and equal but for the name. */
function renamedFrom(input: HazardInput): string | undefined {
  const { desired, context } = input;
  if (input.action !== 'create' || !desired || desired.movedFrom.length > 0) return undefined;
  const candidates = [...context.observed.connectors.values()].filter(
    (live) => live.config[marks.owner] === context.environment.owner && !context.byName.has(live.name),
  );
  return candidates
    .filter((live) => {
      const keys = [...desired.config.keys()].filter((key) => key !== 'tasks.max');
      const equal = keys.filter((key) => live.config[key] === wantedText(desired, key)).length;
      return (
        keys.length > 0 &&
        live.config['connector.class'] === wantedText(desired, 'connector.class') &&
        equal / keys.length >= 0.7
      );
    })
    .map((live) => live.name)
    .sort(compare)[0];
}
