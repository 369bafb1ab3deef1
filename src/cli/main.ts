import { interruptSignals } from './interrupt.ts';
import { version } from './version.ts';

if (process.argv.length === 3 && process.argv[2] === '--version') {
  process.stdout.write(`${version}\n`);
} else {
  // `connectctl get connectors | head -1`: who reads has had enough, and that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  const { runCli } = await import('./run.ts');
  const { signal, hardSignal } = interruptSignals();
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
