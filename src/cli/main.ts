import { interruptSignals } from './interrupt.ts';
import { version } from './version.ts';

if (process.argv.length === 3 && process.argv[2] === '--version') {
  process.stdout.write(`${version}\n`);
} else {
  const { signal, hardSignal, readerGone } = interruptSignals();
  // `connectctl get connectors | head -1`: who reads has had enough, and that is no error of ours. An apply may be under
  // way, though (`apply | tee log`, where Ctrl-C ends tee as well): its requests are finished, and its exit code is kept.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      readerGone();
    });
  }
  const { runCli } = await import('./run.ts');
  process.exitCode = await runCli(process.argv.slice(2), {
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
  // Nothing that a command left open (a kept-alive connection, a watched terminal) may hold the process.
  process.exit();
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
