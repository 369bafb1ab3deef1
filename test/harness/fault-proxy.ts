import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EffectLog } from './effects.ts';
import type { FaultKind, FaultRequest } from './faults.ts';

export interface FaultProxy {
  readonly url: string;
  readonly log: EffectLog;
  /** How often each fault was injected. */
  readonly injected: ReadonlyMap<FaultKind, number>;
  /** From now on requests meet the faults that are chosen for them, or with undefined none. */
  arm(choose: ((request: FaultRequest) => FaultKind | undefined) | undefined): void;
  /** Waits until the worker has answered everything that was passed on to it. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Stands before a worker and does to each request what it is armed with. Requests to one connector reach the worker one
 * after the other, also when the client no longer waits: what an earlier one did can be read by the next.
 */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const log = new EffectLog();
  const injected = new Map<FaultKind, number>();
  const seen = new Map<string, number>();
  const underWay = new Map<string, Promise<unknown>>();
  let choose: Parameters<FaultProxy['arm']>[0];

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.keepAliveTimeout = 60_000;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method, path] = [request.method ?? 'GET', request.url ?? '/'];
    const body = await textOf(request);
    const fault = faultFor(method, path);
    if (fault) injected.set(fault, (injected.get(fault) ?? 0) + 1);
    const refusal = fault && refusals[fault];
    if (fault === 'cut-before') request.socket.destroy();
    else if (refusal) response.writeHead(refusal.status, { 'content-type': refusal.type }).end(refusal.body);
    else answer(request, response, await inTurn(method, path, body), fault);
  }

  function faultFor(method: string, path: string): FaultKind | undefined {
    if (!choose) return undefined;
    const key = `${method} ${path}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return choose({ method, path, nth });
  }

  function inTurn(method: string, path: string, body: string): Promise<WorkerAnswer> {
    const name = connectorOf(method, path, body);
    const before = underWay.get(name) ?? Promise.resolve();
    const done = before.then(() => passOn(method, path, body));
    // Reads of the whole worker wait for nobody, and nobody for them.
    if (name === '') return passOn(method, path, body);
    underWay.set(
      name,
      done.catch(() => undefined),
    );
    return done;
  }

  async function passOn(method: string, path: string, body: string): Promise<WorkerAnswer> {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const got = await fetch(target + path, { method, headers, ...(body !== '' && { body }) });
    const text = await got.text();
    if (got.ok) log.take(method, path, body);
    return { status: got.status, type: got.headers.get('content-type') ?? 'application/json', body: text };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    injected,
    arm: (next) => {
      choose = next;
      seen.clear();
    },
    settle: async () => void (await Promise.all(underWay.values())),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface WorkerAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const error = (status: number, message: string): WorkerAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify({ error_code: status, message }),
});

/** What is answered in place of the worker. */
const refusals: Readonly<Partial<Record<FaultKind, WorkerAnswer>>> = {
  rebalance: error(
    409,
    'Cannot complete request momentarily due to stale configuration (typically caused by a rebalance)',
  ),
  'rebalance-500': error(500, 'Request cannot be completed because a rebalance is expected'),
  exists: error(409, 'Connector of this name already exists'),
  'error-passes': error(500, 'Request timed out'),
  'error-lasts': error(500, 'Failed to write to the config topic: java.util.concurrent.ExecutionException'),
  gateway: { status: 503, type: 'text/html', body: '<html><body>503 Service Unavailable</body></html>' },
  // RestClient.httpRequest and HerderRequestHandler.completeOrForwardRequest.
  'no-leader': error(
    409,
    'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.',
  ),
  'leader-gone': error(500, 'IO Error trying to forward REST request: java.net.ConnectException: Connection refused'),
  'html-404': { status: 404, type: 'text/html', body: '<html><body><h2>HTTP ERROR 404</h2></body></html>' },
};

function answer(request: IncomingMessage, response: ServerResponse, got: WorkerAnswer, fault?: FaultKind): void {
  switch (fault) {
    case 'cut-after':
      request.socket.destroy();
      return;
    case 'late':
      // The client goes first, at its timeout.
      return;
    case 'half-body': {
      const bytes = Buffer.from(got.body);
      response.writeHead(got.status, { 'content-type': got.type, 'content-length': Math.max(bytes.length, 2) });
      response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy());
      if (bytes.length < 2) request.socket.destroy();
      return;
    }
    case 'leader-dies': {
      const { status, type, body } = error(500, 'IO Error trying to forward REST request: java.io.EOFException');
      response.writeHead(status, { 'content-type': type }).end(body);
      return;
    }
    case 'malformed':
      response.writeHead(got.status, { 'content-type': got.type }).end(got.status === 204 ? '' : '{"name": "x", "con');
      return;
    default:
      response.writeHead(got.status, { 'content-type': got.type }).end(got.body);
  }
}

/** Empty for what concerns no single connector. */
function connectorOf(method: string, path: string, body: string): string {
  if (method === 'POST' && path === '/connectors') return (JSON.parse(body) as { name: string }).name;
  return decodeURIComponent(/^\/connectors\/([^/?]+)/.exec(path)?.[1] ?? '');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
