import { setMaxListeners } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Failure } from '../core/index.ts';
import { ClientConnection } from './client-connection.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { GroupCoordinator } from './groups/group-coordinator.ts';
import type { BrokerState } from './handler.ts';
import { TopicCatalogue } from './topics/topic-catalogue.ts';
import { TransactionCoordinator } from './transactions/transaction-coordinator.ts';

export interface BrokerOptions {
  /** Where to listen, such as `127.0.0.1`. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Made when it is not there. */
  readonly dataDir: string;
  /** Closes the broker when aborted. */
  readonly signal?: AbortSignal;
  /** Hears one line each: repairs, connections that were closed. */
  readonly log?: (message: string) => void;
  /** A new log file is begun past this size; 128 MiB unless given. */
  readonly segmentBytes?: number;
  /** Group members live in this process, so those of before are gone. Else they are waited for, as by Kafka. */
  readonly areMembersGone?: boolean;
}

export interface RunningBroker {
  readonly host: string;
  readonly port: number;
  readonly clusterId: string;
  /** Ends every connection and flushes the logs to disk. */
  close(): Promise<void>;
}

const NODE_ID = 1;
const SEGMENT_BYTES = 128 * 1024 * 1024;

/**
 * Starts the embedded broker. Failure CC9003 when the port is taken, CC6301 while another broker uses the data
 * folder, CC9002 when that cannot be made.
 */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
  const log = options.log ?? (() => undefined);
  const closing = new AbortController();
  // Every fetch that waits for records listens to it.
  setMaxListeners(0, closing.signal);
  const server = createServer();
  const port = await listen(server, options.host, options.port);
  try {
    const { state, close: closeState } = openState(options, port, closing.signal, log);
    const connections = new Set<ClientConnection>();
    server.on('connection', (socket) => {
      const connection = new ClientConnection(socket, state, advertisedHost(options.host, socket), log);
      connections.add(connection);
      socket.on('close', () => connections.delete(connection));
    });
    const close = once(async () => {
      closing.abort();
      for (const connection of connections) connection.close();
      await closeServer(server);
      closeState();
    });
    if (options.signal?.aborted) await close();
    options.signal?.addEventListener('abort', () => void close(), { once: true });
    return { host: options.host, port, clusterId: state.topics.clusterId, close };
  } catch (error) {
    await closeServer(server);
    throw error;
  }
}

/** Connections that came before this was done wait in the server's queue: nothing is lost but a moment. */
function openState(options: BrokerOptions, port: number, closing: AbortSignal, log: (message: string) => void) {
  const { dataDir, segmentBytes = SEGMENT_BYTES } = options;
  const unlock = lockDataDir(dataDir);
  try {
    const topics = new TopicCatalogue(dataDir, { segmentBytes }, log);
    const files = { offsets: join(dataDir, 'offsets.journal'), members: join(dataDir, 'groups.journal') };
    const groups = new GroupCoordinator(files, options.areMembersGone);
    const transactions = new TransactionCoordinator(join(dataDir, 'transactions.journal'), topics, groups.offsets);
    const state: BrokerState = { nodeId: NODE_ID, port, topics, groups, transactions, closing };
    const close = () => {
      transactions.close();
      groups.close();
      topics.close();
      unlock();
    };
    return { state, close };
  } catch (error) {
    unlock();
    throw error;
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, host, port)));
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  if (error.code !== 'EADDRINUSE') {
    return new Failure('CC9003', `The broker cannot listen on ${host}:${port}: ${error.message}`, { cause: error });
  }
  return new Failure('CC9003', `Port ${port} on ${host} is taken, so the Kafka broker cannot listen there`, {
    cause: error,
    help: 'Stop what listens there, or choose another port with --listen HOST:PORT.',
  });
}

/** Clients come back to the address they are told; on a wildcard that is the one they reached us by. */
function advertisedHost(host: string, socket: Socket): string {
  const isWildcard = host === '0.0.0.0' || host === '::' || host === '';
  return isWildcard ? (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '') : host;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= act();
    return running;
  };
}
