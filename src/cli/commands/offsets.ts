import { stringifyWithBigints } from '../../connect/index.ts';
import { Failure } from '../../core/index.ts';
import { printable, renderTable } from '../../render/index.ts';
import { type ApprovalArgs, approvalFlags, confirmOn } from '../approval.ts';
import { colorsFor } from '../colors.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { withConnections } from '../connections.ts';
import { parseDurationMs } from '../duration.ts';
import { readTargets, type Target } from '../lifecycle/index.ts';
import {
  checkCanAlter,
  checkIsStopped,
  currentOffsets,
  isChange,
  offsetChanges,
  offsetText,
  renderOffsetChanges,
  wantedOffsets,
  whileStopped,
} from '../offsets/index.ts';
import { type OutputArgs, outputFlag, printData, tableWidth } from '../output.ts';

interface OffsetsArgs extends OutputArgs, ApprovalArgs {
  readonly action: 'get' | 'set' | 'reset';
  readonly connector: string;
  readonly partitions?: readonly string[];
  readonly file?: string;
  readonly stop: boolean;
  readonly timeout: string;
}

export const command: Command<OffsetsArgs> = {
  builder: (yargs) =>
    approvalFlags(outputFlag(yargs, ['table', 'json', 'yaml']))
      .positional('action', { choices: ['get', 'set', 'reset'] as const, describe: 'what to do' })
      .positional('connector', { type: 'string', describe: 'its name; for get a selector too' })
      .positional('partitions', {
        type: 'string',
        array: true,
        describe: 'set: PARTITION=OFFSET each; reset: the partitions, all without',
      })
      .option('file', {
        alias: 'f',
        type: 'string',
        requiresArg: true,
        describe: 'set: JSON as get -o json prints it; - for stdin',
      })
      .option('stop', {
        type: 'boolean',
        default: false,
        describe: 'stop the connector for the change, then put its state back',
      })
      .option('timeout', {
        type: 'string',
        default: '1m',
        requiresArg: true,
        describe: 'how long to wait for the stop, and for a rebalance',
      })
      .usage(
        '$0 offsets get|set|reset CONNECTOR\n\nWhere a connector goes on reading. Changes need it STOPPED, and are shown before they are made.',
      )
      .example('$0 offsets get orders-sink', 'partition by partition')
      .example('$0 offsets set orders-sink orders:0=120 --stop', 'a sink: TOPIC:PARTITION=OFFSET')
      .example(`$0 offsets set logs '{"filename":"a.log"}={"position":0}'`, 'a source: JSON=JSON')
      .example('$0 offsets reset orders-sink', 'read everything again'),
  run: (args, io) => {
    const timeoutMs = parseDurationMs('timeout', args.timeout);
    return withConnections(
      args,
      io,
      async (connections) => {
        const targets = await readTargets(connections, [args.connector]);
        if (args.action === 'get') return getOffsets(targets, args, io);
        if (targets.length > 1) {
          throw new Failure(
            'CC9001',
            `"${args.connector}" takes ${targets.length} connectors; offsets are changed one connector at a time`,
          );
        }
        return changeOffsets(targets[0]!, timeoutMs, args, io);
      },
      { signal: io.hardSignal, rebalanceMs: timeoutMs },
    );
  },
};

async function getOffsets(targets: readonly Target[], args: OffsetsArgs & GlobalArgs, io: CliIo): Promise<number> {
  const all = await Promise.all(
    targets.map(async ({ connection, connector }) => ({
      connector: connector.name,
      offsets: await currentOffsets(connection, connector.name),
    })),
  );
  if (args.output === 'table') {
    const rows = all.flatMap(({ connector, offsets }) => offsets.map((entry) => ({ connector, ...entry })));
    const columns = [
      ...(all.length > 1 ? [{ header: 'CONNECTOR', read: (row: (typeof rows)[number]) => row.connector }] : []),
      { header: 'PARTITION', read: (row: (typeof rows)[number]) => offsetText(row.partition), shrinks: true },
      { header: 'OFFSET', read: (row: (typeof rows)[number]) => offsetText(row.offset), shrinks: true },
    ];
    const paintHeader = colorsFor(args, io).bold;
    if (rows.length === 0) io.stderr.write('No offsets are committed yet.\n');
    else io.stdout.write(renderTable(rows, columns, { width: tableWidth(io), paintHeader }));
    return 0;
  }
  // One connector's are in the form that `set --file` and the REST API take.
  const data = all.length === 1 ? { offsets: all[0]!.offsets } : all;
  if (args.output === 'yaml') await printData(data, 'yaml', io);
  else io.stdout.write(`${stringifyWithBigints(data, 2)}\n`);
  return 0;
}

async function changeOffsets(
  { connection, connector }: Target,
  timeoutMs: number,
  args: OffsetsArgs & GlobalArgs,
  io: CliIo,
): Promise<number> {
  const { name } = connector;
  const partitions = args.partitions ?? [];
  const action = args.action === 'reset' ? 'reset' : 'set';
  await checkCanAlter(connection, name);
  const current = await currentOffsets(connection, name);
  const wanted = await wantedOffsets(current, { action, partitions, file: args.file }, io);
  const changes = offsetChanges(current, wanted);
  if (!changes.some(isChange)) {
    io.stderr.write(changes.length === 0 ? 'There are no offsets to reset.\n' : 'The offsets are these already.\n');
    return 0;
  }
  checkIsStopped(connector, args.stop);
  io.stderr.write(
    `Offsets of ${printable(name)}:\n${renderOffsetChanges(changes, tableWidth({ ...io, stdout: io.stderr }))}`,
  );
  const question = action === 'set' ? 'Set them?' : 'Reset them? Reading begins anew there.';
  await confirmOn([connection], question, args, io);
  const message = await whileStopped(connection, connector, timeoutMs, io, () =>
    action === 'reset' && partitions.length === 0
      ? connection.client.resetOffsets(name)
      : connection.client.alterOffsets(name, stringifyWithBigints({ offsets: wanted })),
  );
  const after = offsetChanges(await currentOffsets(connection, name), wanted);
  const isProven = after.every((change) => !isChange(change));
  if (args.output === 'table') io.stdout.write(`${printable(message)}\n`);
  else await printData({ connector: name, message }, args.output === 'yaml' ? 'yaml' : 'json', io);
  // A source that runs again has moved on; a stopped one shows exactly what was set.
  if (isProven || args.stop) return 0;
  throw new Failure('CC9016', `The worker took the change, and shows other offsets for ${name} afterwards`, {
    help: `See \`connectctl offsets get ${name}\`.`,
  });
}
