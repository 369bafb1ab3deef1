import { setMaxListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import { runCli } from '../../../src/cli/run.ts';
import { type FakeConnect, type FakeOptions, startFakeConnect } from '../../connect/fake-connect.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** A terminal of that many columns on stdout and stderr; without, a pipe. */
  readonly columns?: number;
  /** Lines typed at a terminal; without, nobody can be asked. */
  readonly typed?: string;
  /** A terminal at which nobody types anything. */
  readonly terminal?: boolean;
  /** What a pipe on stdin gives. */
  readonly piped?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  /** A second Ctrl-C. */
  readonly hardSignal?: AbortSignal;
}

/** Runs one command line in this process, as main.ts does. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = options.columns === undefined ? {} : { isTTY: true, columns: options.columns };
  const stdin: PassThrough & { isTTY?: boolean } = new PassThrough();
  if (options.typed !== undefined || options.terminal) stdin.isTTY = true;
  if (!options.terminal) stdin.end(options.typed ?? options.piped ?? '');
  const signal = options.signal ?? new AbortController().signal;
  // As main.ts does.
  const hardSignal = options.hardSignal ?? new AbortController().signal;
  setMaxListeners(0, signal, hardSignal);
  const code = await runCli(argv, {
    stdout: { write: (text) => out.push(text), ...terminal },
    stderr: { write: (text) => err.push(text), ...terminal },
    stdin,
    env: options.env ?? {},
    cwd: options.cwd ?? '/nowhere',
    signal,
    hardSignal,
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

export interface StandIn {
  readonly url: string;
  readonly fake: FakeConnect;
  /** Runs a command line against it. */
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
  close(): Promise<void>;
}

/** A worker's REST contract on loopback, gone when the running test is over. */
export async function startStandIn(options: FakeOptions = {}): Promise<StandIn> {
  const started = await startFakeConnect(options);
  onTestFinished(() => started.close());
  return {
    ...started,
    run: (argv, runOptions) => run([...argv, '--connect', started.url], runOptions),
  };
}

const FILE = 'org.apache.kafka.connect.file.FileStream';

/** A source that writes `topic`. */
export function source(topic: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { 'connector.class': `${FILE}SourceConnector`, file: '/in.txt', topic, ...more };
}

/** A sink that reads `topics`. */
export function sink(topics: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { 'connector.class': `${FILE}SinkConnector`, file: '/out.txt', topics, ...more };
}
