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
    usage: 'init [dir]',
    describe: 'start a project that plans at once',
    load: async () => (await import('./commands/init.ts')).command,
  },
  {
    usage: 'validate',
    describe: 'check the definitions, offline',
    load: async () => (await import('./commands/validate.ts')).command,
  },
  {
    usage: 'resolve',
    describe: 'print what would be sent, as JSON or properties',
    load: async () => (await import('./commands/resolve.ts')).command,
  },
  {
    usage: 'fmt',
    describe: 'write the YAML files in one style, comments kept',
    load: async () => (await import('./commands/fmt.ts')).command,
  },
  {
    usage: 'schema <action>',
    describe: 'pull: save what the plugins of a worker take, for validate and editors',
    load: async () => (await import('./commands/schema.ts')).command,
  },
  {
    usage: 'import [selectors..]',
    describe: 'write the connectors of a worker as pipeline files',
    load: async () => (await import('./commands/import.ts')).command,
  },
  {
    usage: 'plan',
    describe: 'show what apply would do to the live worker',
    load: async () => (await import('./commands/plan.ts')).command,
  },
  {
    usage: 'show <plan>',
    describe: 'show a saved plan',
    load: async () => (await import('./commands/show.ts')).command,
  },
  {
    usage: 'apply [plan]',
    describe: 'do what plan shows, and wait until it is proven',
    load: async () => (await import('./commands/apply.ts')).command,
  },
  {
    usage: 'get <kind> [selectors..]',
    describe: 'list connectors, plugins, topics or loggers',
    load: async () => (await import('./commands/get.ts')).command,
  },
  {
    usage: 'describe <selectors..>',
    describe: 'all about connectors: config, tasks, causes of failures, topics, offsets',
    load: async () => (await import('./commands/describe.ts')).command,
  },
  {
    usage: 'status [selectors..]',
    describe: 'the worker and its connectors at a glance',
    load: async () => (await import('./commands/status.ts')).command,
  },
  {
    usage: 'restart [selectors..]',
    describe: 'restart connectors, their tasks, or what is FAILED',
    load: async () => (await import('./commands/restart.ts')).command,
  },
  {
    usage: 'pause [selectors..]',
    describe: 'pause connectors, and wait until they are',
    load: async () => (await import('./commands/pause.ts')).command,
  },
  {
    usage: 'resume [selectors..]',
    describe: 'set connectors going, and wait until they run',
    load: async () => (await import('./commands/resume.ts')).command,
  },
  {
    usage: 'stop [selectors..]',
    describe: 'end the tasks of connectors, and wait until they are gone',
    load: async () => (await import('./commands/stop.ts')).command,
  },
  {
    usage: 'delete [selectors..]',
    describe: 'delete connectors; asks first',
    load: async () => (await import('./commands/delete.ts')).command,
  },
  {
    usage: 'offsets <action> <connector> [partitions..]',
    describe: 'show, set or reset where a connector reads on',
    load: async () => (await import('./commands/offsets.ts')).command,
  },
  {
    usage: 'plugins [selectors..]',
    describe: 'the plugin classes of a worker, and their config keys',
    load: async () => (await import('./commands/plugins.ts')).command,
  },
  {
    usage: 'logs <topic> [logger] [level]',
    describe: 'show or set log levels of a worker',
    load: async () => (await import('./commands/logs.ts')).command,
  },
  {
    usage: 'doctor',
    describe: 'look at all that connectctl depends on, and say what to do',
    load: async () => (await import('./commands/doctor.ts')).command,
  },
  {
    usage: 'graph [selectors..]',
    describe: 'draw pipelines, connectors and topics as Mermaid, DOT or SVG',
    load: async () => (await import('./commands/graph.ts')).command,
  },
  {
    usage: 'worker <properties> [connectors..]',
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
  {
    usage: 'completion <shell>',
    describe: 'print a script that completes the command line in bash, zsh or fish',
    load: async () => (await import('./commands/completion.ts')).command,
  },
];
