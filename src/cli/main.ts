import { runProcess } from './run-process.ts';
import { version } from './version.ts';

if (process.argv.length === 3 && process.argv[2] === '--version') {
  process.stdout.write(`${version}\n`);
} else {
  await runProcess(async () => (await import('./run.ts')).runCli);
}
