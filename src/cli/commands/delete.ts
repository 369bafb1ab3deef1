import { isNotFound } from '../../connect/index.ts';
import { ExitCode, Failure } from '../../core/index.ts';
import { marks } from '../../plan/index.ts';
import { printable } from '../../render/index.ts';
import { type ApprovalArgs, approvalFlags, confirmOn } from '../approval.ts';
import type { CliIo, Command } from '../command.ts';
import { withConnections } from '../connections.ts';
import {
  type ActResult,
  actOnEach,
  type LifecycleArgs,
  lifecycleFlags,
  neededSelectors,
  readTargets,
  sharedWatches,
  type Target,
  waitOptions,
} from '../lifecycle/index.ts';

type DeleteArgs = LifecycleArgs & ApprovalArgs;

export const command: Command<DeleteArgs> = {
  builder: (yargs) =>
    approvalFlags(lifecycleFlags(yargs))
      .usage('$0 delete SELECTOR…\n\nDeletes connectors; their offsets or consumer groups stay.')
      .example('$0 delete orders-sink', 'asks first')
      .example('$0 delete "tmp-*" --auto-approve', 'for a script'),
  run: async (args, io) => {
    const options = waitOptions(args);
    const selectors = neededSelectors(args, 'delete');
    return withConnections(
      args,
      io,
      async (connections) => {
        const targets = await readTargets(connections, selectors);
        refuseProtected(targets);
        showTargets(targets, io);
        const count = targets.length === 1 ? '1 connector' : `${targets.length} connectors`;
        await confirmOn(connections, `Delete ${count}?`, args, io);
        const watchOf = sharedWatches(io.signal);
        const act = async (target: Target): Promise<Omit<ActResult, 'name'>> => {
          await deleteOne(target);
          if (options.wait === 'none') return { result: 'done', message: 'asked to be deleted, not waited for' };
          const isGone = await watchOf(target.connection).until(target.connector.name, options.timeoutMs, (sighting) =>
            sighting.exists ? undefined : true,
          );
          if (io.signal.aborted && !isGone)
            return { result: 'failed', message: 'asked for, and not waited for: stopped by Ctrl-C' };
          return isGone
            ? { result: 'done', message: 'deleted, offsets kept' }
            : { result: 'failed', message: `still there after ${options.timeoutMs / 1000} s` };
        };
        return actOnEach(targets, act, 'deleted', args, io);
      },
      { signal: io.hardSignal, rebalanceMs: options.timeoutMs },
    );
  },
};

/** One that is gone already is what was wanted. */
async function deleteOne({ connection, connector }: Target): Promise<void> {
  try {
    await connection.client.delete(connector.name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** preventDestroy stands on the connector itself, so it holds without the files, too. */
function refuseProtected(targets: readonly Target[]): void {
  const names = targets
    .filter(({ connector }) => connector.info.config[marks.protected] === 'true')
    .map(({ connector }) => connector.name);
  if (names.length === 0) return;
  throw new Failure('CC9011', `Nothing was deleted: preventDestroy stands on ${names.join(', ')}`, {
    exitCode: ExitCode.refused,
    help: 'Set preventDestroy: false in its file and apply that first.',
  });
}

function showTargets(targets: readonly Target[], io: CliIo): void {
  for (const { connector } of targets) {
    const state = connector.status?.connector.state ?? 'no status yet';
    io.stderr.write(`- ${printable(connector.name)}  ${connector.info.type}, ${state}\n`);
  }
}
