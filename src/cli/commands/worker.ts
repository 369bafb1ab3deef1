import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure, type FlatConfig, messageOf } from '../../core/index.ts';
import {
  jsonLine,
  type LevelName,
  type Logger,
  LogLevels,
  parseProperties,
  type Standalone,
  startStandalone,
  TextLogger,
  textLine,
} from '../../worker/index.ts';
import type { CliIo, Command } from '../command.ts';
import { printFailure } from '../print-failure.ts';

interface WorkerArgs {
  readonly properties: string;
  readonly connectors?: readonly string[];
  readonly logFormat: 'text' | 'json';
}

/** Kafka Connect's: a worker file that cannot be read is a worker that cannot be built. */
const NOT_BUILT = 2;

export const command: Command<WorkerArgs> = {
  builder: (yargs) =>
    yargs
      .positional('properties', {
        type: 'string',
        describe: 'the worker, as for connect-standalone; "" for no settings at all',
      })
      .positional('connectors', {
        type: 'string',
        array: true,
        describe: 'connectors to start with: properties or JSON files',
      })
      .option('log-format', {
        choices: ['text', 'json'] as const,
        default: 'text' as const,
        describe: "lines on stderr: Kafka Connect's, or one JSON object each",
      })
      .example('$0 worker worker.properties', 'REST on http://127.0.0.1:8083, connectors come over it')
      .example('$0 worker worker.properties source.properties sink.json', 'the same, with two connectors'),
  async run(args, io) {
    const logLevels = new LogLevels(args.logLevel.toUpperCase() as LevelName);
    const format = args.logFormat === 'json' ? jsonLine : textLine;
    const log = new TextLogger(logLevels, (text) => io.stderr.write(text), 'connectctl', '', format);
    try {
      return await runWorker(args, log, logLevels, io);
    } catch (error) {
      if (io.signal.aborted && !(error instanceof Failure && error.exitCode === 3)) return 0;
      if (!(error instanceof Failure)) throw error;
      // Who reads JSON lines must not meet another one at the end.
      if (args.logFormat === 'json') log.error(`${error.code} ${error.message}${error.help ? ` ${error.help}` : ''}`);
      else printFailure(error, io);
      return error.exitCode;
    }
  },
};

async function runWorker(args: WorkerArgs, log: Logger, logLevels: LogLevels, io: CliIo): Promise<number> {
  const workerProps = await readWorkerFile(args.properties, io.cwd);
  const release = keepRunning(log);
  try {
    return await runUntilStopped(args, log, logLevels, workerProps, io);
  } finally {
    release();
  }
}

async function runUntilStopped(
  args: WorkerArgs,
  log: Logger,
  logLevels: LogLevels,
  workerProps: FlatConfig,
  io: CliIo,
): Promise<number> {
  const worker = await startStandalone({
    workerProps,
    connectorFiles: (args.connectors ?? []).map((path) => resolve(io.cwd, path)),
    log,
    logLevels,
    signal: io.signal,
    env: io.env,
  });
  await aborted(io.signal);
  await closeUnlessHard(worker, io.hardSignal);
  return 0;
}

/**
 * A plugin that throws where nobody waits for it must not end the others: in Java only its thread would end. Nor must
 * SIGQUIT, by which people ask a JVM for its threads.
 */
function keepRunning(log: Logger): () => void {
  const explain = () => log.warn('SIGQUIT shows no threads here; GET /connectors?expand=status tells what runs');
  const report = (error: unknown) => {
    // Standard error itself is gone: there is nowhere to say it.
    if ((error as NodeJS.ErrnoException | null)?.code !== 'EPIPE') log.error('Uncaught error', error);
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  process.on('SIGQUIT', explain);
  return () => {
    process.off('SIGQUIT', explain);
    process.off('uncaughtException', report);
    process.off('unhandledRejection', report);
  };
}

async function readWorkerFile(path: string, cwd: string): Promise<FlatConfig> {
  if (path === '') return {};
  try {
    return parseProperties(await readFile(resolve(cwd, path)));
  } catch (error) {
    throw new Failure('CC9002', `${path} cannot be read: ${messageOf(error)}`, {
      cause: error,
      exitCode: NOT_BUILT,
      help: 'Give the path of a worker.properties file.',
    });
  }
}

/** A further Ctrl-C ends the process at once; sources then read again what was not flushed. */
async function closeUnlessHard(worker: Standalone, hardSignal: AbortSignal): Promise<void> {
  await Promise.race([worker.close(), aborted(hardSignal)]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
