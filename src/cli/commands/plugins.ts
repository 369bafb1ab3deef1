import { type ConfigKeyInfo, Failure, type PluginInfo } from '../../core/index.ts';
import { type Column, printableLines } from '../../render/index.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { type Connection, readEach, withConnections } from '../connections.ts';
import { pluginItems, pluginView } from '../inventory/index.ts';
import { type OutputArgs, outputFlag, printItems } from '../output.ts';

interface PluginsArgs extends OutputArgs {
  readonly selectors?: readonly string[];
  readonly keys: boolean;
}

export const command: Command<PluginsArgs> = {
  builder: (yargs) =>
    outputFlag(yargs)
      .positional('selectors', { type: 'string', array: true, describe: 'class names or globs; all without' })
      .option('keys', { type: 'boolean', default: false, describe: 'the config keys of one plugin' })
      .usage('$0 plugins [CLASS…]\n\nThe plugin classes of a worker, and the config keys of one.')
      .example('$0 plugins "*Sink*"', 'what can be written to')
      .example('$0 plugins FileStreamSourceConnector --keys', 'its keys, types and defaults'),
  run: (args, io) =>
    withConnections(args, io, async (connections) => {
      const selectors = args.selectors ?? [];
      if (args.keys) return showKeys(connections, selectors, args, io);
      const several = connections.length > 1;
      const { read, exitCode } = await readEach(connections, io, (connection) => pluginItems(connection, selectors));
      const items = read.flatMap(({ connection, value }) =>
        value.map((plugin) => (several ? { environment: connection.label, ...plugin } : plugin)),
      );
      await printItems<PluginInfo>(items, several ? withEnvironment : pluginView, args, io);
      return exitCode;
    }),
};

const withEnvironment: typeof pluginView = {
  ...pluginView,
  columns: (colors) => [
    { header: 'ENVIRONMENT', read: (plugin) => (plugin as { readonly environment?: string }).environment ?? '' },
    ...pluginView.columns(colors),
  ],
};

async function showKeys(
  connections: readonly Connection[],
  selectors: readonly string[],
  args: PluginsArgs & GlobalArgs,
  io: CliIo,
): Promise<number> {
  const [connection] = connections;
  if (connections.length !== 1 || !connection) throw new Failure('CC9001', '--keys takes one environment');
  const classes = new Set((await pluginItems(connection, selectors)).map((plugin) => plugin.class));
  if (classes.size !== 1) {
    throw new Failure('CC9001', `--keys takes one plugin class, and ${classes.size} match`, {
      help: `Name one of: ${[...classes].slice(0, 5).join(', ')}${classes.size > 5 ? ', …' : ''}`,
    });
  }
  const keys = await connection.client.pluginConfig([...classes][0]!);
  await printItems(
    keys,
    { nameOf: (key) => key.name, columns: () => keyColumns, empty: 'It has no config keys.' },
    args,
    io,
  );
  return 0;
}

const keyColumns: readonly Column<ConfigKeyInfo>[] = [
  { header: 'KEY', read: (key) => key.name, shrinks: true },
  { header: 'TYPE', read: (key) => key.type },
  { header: 'DEFAULT', read: (key) => (key.required ? '(required)' : (key.default_value ?? '(none)')), shrinks: true },
  { header: 'WHAT', read: (key) => firstSentence(key.documentation), shrinks: true },
];

function firstSentence(text: string): string {
  return (
    printableLines(text)
      .replaceAll('\n', ' ')
      .split(/(?<=\.)\s/)[0] ?? ''
  );
}
