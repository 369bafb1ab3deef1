import { Failure, messageOf } from '../core/index.ts';
import { printableLines } from '../render/index.ts';
import type { CliIo } from './command.ts';

/** One clear message on stderr: code, what happened, what to do. A bug shows its stack with --log-level debug only. */
export function printFailure(error: unknown, io: CliIo): void {
  if (error instanceof Failure) {
    // A message may quote a worker, or a file.
    io.stderr.write(`error ${error.code}  ${printableLines(error.message)}\n`);
    if (error.help) io.stderr.write(`  ${printableLines(error.help)}\n`);
    return;
  }
  io.stderr.write(`error  ${printableLines(messageOf(error))}\n`);
  if (io.env['CONNECTCTL_DEBUG'] && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  else io.stderr.write('  This is a bug in connectctl. CONNECTCTL_DEBUG=1 shows where.\n');
}
