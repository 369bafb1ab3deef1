import { failedParts } from '../../plan/index.ts';
import { printable, renderTable } from '../../render/index.ts';
import { type Colors, colorsFor } from '../colors.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { type Connection, readEach, withConnections } from '../connections.ts';
import {
  type ConnectorItem,
  connectorItem,
  connectorView,
  readLiveConnectors,
  selectConnectors,
  wordsAbout,
} from '../inventory/index.ts';
import { type OutputArgs, outputFlag, printData, tableWidth } from '../output.ts';

interface StatusArgs extends OutputArgs {
  readonly selectors?: readonly string[];
  readonly check: boolean;
}

/** One cluster's health: what JSON shows. */
interface ClusterStatus {
  /** The environment's name, or the URL. */
  readonly environment: string;
  readonly url: string;
  readonly version: string;
  readonly kafkaClusterId: string;
  readonly connectors: readonly ConnectorItem[];
  readonly failed: readonly { readonly connector: string; readonly task?: number; readonly cause: readonly string[] }[];
}

export const command: Command<StatusArgs> = {
  builder: (yargs) =>
    outputFlag(yargs, ['table', 'json', 'yaml'])
      .positional('selectors', { type: 'string', array: true, describe: 'names, globs, pipeline=… or label.KEY=…' })
      .option('check', { type: 'boolean', default: false, describe: 'exit 1 when anything is FAILED' })
      .usage('$0 status [SELECTOR…]\n\nThe worker, its connectors at a glance, and the cause of each failure.')
      .example('$0 status', 'everything')
      .example('$0 status "orders-*" --check', 'for a script: exit code 1 when one is FAILED'),
  run: (args, io) =>
    withConnections(args, io, async (connections) => {
      const { read, exitCode } = await readEach(connections, io, (one) => readStatus(one, args.selectors ?? []));
      const all = read.map(({ value }) => value);
      if (args.output === 'table') for (const [i, cluster] of all.entries()) printStatus(cluster, i > 0, args, io);
      else await printData(all, args.output === 'yaml' ? 'yaml' : 'json', io);
      return args.check && all.some(({ failed }) => failed.length > 0) ? 1 : exitCode;
    }),
};

async function readStatus(connection: Connection, selectors: readonly string[]): Promise<ClusterStatus> {
  const [server, live] = await Promise.all([connection.client.serverInfo(), readLiveConnectors(connection.client)]);
  const connectors = await selectConnectors(connection, live, selectors);
  const failed = connectors.filter(({ status }) => failedParts(status).length > 0);
  const parts = failed.map(async (one) => failedParts(one.status, await wordsAbout(connection, one)));
  return {
    environment: connection.label,
    url: connection.client.url,
    version: server.version,
    kafkaClusterId: server.kafka_cluster_id,
    connectors: connectors.map(connectorItem),
    failed: (await Promise.all(parts)).flat(),
  };
}

function printStatus(cluster: ClusterStatus, isNext: boolean, args: GlobalArgs, io: CliIo): void {
  const colors = colorsFor(args, io);
  const environment = cluster.environment === cluster.url ? '' : ` (${cluster.environment})`;
  const lines = [
    ...(isNext ? [''] : []),
    `${colors.bold(printable(`Kafka Connect ${cluster.version}`))} at ${cluster.url}${environment}, Kafka cluster ${printable(cluster.kafkaClusterId)}`,
    summaryOf(cluster.connectors),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
  if (cluster.connectors.length === 0) return;
  const table = renderTable(cluster.connectors, connectorView.columns(colors), {
    width: tableWidth(io),
    paintHeader: colors.bold,
  });
  io.stdout.write(`\n${table}`);
  if (cluster.failed.length > 0) io.stdout.write(`\n${failuresOf(cluster, colors)}`);
}

/** `3 connectors: 2 RUNNING, 1 FAILED; 4 tasks: 3 RUNNING, 1 FAILED` */
function summaryOf(connectors: readonly ConnectorItem[]): string {
  const tasks = connectors.flatMap((connector) => connector.tasks);
  return `${counts('connector', connectors)}; ${counts('task', tasks)}`;
}

function counts(what: string, parts: readonly { readonly state: string | undefined }[]): string {
  const byState = new Map<string, number>();
  for (const { state } of parts)
    byState.set(state ?? 'without status', (byState.get(state ?? 'without status') ?? 0) + 1);
  const total = `${parts.length} ${what}${parts.length === 1 ? '' : 's'}`;
  const states = [...byState].sort(([a], [b]) => (a < b ? -1 : 1)).map(([state, count]) => `${count} ${state}`);
  return states.length === 0 ? total : `${total}: ${states.join(', ')}`;
}

function failuresOf({ failed }: ClusterStatus, colors: Colors): string {
  const parts = failed.map(({ connector, task, cause }) => {
    const what = `${printable(connector)}${task === undefined ? '' : `, task ${task}`}`;
    return [`${colors.red('FAILED')}  ${what}`, ...cause.map((line) => `  ${printable(line)}`)].join('\n');
  });
  return `${parts.join('\n')}\n\nRestart what is FAILED: connectctl restart --failed\n`;
}
