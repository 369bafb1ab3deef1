import { runProcess, tellUnwritable } from './run-process.ts';
import { version } from './version.ts';

if (process.argv.length === 3 && process.argv[2] === '--version') {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Who reads may have had enough, as of `| true`.
    if (error.code === 'EPIPE') return;
    tellUnwritable(error);
    process.exitCode = 1;
  });
  process.stdout.write(`${version}\n`);
} else {
  await runProcess(async () => (await import('./run.ts')).runCli);
}
