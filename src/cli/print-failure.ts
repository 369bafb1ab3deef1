import { Failure, messageOf } from '../core/index.ts';
import type { CliIo } from './command.ts';

/** One clear message on stderr: code, what happened, what to do. A bug shows its stack with --log-level debug only. */
export function printFailure(error: unknown, io: CliIo): void {
  if (error instanceof Failure) {
    io.stderr.write(`error ${error.code}  ${error.message}\n`);
    if (error.help) io.stderr.write(`  ${error.help}\n`);
    return;
  }
  io.stderr.write(`error  ${messageOf(error)}\n`);
  if (io.env['CONNECTCTL_DEBUG'] && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  else io.stderr.write('  This is a bug in connectctl. CONNECTCTL_DEBUG=1 shows where.\n');
}
