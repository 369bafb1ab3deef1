import { capabilitiesOf } from '../../connect/index.ts';
import { Failure, suggest } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { type Connection, withConnections } from '../connections.ts';
import { type LoggerItem, loggerItems, loggerView } from '../inventory/index.ts';
import { type OutputArgs, outputFlag, printItems } from '../output.ts';

interface LogsArgs extends OutputArgs {
  readonly topic: 'level';
  readonly logger?: string;
  readonly level?: string;
  readonly scope?: 'worker' | 'cluster';
}

const LEVELS = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'];

export const command: Command<LogsArgs> = {
  builder: (yargs) =>
    outputFlag(yargs)
      .positional('topic', { choices: ['level'] as const, describe: 'level: show or set it' })
      .positional('logger', { type: 'string', describe: 'name of a logger or package; root for all' })
      .positional('level', { type: 'string', describe: LEVELS.join('|') })
      .option('scope', {
        choices: ['worker', 'cluster'] as const,
        describe: 'set it on the worker that answers, or on all; the default is cluster from Kafka Connect 3.7 on',
      })
      .usage(
        "$0 logs level [LOGGER [LEVEL]]\n\nThe levels of a worker's loggers. A level that was set is gone when the worker restarts.",
      )
      .example('$0 logs level', 'every logger with a level of its own')
      .example('$0 logs level org.apache.kafka.connect.runtime.WorkerSinkTask DEBUG', 'set one'),
  run: (args, io) =>
    withConnections(args, io, async (connections) => {
      for (const connection of connections) {
        const { logger } = args;
        if (logger === '')
          throw new Failure('CC9001', 'The name of a logger is empty', { help: 'root is all of them.' });
        if (logger !== undefined && args.level !== undefined) {
          io.stdout.write(`${await setLevel(connection, logger, args.level, args.scope)}\n`);
          continue;
        }
        const items = logger === undefined ? await loggerItems(connection, []) : [await oneLogger(connection, logger)];
        await printItems(items, loggerView, args, io);
      }
      return 0;
    }),
};

/** Asked by its name, for a logger without a level of its own shows the one that it inherits. */
async function oneLogger({ client }: Connection, name: string): Promise<LoggerItem> {
  const { level, last_modified: at } = await client.logger(name);
  return { name, level, ...(typeof at === 'number' && { lastModified: new Date(at).toISOString() }) };
}

async function setLevel(
  { client, label }: Connection,
  logger: string,
  text: string,
  wantedScope: 'worker' | 'cluster' | undefined,
): Promise<string> {
  const level = text.toUpperCase();
  if (!LEVELS.includes(level)) {
    const near = suggest(level, LEVELS);
    throw new Failure('CC9001', `"${text}" is no log level`, {
      help: near === undefined ? `Levels: ${LEVELS.join(', ')}` : `Did you mean ${near}?`,
    });
  }
  const { version } = await client.serverInfo();
  // KIP-976 came with initial_state's release, 3.7; before it a scope is taken in silence and ignored.
  const hasScopes = capabilitiesOf(version).initialState;
  if (wantedScope === 'cluster' && !hasScopes) {
    throw new Failure('CC9014', `--scope cluster needs Kafka Connect 3.7, and the worker at ${label} is ${version}`);
  }
  const scope = wantedScope ?? (hasScopes ? 'cluster' : 'worker');
  const changed = await client.setLogLevel(logger, level, scope);
  if (scope === 'cluster') return `${logger} is ${level} on every worker.`;
  return `${logger} is ${level} on ${client.url}${changed.length > 1 ? ` (${changed.length} loggers)` : ''}.`;
}
