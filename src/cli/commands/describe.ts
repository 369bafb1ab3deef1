import { stringifyWithBigints } from '../../connect/index.ts';
import type { Failure } from '../../core/index.ts';
import { isInternal, marks } from '../../plan/index.ts';
import { printable, printableLines, renderPairs, renderTable } from '../../render/index.ts';
import { type Colors, colorsFor } from '../colors.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { withConnections } from '../connections.ts';
import { inParallel } from '../in-parallel.ts';
import { configMasker, type Description, describeConnector, statePaint } from '../inventory/index.ts';
import { readTargets } from '../lifecycle/index.ts';
import { offsetText } from '../offsets/index.ts';
import { type OutputArgs, outputFlag, printData } from '../output.ts';

interface DescribeArgs extends OutputArgs {
  readonly selectors: readonly string[];
}

export const command: Command<DescribeArgs> = {
  builder: (yargs) =>
    outputFlag(yargs, ['table', 'json', 'yaml'])
      .positional('selectors', { type: 'string', array: true, describe: 'names, globs, pipeline=… or label.KEY=…' })
      .usage('$0 describe CONNECTOR…\n\nConfig, state, tasks with the cause of failures, topics and offsets.')
      .example('$0 describe orders-sink', 'one connector')
      .example('$0 describe "orders-*" -o yaml', 'several, for a script'),
  run: (args, io) =>
    withConnections(args, io, async (connections) => {
      const onUnread = ({ message }: Failure): void => {
        io.stderr.write(`warning  which keys the files of the project call sensitive is not known: ${message}\n`);
      };
      const maskers = new Map(connections.map((one) => [one, configMasker(one, onUnread)]));
      const targets = await readTargets(connections, args.selectors);
      const descriptions = await inParallel(targets, 10, ({ connection, connector }) =>
        describeConnector(connection, connector, maskers.get(connection)!),
      );
      if (args.output === 'table') {
        const texts = descriptions.map((description) => describe(description, colorsFor(args, io)));
        io.stdout.write(texts.join('\n'));
      } else await printDescriptions(descriptions, args, io);
      return 0;
    }),
};

async function printDescriptions(
  descriptions: readonly Description[],
  args: DescribeArgs & GlobalArgs,
  io: CliIo,
): Promise<void> {
  if (args.output === 'yaml') await printData(descriptions, 'yaml', io);
  else io.stdout.write(`${stringifyWithBigints(descriptions, 2)}\n`);
}

function describe(d: Description, colors: Colors): string {
  const heading = (text: string): string => `\n${colors.bold(text)}\n`;
  const state = d.state === undefined ? 'no status yet' : statePaint(d.state, colors)(d.state);
  return [
    renderPairs([
      ['Name', colors.bold(printable(d.name))],
      ['Type', d.type],
      ['State', state],
      ['Worker', printable(d.worker ?? '-')],
      ...(d.pipeline === '' ? [] : [['Pipeline', `${printable(d.pipeline)} (owner ${printable(d.owner)})`] as const]),
    ]),
    indented(d.cause, '  '),
    heading('Config'),
    renderPairs(configPairs(d), '  '),
    heading('Tasks'),
    d.tasks.length === 0 ? '  none\n' : tasksOf(d, colors),
    heading('Topics'),
    topicsOf(d),
    heading('Offsets'),
    offsetsOf(d),
  ].join('');
}

/** `connectctl.applied` is a list of digests: nothing that a person reads. What a vendor's worker adds is left out too. */
function configPairs({ config }: Description): (readonly [string, string])[] {
  return Object.entries(config)
    .filter(([key]) => key !== marks.applied && !isInternal(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]: [string, string | null]) => [printable(key), printableLines(value ?? 'null')] as const);
}

function topicsOf({ topics, topicsProblem }: Description): string {
  if (topicsProblem !== undefined) return `  not known: ${printable(topicsProblem)}\n`;
  return topics.length === 0 ? '  none used yet\n' : indented(topics, '  ');
}

function tasksOf({ tasks }: Description, colors: Colors): string {
  const table = renderTable(tasks, [
    { header: 'ID', read: (task) => String(task.id) },
    { header: 'STATE', read: (task) => task.state, paint: (state) => statePaint(state, colors) },
    { header: 'WORKER', read: (task) => task.worker },
  ]);
  const [header, ...rows] = table.trimEnd().split('\n');
  const lines = rows.map((row, i) => `  ${row}\n${indented(tasks[i]!.cause, '      ')}`);
  return `  ${header}\n${lines.join('')}`;
}

function offsetsOf({ offsets, offsetsProblem }: Description): string {
  if (offsets === undefined) return `  not known: ${printable(offsetsProblem ?? '')}\n`;
  if (offsets.length === 0) return '  none committed yet\n';
  return renderPairs(
    offsets.map(({ partition, offset }) => [printable(offsetText(partition)), printable(offsetText(offset))] as const),
    '  ',
  );
}

function indented(lines: readonly string[], indent: string): string {
  return lines.map((line) => `${indent}${printable(line)}\n`).join('');
}
