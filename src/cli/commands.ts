import type { Command } from './command.ts';

export interface CommandEntry {
  /** yargs' command string: name and positionals. */
  readonly usage: string;
  readonly describe: string;
  load(): Promise<Command<never>>;
}

/** Every command: the line that --help shows, and its file, loaded only when it is the one to run. */
export const commands: readonly CommandEntry[] = [
  {
    usage: 'validate',
    describe: 'check the definitions, offline',
    load: async () => (await import('./commands/validate.ts')).command,
  },
  {
    usage: 'plan',
    describe: 'show what apply would do to the live worker',
    load: async () => (await import('./commands/plan.ts')).command,
  },
  {
    usage: 'apply',
    describe: 'do what plan shows, and wait until it is proven',
    load: async () => (await import('./commands/apply.ts')).command,
  },
  {
    usage: 'worker <worker.properties> [connectors..]',
    describe: 'run the built-in worker: connect-standalone without Java',
    load: async () => (await import('./commands/worker.ts')).command,
  },
  {
    usage: 'broker',
    describe: 'run the embedded Kafka broker, on one machine',
    load: async () => (await import('./commands/broker.ts')).command,
  },
  {
    usage: 'dev',
    describe: 'broker, worker and apply in one, with the files watched',
    load: async () => (await import('./commands/dev.ts')).command,
  },
];
