import { type ConnectFailure, isCallMissing, isNotFound } from '../connect/index.ts';
import { Failure } from '../core/index.ts';
import type { Operation } from '../plan/index.ts';
import type { Run } from './run.ts';

/**
 * The failure of a change in the middle of which the worker turned out to lack a call that its version promised: says how
 * the connectors stand now, for some requests may have come before; other failures are given back as they are. What needs such a
 * call is not begun any more by this run.
 */
export async function sayWhatStands(run: Run, op: Operation, error: unknown): Promise<unknown> {
  if (!isCallMissing(error) || !needsNewerCalls(op)) return error;
  run.lacking.reason = error.message;
  const { name, from } = op.change;
  const stands = await Promise.all([from, name].filter((one) => one !== undefined).map((one) => standOf(run, one)));
  const wayOut = op.change.action === 'move' && from !== undefined ? wayOutOfMove(from, name) : '';
  return failure(op, `${error.message}. As it stands: ${stands.join(', ')}.${wayOut}`, error);
}

/** @throws Failure where an earlier change of this run has shown that the worker can't do this: nothing is begun then */
export function checkNotLacking({ lacking: { reason } }: Run, op: Operation): void {
  if (reason !== undefined && needsNewerCalls(op)) throw failure(op, `not begun: ${reason}`);
}

function needsNewerCalls({ change, desired, wantedState, resetOffsets }: Operation): boolean {
  const setsOffsets = change.action === 'create' && desired?.offsets !== undefined;
  return change.action === 'move' || setsOffsets || resetOffsets === true || wantedState === 'STOPPED';
}

function failure({ change, desired, resetOffsets }: Operation, message: string, cause?: ConnectFailure): Failure {
  const changesOffsets = desired?.offsets !== undefined || resetOffsets === true;
  const code = change.action === 'move' ? 'CC4009' : changesOffsets ? 'CC4007' : 'CC4008';
  return new Failure(code, message, { cause });
}

function wayOutOfMove(from: string, name: string): string {
  return (
    ` Where both are there, nothing is lost: apply again completes the move once the worker has the call; ` +
    `to go back, give "${name}" its old name in the file, delete ${name} and resume ${from}`
  );
}

async function standOf({ client }: Run, name: string): Promise<string> {
  try {
    return `"${name}" is ${(await client.status(name)).connector.state}`;
  } catch (error) {
    if (!isNotFound(error)) return `"${name}" can't be read`;
  }
  const isThere = (await client.names()).includes(name);
  return `"${name}" is ${isThere ? 'there' : 'not there'}`;
}
