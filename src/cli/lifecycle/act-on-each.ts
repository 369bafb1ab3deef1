import { ConnectFailure, isCallMissing } from '../../connect/index.ts';
import { ExitCode, Failure } from '../../core/index.ts';
import { colorsFor } from '../colors.ts';
import type { CliIo, GlobalArgs } from '../command.ts';
import type { Connection } from '../connections.ts';
import { inParallel } from '../in-parallel.ts';
import { type LiveConnector, wordsAbout } from '../inventory/index.ts';
import { type OutputArgs, printData } from '../output.ts';
import { printReportLine, printSummary } from './report.ts';

/** What became of one connector. */
export interface ActResult {
  readonly name: string;
  /** With several environments. */
  readonly environment?: string;
  readonly result: 'done' | 'failed';
  /** `paused`, `already paused`, or what went wrong. */
  readonly message: string;
  /** The cause lines of a FAILED part's trace. */
  readonly cause?: readonly string[];
  /** What to do about it. */
  readonly help?: string;
}

export interface Target {
  readonly connection: Connection;
  readonly connector: LiveConnector;
}

export type ActArgs = OutputArgs & GlobalArgs & { readonly parallelism: number };

/**
 * Acts on connectors, some at a time, with a report line for each as it ends and a summary; what fails does not stop the
 * others. Returns the exit code: 1 when any failed, 130 after a Ctrl-C, which finishes what is under way.
 */
export async function actOnEach(
  targets: readonly Target[],
  act: (target: Target) => Promise<Omit<ActResult, 'name' | 'environment'>>,
  done: string,
  args: ActArgs,
  io: CliIo,
): Promise<number> {
  const several = new Set(targets.map(({ connection }) => connection.label)).size > 1;
  const colors = colorsFor(args, io);
  const results = await inParallel(targets, args.parallelism, async (target) => {
    const outcome = io.signal.aborted
      ? NOT_STARTED
      : await act(target).catch((error: unknown) => failedResult(error, target));
    const result: ActResult = {
      name: target.connector.name,
      ...(several && { environment: target.connection.label }),
      ...outcome,
    };
    if (args.output === 'table') printReportLine(result, colors, io);
    if (args.output === 'name' && result.result === 'done') io.stdout.write(`${result.name}\n`);
    return result;
  });
  if (args.output === 'json' || args.output === 'yaml') await printData(results, args.output, io);
  if (args.output === 'name')
    for (const result of results)
      if (result.result === 'failed') printReportLine(result, colors, { ...io, stdout: io.stderr });
  if (args.output === 'table') printSummary(results, done, io);
  if (io.signal.aborted) return ExitCode.interrupted;
  return results.some(({ result }) => result === 'failed') ? 1 : 0;
}

const NOT_STARTED = { result: 'failed', message: 'not asked for: stopped by Ctrl-C' } as const;

const CUT_OFF = {
  result: 'failed',
  message: 'stopped before the worker had answered: it is unknown whether it was done',
  help: '`connectctl status` shows what came of it.',
} as const;

/** One connector's failure, and what a second Ctrl-C leaves open, are lines of the report; a bug ends the command. */
async function failedResult(error: unknown, { connection, connector }: Target): Promise<Omit<ActResult, 'name'>> {
  if (!(error instanceof Failure)) throw error;
  if (error instanceof ConnectFailure && error.kind === 'stopped') return error.isRead ? NOT_STARTED : CUT_OFF;
  // A failure without words of the worker quotes nothing: there is no need to ask for its passwords' names.
  const isQuoting = error instanceof ConnectFailure && error.apiMessage !== '';
  const words = isQuoting ? await wordsAbout(connection, connector) : (text: string) => text;
  return {
    result: 'failed',
    message: words(ownWords(error) ?? error.message),
    ...(error.help !== undefined && { help: error.help }),
  };
}

/** Connect's own message, which says most; a call that it lacks it answers with `HTTP 405 Method Not Allowed`. */
function ownWords(error: Failure): string | undefined {
  const isMissing: boolean = isCallMissing(error);
  return error instanceof ConnectFailure && error.apiMessage !== '' && !isMissing ? error.apiMessage : undefined;
}
