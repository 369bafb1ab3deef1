import type { CliIo } from './command.ts';
import { interruptSignals } from './interrupt.ts';

/** Runs a program of this package as the whole process: its streams, its signals, its exit code. */
export async function runProcess(
  load: () => Promise<(argv: readonly string[], io: CliIo) => Promise<number>>,
): Promise<never> {
  const { signal, hardSignal, readerGone } = interruptSignals();
  // `connectctl get connectors | head -1`: who reads has had enough, and that is no error of ours. An apply may be under
  // way, though (`apply | tee log`, where Ctrl-C ends tee as well): its requests are finished, and its exit code is kept.
  // A full disk (`apply > log`) ends it in the same way, and is told.
  let isUnwritable = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && !isUnwritable) {
        isUnwritable = true;
        if (stream === process.stdout) tellUnwritable(error);
      }
      readerGone();
    });
  }
  const run = await load();
  const code = await run(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    signal,
    hardSignal,
  });
  await flushed(process.stdout);
  await flushed(process.stderr);
  process.exitCode = isUnwritable && code === 0 ? 1 : code;
  // Nothing that a command left open (a kept-alive connection, a watched terminal) may hold the process.
  process.exit();
}

/** `connectctl --version > /dev/full`. */
export function tellUnwritable(error: Error): void {
  process.stderr.write(`error CC9002  the output cannot be written: ${error.message}\n`);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
