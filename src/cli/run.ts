import yargs, { type Argv } from 'yargs';
import { ExitCode, Failure } from '../core/index.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import { commands } from './commands.ts';
import { printFailure } from './print-failure.ts';
import { usageFailure } from './usage-failure.ts';
import { version } from './version.ts';

/** Runs one command line and returns its exit code; writes nowhere but to `io`. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let exitCode: number = ExitCode.done;
  // Kept apart from what yargs throws: its own mistakes and the command line's reach `fail` as plain errors alike.
  let thrown: { readonly error: unknown } | undefined;
  const parser: Argv<GlobalArgs> = globalFlags(yargs([...argv]));
  try {
    parser
      .scriptName('connectctl')
      .usage('$0 COMMAND [flags]\n\nKafka Connect pipelines as code: plan, apply, and a built-in worker.')
      .version(version)
      .help()
      .alias('h', 'help')
      .strict()
      .demandCommand(1, 'Name a command. `connectctl --help` lists them.')
      .wrap(Math.min(100, io.stdout.columns || 100))
      .exitProcess(false)
      .fail((message, error) => {
        throw usageFailure(error ?? message, argv, flagNames(parser));
      });
    for (const entry of commands) {
      parser.command(
        entry.usage,
        entry.describe,
        async (y: Argv) => (await entry.load()).builder(y),
        async (args) => {
          try {
            refuseRepeated(parser, args, argv);
            exitCode = await (await entry.load()).run(args as never, io);
          } catch (error) {
            thrown = { error };
          }
        },
      );
    }
    withoutCachedHelp(parser);
    const print = (_error: unknown, _args: unknown, output: string): void => {
      if (output) io.stdout.write(`${output}\n`);
    };
    // With a callback yargs renders its whole help on every run, which took half of a short command's time.
    await (argv.some((word) => PRINTING.test(word)) ? parser.parseAsync([...argv], {}, print) : parser.parseAsync());
    if (thrown) throw (thrown as { readonly error: unknown }).error;
  } catch (caught) {
    // Behind an asynchronous builder yargs throws its own finds past `fail`.
    const error =
      caught instanceof Error && caught.name === 'YError' ? usageFailure(caught, argv, flagNames(parser)) : caught;
    printFailure(error, io);
    return error instanceof Failure ? error.exitCode : ExitCode.error;
  }
  return exitCode;
}

/**
 * yargs renders the help of each command that it has started, for a later message that is never printed here: while the
 * first requests wait to be written. `fail` is our own, and `--help` is rendered when it is asked for.
 */
function withoutCachedHelp(parser: Argv): void {
  // Not among the declared types.
  const internal = parser as unknown as {
    getInternalMethods(): { getUsageInstance(): { cacheHelpMessage(): void } };
  };
  internal.getInternalMethods().getUsageInstance().cacheHelpMessage = () => undefined;
}

/** Words at which yargs itself prints: the short ones may stand in a group, as in `-hC dir`. */
const PRINTING = /^(?:--help|--version|-\w*h\w*)$/;

/** Where a flag of one value is written twice, yargs makes a list of what the command takes for one value. */
function refuseRepeated(parser: Argv, args: Readonly<Record<string, unknown>>, argv: readonly string[]): void {
  // Not among the declared types: the names that a command line may give several times.
  const { array } = (parser as unknown as { getOptions(): { readonly array: readonly string[] } }).getOptions();
  const repeated = Object.keys(args).find(
    (name) => name.length > 1 && name !== '--' && Array.isArray(args[name]) && !array.includes(name),
  );
  if (repeated !== undefined) {
    throw usageFailure(`--${repeated} is written twice, and takes one value`, argv, flagNames(parser));
  }
}

/** What yargs knows at this moment: the flags of every command and of the one that is being read, and its positionals. */
function flagNames(parser: Argv): readonly string[] {
  const { key } = (
    parser as unknown as { getOptions(): { readonly key: Readonly<Record<string, boolean>> } }
  ).getOptions();
  return Object.keys(key);
}

/** The flags of every command; completion reads them too. */
export function globalFlags(parser: Argv): Argv<GlobalArgs> {
  return parser
    .option('project', {
      alias: 'C',
      type: 'string',
      describe: 'folder that holds connectctl.yaml; found upwards from here',
      requiresArg: true,
    })
    .option('env', {
      alias: 'e',
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'environment, or a glob of them; repeats',
    })
    .option('connect', { type: 'string', describe: 'URL of a Connect worker, without any project', requiresArg: true })
    .option('var', { type: 'string', array: true, nargs: 1, describe: 'k=v, stronger than any file; repeats' })
    .option('color', {
      choices: ['auto', 'always', 'never'] as const,
      default: 'auto' as const,
      describe: 'auto: on a terminal, as NO_COLOR and FORCE_COLOR say',
    })
    .option('log-level', {
      choices: ['error', 'warn', 'info', 'debug', 'trace'] as const,
      default: 'info' as const,
      describe: "of a worker's log; debug: with the stack of a bug, too",
    }) as unknown as Argv<GlobalArgs>;
}
