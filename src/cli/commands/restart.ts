import { capabilitiesOf } from '../../connect/index.ts';
import { Failure } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { withConnections } from '../connections.ts';
import {
  actOnEach,
  changeState,
  type LifecycleArgs,
  lifecycleFlags,
  neededSelectors,
  readTargets,
  sharedWatches,
  type Target,
  waitOptions,
} from '../lifecycle/index.ts';

interface RestartArgs extends LifecycleArgs {
  readonly failed: boolean;
  readonly tasks: boolean;
  readonly task?: readonly number[];
}

export const command: Command<RestartArgs> = {
  builder: (yargs) =>
    lifecycleFlags(yargs)
      .option('failed', {
        type: 'boolean',
        default: false,
        describe: 'only what is FAILED, tasks included; without selectors on the whole cluster',
      })
      .option('tasks', { type: 'boolean', default: false, describe: 'its tasks too' })
      .option('task', { type: 'number', array: true, nargs: 1, describe: 'this task alone; repeats' })
      .usage('$0 restart [SELECTOR…]\n\nRestarts connectors, their tasks, or what is FAILED of them.')
      .example('$0 restart --failed', 'all that is FAILED, and nothing else')
      .example('$0 restart orders-sink --tasks', 'a connector and its tasks')
      .example('$0 restart orders-sink --task 2', 'one task'),
  run: async (args, io) => {
    const options = waitOptions(args);
    if (args.task?.some((task) => !(task >= 0))) throw new Failure('CC9001', '--task takes a number from 0 on');
    if (args.task && (args.failed || args.tasks)) {
      throw new Failure('CC9001', '--task names tasks; --tasks and --failed mean others: give one of them');
    }
    const selectors = args.failed ? (args.selectors ?? []) : neededSelectors(args, 'restart');
    return withConnections(
      args,
      io,
      async (connections) => {
        const chosen = await readTargets(connections, selectors);
        const targets = args.failed ? chosen.filter(hasFailed) : chosen;
        if (targets.length === 0) {
          io.stderr.write('Nothing is FAILED.\n');
          if (args.output === 'json' || args.output === 'yaml') io.stdout.write('[]\n');
          return 0;
        }
        const watchOf = sharedWatches(io.signal);
        const withTasks = args.failed || args.tasks || args.task !== undefined;
        const change = {
          ...options,
          verb: withTasks ? ('restart-tasks' as const) : ('restart' as const),
          done: 'restarted',
          tasks: args.task,
          request: (target: Target) => restart(target, args),
        };
        return actOnEach(targets, (t) => changeState(t, change, watchOf(t.connection), io), 'restarted', args, io);
      },
      { signal: io.hardSignal, rebalanceMs: options.timeoutMs },
    );
  },
};

function hasFailed({ connector: { status } }: Target): boolean {
  return status !== undefined && [status.connector, ...status.tasks].some(({ state }) => state === 'FAILED');
}

async function restart({ connection, connector }: Target, args: RestartArgs): Promise<void> {
  const { client } = connection;
  const { name, status } = connector;
  if (args.task) {
    const known = status?.tasks.map((task) => task.id) ?? [];
    for (const task of args.task) {
      if (!known.includes(task)) throw noSuchTask(name, task, known);
      await client.restartTask(name, task);
    }
    return;
  }
  const includeTasks = args.failed || args.tasks;
  if (!includeTasks || capabilitiesOf((await client.serverInfo()).version).restartTasks) {
    await client.restart(name, { includeTasks, onlyFailed: args.failed });
    return;
  }
  // Before 3.0 a worker takes the flags in silence and restarts the connector alone.
  const isDue = ({ state }: { readonly state: string }): boolean => !args.failed || state === 'FAILED';
  if (status === undefined || isDue(status.connector)) {
    await client.restart(name, { includeTasks: false, onlyFailed: false });
  }
  for (const task of status?.tasks.filter(isDue) ?? []) await client.restartTask(name, task.id);
}

function noSuchTask(name: string, task: number, known: readonly number[]): Failure {
  return new Failure('CC9012', `${name} has no task ${task}`, {
    help: known.length === 0 ? 'It has no tasks now.' : `It has: ${known.join(', ')}.`,
  });
}
