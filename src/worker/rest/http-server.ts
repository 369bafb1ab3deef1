import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../core/index.ts';
import { jsonTextOf } from '../converters/index.ts';
import type { Listener } from '../worker-config/index.ts';
import { accessLine } from './access-log.ts';
import { type Answer, errorAnswer, htmlError } from './answer.ts';
import { refuseBadHttp } from './bad-http.ts';
import type { RawRequest } from './dispatcher.ts';
import type { ResponseHeaders } from './header-rules.ts';
import { originForm } from './request-path.ts';

/** A config of a connector is a few kilobytes; some hold a schema. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_TIMEOUT_MS = 30_000;

export interface HttpApp {
  answer(request: RawRequest): Promise<Answer>;
  /** Headers that go into every answer, beside its own. */
  decorate(headers: ResponseHeaders, request: IncomingMessage): void;
  /** A line about each request that was answered. */
  logAccess(line: string): void;
}

export interface HttpListener {
  /** As bound. */
  readonly port: number;
  /** Until then everything is a plain 404, as while Kafka Connect starts; clients try again on it. */
  serve(app: HttpApp): void;
  /** Takes no more requests; waits for those under way, at most `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

/** Opens a listener. @throws Failure CC9003 where the port is taken */
export async function openListener(listener: Listener, tls: ServerOptions): Promise<HttpListener> {
  let app: HttpApp | null = null;
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    void respond(app, listener.protocol, request, response);
  };
  const limits = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  };
  const server =
    listener.protocol === 'https' ? createTlsServer({ ...tls, ...limits }, handle) : createServer(limits, handle);
  server.on('clientError', refuseBadHttp);
  await listen(server, listener);
  return {
    port: (server.address() as AddressInfo).port,
    serve: (next) => {
      app = next;
    },
    close: (timeoutMs) => close(server, timeoutMs),
  };
}

async function listen(server: Server, { host, port }: Listener): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(bindFailure(error, host, port)));
    server.listen({ port, host: host === '' ? undefined : host }, resolve);
  });
}

function bindFailure(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  const place = `${host === '' ? '*' : host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return new Failure('CC9003', `Port ${port} is taken: the REST API cannot listen on ${place}`, {
      cause: error,
      help: 'Stop what listens there, or give another port in listeners, such as listeners=http://127.0.0.1:8084.',
    });
  }
  return new Failure('CC9003', `The REST API cannot listen on ${place}: ${error.message}`, {
    cause: error,
    help: 'listeners has to name an address of this machine, and a port that may be opened.',
  });
}

async function respond(
  app: HttpApp | null,
  protocol: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startMs = performance.now();
  try {
    const body = await readBody(request);
    const answer = await answerOf(app, protocol, request, body);
    const sizeBytes = send(request, response, answer, app);
    const answered = { status: answer.status, sizeBytes, tookMs: performance.now() - startMs };
    app?.logAccess(accessLine(request, answered, new Date()));
  } catch {
    // The client went away in the middle of its request.
    response.destroy();
  }
}

async function answerOf(
  app: HttpApp | null,
  protocol: string,
  request: IncomingMessage,
  body: Buffer | null,
): Promise<Answer> {
  if (body === null) {
    const answer = errorAnswer(413, `The body is larger than ${MAX_BODY_BYTES} bytes`);
    return { ...answer, headers: { ...answer.headers, connection: 'close' } };
  }
  if (!app) return htmlError(404, 'Not Found');
  return app.answer({
    method: request.method ?? 'GET',
    target: originForm(request.url ?? '/'),
    accept: request.headers.accept,
    contentType: request.headers['content-type'],
    body: jsonTextOf(body),
    baseUrl: `${protocol}://${request.headers.host ?? 'localhost'}`,
  });
}

/** The body; null where it is too large: the rest of it is dropped. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
    if (sizeBytes > 4 * MAX_BODY_BYTES) break;
  }
  return sizeBytes > MAX_BODY_BYTES ? null : Buffer.concat(chunks);
}

/** @returns the size of the body, which HEAD is only told of */
function send(request: IncomingMessage, response: ServerResponse, answer: Answer, app: HttpApp | null): number {
  const headers: ResponseHeaders = { ...answer.headers };
  app?.decorate(headers, request);
  const sizeBytes = Buffer.byteLength(answer.body ?? '');
  if (answer.status !== 204) headers['content-length'] = String(sizeBytes);
  response.writeHead(answer.status, headers);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
  return sizeBytes;
}

async function close(server: Server, timeoutMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
  await closed;
  clearTimeout(timer);
}
