import { ExitCode } from '../../core/index.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { type Connection, withConnections } from '../connections.ts';
import { PLUGIN_FOLDER, writePluginFiles } from '../plugin-schemas/index.ts';
import { findProjectFolder } from '../project.ts';
import { type PulledPlugins, pullPlugins } from '../worker-plugins/index.ts';

interface SchemaArgs {
  readonly action: 'pull';
  readonly probe: boolean;
}

/** Saves what the plugins of a worker take, so that `validate` and editors know it without a worker. */
export const command: Command<SchemaArgs> = {
  builder: (yargs) =>
    yargs
      .positional('action', {
        choices: ['pull'] as const,
        describe: 'pull: save what the worker has',
        demandOption: true,
      })
      .option('probe', {
        type: 'boolean',
        default: false,
        describe: 'also ask for the values that keys allow: up to three validations a class, which create nothing',
      })
      .example('$0 schema pull -e prod', `save the plugin definitions of an environment in ${PLUGIN_FOLDER}`)
      .example('$0 schema pull --probe', 'with the allowed values, as far as the error messages tell them'),
  run: (args, io) => {
    const folder = findProjectFolder(args, io);
    return withConnections(args, io, async (connections) => {
      // In turn: what a later worker has of a class stands, whichever answers first.
      for (const connection of connections) await pull(connection, folder, args, io);
      return ExitCode.done;
    });
  },
};

async function pull(connection: Connection, folder: string, args: SchemaArgs & GlobalArgs, io: CliIo): Promise<void> {
  const { definitions, problems } = await pullPlugins(connection.client, { probe: args.probe });
  const { added, changed, unchanged } = await writePluginFiles(folder, definitions);
  for (const [sign, names] of [
    ['+', added],
    ['~', changed],
  ] as const) {
    for (const name of names) io.stdout.write(`${sign} ${name}\n`);
  }
  printProblems(problems, io);
  io.stdout.write(
    `${definitions.length} plugin classes of ${connection.label} in ${PLUGIN_FOLDER}: ` +
      `${added.length} added, ${changed.length} changed, ${unchanged} unchanged.\n`,
  );
  if (added.length > 0) {
    io.stderr.write(
      '`connectctl fmt` lets editors complete their keys; `connectctl validate` checks them from now on.\n',
    );
  }
}

function printProblems(problems: PulledPlugins['problems'], io: CliIo): void {
  for (const { className, message } of problems) io.stderr.write(`warning  ${className} is left out: ${message}\n`);
}
