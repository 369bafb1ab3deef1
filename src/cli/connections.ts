import { type ConnectClient, ConnectFailure } from '../connect/index.ts';
import { ExitCode, Failure, sensitiveKeyTest } from '../core/index.ts';
import type { Resolution, ResolvedEnvironment } from '../definition/index.ts';
import { type ClientLimits, clientOfUrl } from './client-of.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import { printFailure } from './print-failure.ts';
import { openProjectConnections } from './project-connections.ts';

/** One Connect cluster that a command works on: an environment of the project, or what --connect names. */
export interface Connection {
  /** The environment's name, or the URL. */
  readonly label: string;
  readonly client: ConnectClient;
  /** Undefined with --connect. */
  readonly environment: ResolvedEnvironment | undefined;
  /** The folder of connectctl.yaml; undefined with --connect. */
  readonly folder: string | undefined;
  /** Whether a config key holds a secret by its name, the project's `sensitive` included. */
  isSensitiveKey(key: string): boolean;
  /** What the files say, read when first asked for; undefined with --connect. */
  resolution(): Promise<Resolution | undefined>;
}

export interface ConnectionOptions {
  /** For one try on one URL; the client's own default (95 s) unless told. */
  readonly timeoutMs?: number;
  /** How long requests wait for a rebalance of the workers to end; a minute unless told, and not at all for 0. */
  readonly rebalanceMs?: number;
  /** Ends requests; the first Ctrl-C unless told. What writes takes `hardSignal`, to finish what is under way. */
  readonly signal?: AbortSignal;
}

/**
 * Opens what --connect or -e name (the default environment without either), runs `use` and lets go of the connections.
 * A first Ctrl-C ends it with exit code 130.
 */
export async function withConnections(
  args: GlobalArgs,
  io: CliIo,
  use: (connections: readonly Connection[]) => Promise<number>,
  options: ConnectionOptions = {},
): Promise<number> {
  const { rebalanceMs = 60_000, ...limits } = options;
  const rebalance = { timeoutMs: rebalanceMs, signal: io.signal, onWait: onceToldOf(io) };
  const connections = await openConnections(args, io, { signal: io.signal, ...limits, rebalance });
  try {
    return await use(connections);
  } catch (error) {
    if (error instanceof ConnectFailure && error.kind === 'stopped') throw interrupted(error);
    throw error;
  } finally {
    for (const { client } of connections) client.close();
  }
}

/** What reading each cluster gave; the exit code is 1 when one of several could not be read. */
export interface ReadEach<T> {
  readonly read: readonly { readonly connection: Connection; readonly value: T }[];
  readonly exitCode: number;
}

/**
 * Reads the clusters at once. Of several, one that is down is told on stderr and does not hide the others; a single one
 * throws.
 */
export async function readEach<T>(
  connections: readonly Connection[],
  io: CliIo,
  read: (connection: Connection) => Promise<T>,
): Promise<ReadEach<T>> {
  const results = await Promise.allSettled(connections.map(read));
  const values: { connection: Connection; value: T }[] = [];
  let exitCode: number = ExitCode.done;
  for (const [i, result] of results.entries()) {
    const connection = connections[i]!;
    if (result.status === 'fulfilled') values.push({ connection, value: result.value });
    else if (connections.length === 1 || !(result.reason instanceof Failure) || io.signal.aborted) throw result.reason;
    else {
      io.stderr.write(`${connection.label}: `);
      printFailure(result.reason, io);
      exitCode = ExitCode.error;
    }
  }
  return { read: values, exitCode };
}

async function openConnections(args: GlobalArgs, io: CliIo, limits: ClientLimits): Promise<readonly Connection[]> {
  if (args.connect === undefined) return openProjectConnections(args, io, limits);
  if (args.env) throw new Failure('CC9001', '--connect and --env name two different workers: give one of them');
  const client = clientOfUrl(args.connect, limits);
  const isSensitiveKey = sensitiveKeyTest();
  return [
    {
      // Of several URLs the one that answers, which is known only then.
      get label() {
        return client.url;
      },
      client,
      environment: undefined,
      folder: undefined,
      isSensitiveKey,
      resolution: async () => undefined,
    },
  ];
}

/** Many requests may meet the same rebalance. */
function onceToldOf(io: CliIo): () => void {
  let isTold = false;
  return () => {
    if (!isTold) io.stderr.write('The workers are rebalancing: waiting for the end of it …\n');
    isTold = true;
  };
}

function interrupted(cause: unknown): Failure {
  return new Failure('CC9010', 'Stopped.', { cause, exitCode: ExitCode.interrupted });
}
