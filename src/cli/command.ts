import type { Argv } from 'yargs';

/** The size is that of the terminal now; it changes with its window. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a command may touch of the process; tests hand in their own. */
export interface CliIo {
  readonly stdout: OutputStream & { readonly rows?: number };
  readonly stderr: OutputStream;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths on the command line start. */
  readonly cwd: string;
  /** Aborted by the first Ctrl-C or SIGTERM; a second one within 1 s is the same one (npm passes it on). */
  readonly signal: AbortSignal;
  /** Aborted by a further Ctrl-C: stop now and say what is unknown. */
  readonly hardSignal: AbortSignal;
}

/** The flags that every command takes. */
export interface GlobalArgs {
  readonly project?: string;
  readonly env?: readonly string[];
  readonly connect?: string;
  readonly var?: readonly string[];
  readonly color: 'auto' | 'always' | 'never';
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug' | 'trace';
}

/** One command, one file under commands/: its own flags, and what it does. */
export interface Command<A = unknown> {
  /** Positionals and flags of its own, with examples. */
  builder(yargs: Argv): Argv;
  /** Returns the exit code. Throws a Failure for what broke; main prints it. */
  run(args: A & GlobalArgs, io: CliIo): Promise<number>;
}
