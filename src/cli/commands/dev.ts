import { resolve } from 'node:path';
import { createConnectClient } from '../../connect/index.ts';
import { ExitCode, Failure } from '../../core/index.ts';
import { createAdmin } from '../../kafka/index.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { applyProject } from '../dev/apply-project.ts';
import { type DevStack, startDevStack } from '../dev/dev-stack.ts';
import { showFlows, waitUntilQuiet } from '../dev/show-flows.ts';
import { watchProject } from '../dev/watch-project.ts';
import { parseDurationMs } from '../duration.ts';
import { parseListenAddress } from '../listen-address.ts';
import { printFailure } from '../print-failure.ts';
import { findProjectFolder } from '../project.ts';

interface OwnArgs {
  readonly port: number;
  readonly listen: string;
  readonly data: string;
  readonly watch: boolean;
  readonly once: boolean;
  readonly timeout: string;
}

/** Broker, worker and pipelines in one process: what somebody needs to try a change on one machine. */
export const command: Command<OwnArgs> = {
  builder: (yargs) =>
    yargs
      .option('port', { type: 'number', default: 8083, describe: "the worker's REST port", requiresArg: true })
      .option('listen', {
        type: 'string',
        default: '127.0.0.1:9092',
        describe: "the broker's address",
        requiresArg: true,
      })
      .option('data', {
        type: 'string',
        default: '.connectctl',
        describe: 'folder for records and offsets, seen from the project',
        requiresArg: true,
      })
      .option('watch', { type: 'boolean', default: true, describe: 'apply files again when they change' })
      .option('once', { type: 'boolean', default: false, describe: 'end when nothing has moved for 3 s' })
      .option('timeout', {
        type: 'string',
        default: '10m',
        describe: 'for --once: how long at most',
        requiresArg: true,
      })
      .example('$0 dev', "run the project's pipelines here, until Ctrl-C")
      .example('$0 dev --once', 'carry what there is, and end: for a test')
      .example('$0 dev --port 18083 --listen 127.0.0.1:19092', 'beside another Connect and Kafka'),
  run: async (args, io) => {
    const timeoutMs = parseDurationMs('timeout', args.timeout);
    const { host, port: kafkaPort } = parseListenAddress('listen', args.listen);
    if (!Number.isInteger(args.port) || args.port < 0 || args.port > 65_535) {
      throw new Failure('CC9001', '--port takes a number from 0 to 65535');
    }
    const folder = findProjectFolder(args, io);
    // Relative file names in connectors are seen from the worker's folder: make it the project's, wherever dev is run.
    process.chdir(folder);
    const dataDir = resolve(folder, args.data);
    const stack = await startDevStack({ host, kafkaPort, restPort: args.port, dataDir }, args, io);
    try {
      io.stdout.write(
        `Kafka broker on ${stack.bootstrapServer}, Connect REST on ${stack.restUrl}, data in ${args.data}\n\n`,
      );
      return await work(stack, { ...args, project: folder }, io, timeoutMs);
    } finally {
      await stack.close();
    }
  },
};

async function work(stack: DevStack, args: OwnArgs & GlobalArgs, io: CliIo, timeoutMs: number): Promise<number> {
  // A first Ctrl-C lets the request in flight end, so that its change is reported.
  const client = createConnectClient({ urls: [stack.restUrl], signal: io.hardSignal });
  const admin = createAdmin({ bootstrapServers: [stack.bootstrapServer], clientId: 'connectctl-dev' });
  try {
    const changes = args.watch && !args.once ? watchProject(args, io.cwd, io.signal) : undefined;
    const outcome = await applyProject(args, io, stack, client);
    // Up until Ctrl-C is done by Ctrl-C; what --once was to carry is not.
    if (io.signal.aborted) return args.once ? ExitCode.interrupted : ExitCode.done;
    if (args.once) {
      if (outcome === 'failed') return ExitCode.error;
      return (await waitUntilQuiet(client, admin, io, timeoutMs)) ? ExitCode.done : ExitCode.interrupted;
    }
    io.stdout.write(`\nUp until Ctrl-C.${args.watch ? ' Files that change are applied.' : ''}\n`);
    await Promise.all([showFlows(client, admin, io), changes ? reapply(changes, stack, args, io, client) : undefined]);
    io.stdout.write('\nStopped. The next start goes on from the offsets kept.\n');
    return ExitCode.done;
  } finally {
    await admin.close();
    client.close();
  }
}

/** Applies the files again at every change. What goes wrong is printed, and the next change has its chance. */
async function reapply(
  changes: AsyncGenerator<void>,
  stack: DevStack,
  args: OwnArgs & GlobalArgs,
  io: CliIo,
  client: Parameters<typeof applyProject>[3],
): Promise<void> {
  for await (const _ of changes) {
    io.stdout.write('\nThe files have changed.\n');
    try {
      await applyProject(args, io, stack, client);
    } catch (error) {
      if (io.signal.aborted) return;
      printFailure(error, io);
    }
  }
}
