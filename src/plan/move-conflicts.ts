import type { Diagnostic } from '../core/index.ts';
import type { ResolvedConnector } from '../definition/index.ts';
import { marks } from './marks.ts';
import type { ObservedConnector } from './observed.ts';
import type { PlanChange } from './plan.ts';
import { isOurs } from './plan-context.ts';
import type { PlanContext } from './plan-input.ts';

/** A move from `from` to `desired`, with what is live of the two. */
interface Move {
  readonly desired: ResolvedConnector;
  readonly from: string;
  readonly old: ObservedConnector | undefined;
  readonly liveNew: ObservedConnector | undefined;
}

/** A connector that somebody else marked, or nobody, at either end: undefined where both are ours or adopted by name. */
export function refusedForeignMove({ desired, from, old, liveNew }: Move, context: PlanContext): PlanChange['refused'] {
  const ends = [old, liveNew].filter((live) => live !== undefined);
  const foreign = ends.find((live) => !isOurs(live, context) && !context.options.adopt.includes(live.name));
  if (!foreign) return undefined;
  const owner = foreign.config[marks.owner];
  const name = foreign === old ? from : desired.name;
  return {
    code: owner ? 'CC4001' : 'CC4002',
    message: owner ? `"${name}" belongs to ${owner}` : `"${name}" was not made by connectctl`,
    help: `To take it over: --adopt ${name}`,
  };
}

/**
 * What a move can't be mixed with: an old name that the files define, that another connector takes over, or that is
 * unfinished itself, so that its offsets are not there yet; and offsets of the other kind.
 */
export function refusedConflict(move: Move, changesType: boolean, context: PlanContext): PlanChange['refused'] {
  const { desired, from, old } = move;
  const refuse = (message: string, help: string) => ({ code: 'CC4023', message, help });
  if (context.byName.has(from)) {
    return refuse(
      `"${desired.name}" takes over "${from}" (a move that was interrupted), and the files define "${from}" again`,
      `Take "${from}" out of the files until the move is done; or delete "${desired.name}", which has not been started yet.`,
    );
  }
  const other = claimOf(move, context);
  if (other !== undefined) {
    return refuse(
      `"${other}" takes over "${from}" already (a move that was interrupted)`,
      `Leave "${from}" out of movedFrom in "${desired.name}", or take "${other}" out of the files.`,
    );
  }
  const earlier = old?.config[marks.moving];
  // Moved back to the name that it came from: what is there by now is this move's own.
  if (earlier !== undefined && earlier !== desired.name && isThereOrDefined(earlier, context)) {
    return refuse(
      `"${from}" is not done taking over "${earlier}" (a move that was interrupted), so its offsets may still be there`,
      `Define it as "${from}" with movedFrom: ${earlier} and apply; rename it then.`,
    );
  }
  if (old && old.config[marks.starting] !== undefined) {
    return refuse(
      `"${from}" was created and its declared offsets have not been set (a create that was interrupted)`,
      `Define it as "${from}" and apply, and rename it then; or delete it, so that "${desired.name}" is created.`,
    );
  }
  if (old && changesType) {
    const other = old.type === 'sink' ? 'source' : 'sink';
    return refuse(
      `"${from}" is a ${old.type} and "${desired.name}" a ${other}: one has no use for the offsets of the other`,
      `Leave "${from}" out of movedFrom, and list it under removed.`,
    );
  }
  return undefined;
}

function isThereOrDefined(name: string, { observed, byName }: PlanContext): boolean {
  return observed.connectors.has(name) || byName.has(name);
}

/** Another connector of the files that has begun to take the old one over. */
function claimOf({ desired, from, old }: Move, { byName, observed }: PlanContext): string | undefined {
  if (!old) return undefined;
  const names = [...byName.keys()].filter((name) => name !== desired.name);
  return names.find((name) => observed.connectors.get(name)?.config[marks.moving] === from);
}

/** An old name that is live, ours and in no file although this connector is there, or is moved from another one (`from`). */
export function oldNameStillThere(
  desired: ResolvedConnector,
  from: string | undefined,
  context: PlanContext,
): Diagnostic | undefined {
  const { observed, byName, removed } = context;
  const old = desired.movedFrom.find((name) => {
    const live = observed.connectors.get(name);
    const isExplained = name === from || byName.has(name) || removed.some((one) => one.name === name);
    return live !== undefined && isOurs(live, context) && !isExplained;
  });
  if (old === undefined) return undefined;
  const both = `"${desired.name}" and its old name "${old}" are both on the worker, and no move is under way`;
  const other = `"${desired.name}" is moved from "${from}", and its old name "${old}" is on the worker, too`;
  return {
    code: 'CC4011',
    severity: 'error',
    message: from === undefined ? both : other,
    help: `Delete one of them, or list "${old}" under removed.`,
    source: desired.source,
  };
}
