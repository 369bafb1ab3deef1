import { type Capabilities, capabilitiesOf } from '../../connect/index.ts';
import { Failure } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { type Connection, withConnections } from '../connections.ts';
import { actOnEach, type Target } from './act-on-each.ts';
import { changeState } from './change-state.ts';
import { type LifecycleArgs, lifecycleFlags, neededSelectors, waitOptions } from './flags.ts';
import { readTargets, sharedWatches } from './targets.ts';

/** `pause`, `resume` and `stop`: one request a connector, waited for. */
export function stateCommand(verb: {
  readonly name: 'pause' | 'resume' | 'stop';
  readonly done: string;
  readonly describe: string;
  /** What the worker has to have, and since when. */
  readonly needs?: { readonly capability: keyof Capabilities; readonly since: string };
  request(target: Target): Promise<void>;
}): Command<LifecycleArgs> {
  return {
    builder: (yargs) =>
      lifecycleFlags(yargs)
        .usage(`$0 ${verb.name} SELECTOR…\n\n${verb.describe}`)
        .example(`$0 ${verb.name} orders-sink`, 'one connector')
        .example(`$0 ${verb.name} "orders-*" pipeline=billing`, 'all that match')
        .example(`$0 ${verb.name} -e prod label.team=data --timeout 5m`, 'by label, in one environment'),
    run: async (args, io) => {
      const options = waitOptions(args);
      const selectors = neededSelectors(args, verb.name);
      return withConnections(
        args,
        io,
        async (connections) => {
          if (verb.needs)
            for (const connection of connections) await checkCapability(connection, verb.name, verb.needs);
          const targets = await readTargets(connections, selectors);
          const watchOf = sharedWatches(io.signal);
          const change = { ...options, verb: verb.name, done: verb.done, request: verb.request };
          return actOnEach(targets, (t) => changeState(t, change, watchOf(t.connection), io), verb.done, args, io);
        },
        { signal: io.hardSignal, rebalanceMs: options.timeoutMs },
      );
    },
  };
}

/** Throws CC9014 where the worker's version lacks what a verb needs. */
export async function checkCapability(
  connection: Connection,
  verb: string,
  needs: { readonly capability: keyof Capabilities; readonly since: string },
): Promise<void> {
  const { version } = await connection.client.serverInfo();
  if (capabilitiesOf(version)[needs.capability]) return;
  throw new Failure(
    'CC9014',
    `${verb} needs Kafka Connect ${needs.since}, and the worker at ${connection.label} is ${version}`,
    verb === 'stop' ? { help: '`connectctl pause` works there, and keeps its tasks assigned.' } : {},
  );
}
