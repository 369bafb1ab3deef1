import { Failure } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { type Connection, readEach, withConnections } from '../connections.ts';
import {
  connectorItems,
  connectorView,
  loggerItems,
  loggerView,
  pluginItems,
  pluginView,
  topicItems,
  topicView,
} from '../inventory/index.ts';
import { type ItemView, type OutputArgs, outputFlag, printItems } from '../output.ts';

interface GetArgs extends OutputArgs {
  readonly kind: Kind;
  readonly selectors?: readonly string[];
}

const kinds = ['connectors', 'plugins', 'topics', 'loggers'] as const;
type Kind = (typeof kinds)[number];

export const command: Command<GetArgs> = {
  builder: (yargs) =>
    outputFlag(yargs)
      .positional('kind', { choices: [...kinds, ...kinds.map((kind) => kind.slice(0, -1))], describe: 'what to list' })
      .positional('selectors', {
        type: 'string',
        array: true,
        describe: 'names, globs, and for connectors pipeline=NAME or label.KEY=VALUE; all without',
      })
      .example('$0 get connectors', 'every connector with its state and tasks')
      .example('$0 get connectors "orders-*" -o json', 'some of them, for a script')
      .example('$0 get plugins "*Sink*" --connect http://127.0.0.1:8083', 'without any project')
      .example('$0 get topics', 'which topics the connectors use'),
  run: (args, io) =>
    withConnections(args, io, async (connections) => {
      const selectors = args.selectors ?? [];
      const several = connections.length > 1;
      const show = async <Item extends object>(
        read: (connection: Connection, selectors: readonly string[]) => Promise<readonly Item[]>,
        view: ItemView<Item>,
      ): Promise<number> => {
        const { read: lists, exitCode } = await readEach(connections, io, (connection) => read(connection, selectors));
        const items = lists.flatMap(({ connection, value }) =>
          value.map((item) => (several ? { environment: connection.label, ...item } : item)),
        );
        await printItems(items, several ? withEnvironment(view) : view, args, io);
        return exitCode;
      };
      switch (kindOf(args.kind)) {
        case 'connectors':
          return show(connectorItems, connectorView);
        case 'plugins':
          return show(pluginItems, pluginView);
        case 'topics':
          return show(
            (connection, chosen) => topicItems(connection, chosen, (line) => io.stderr.write(line)),
            topicView,
          );
        case 'loggers':
          return show(loggerItems, loggerView);
      }
    }),
};

function kindOf(text: string): Kind {
  const kind = kinds.find((known) => known === text || known === `${text}s`);
  if (!kind) throw new Failure('CC9001', `There are no ${text} to list`);
  return kind;
}

function withEnvironment<Item>(view: ItemView<Item>): ItemView<Item> {
  return {
    ...view,
    columns: (colors) => [
      { header: 'ENVIRONMENT', read: (item) => (item as { environment?: string }).environment ?? '' },
      ...view.columns(colors),
    ],
  };
}
