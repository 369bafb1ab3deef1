import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What stands before workers in most companies: it lets through what meets its demand and answers 401 to the rest. */
export interface Demand {
  /** The request headers that have to be there, as they have to be. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Its certificate and key, and, with requestCert, whom it trusts. */
  readonly tls?: ServerOptions;
}

/** Starts one before the worker at `onward`; gives its port. Gone when the running test is over. */
export async function startGateway(onward: string, { headers = {}, tls }: Demand): Promise<number> {
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const isRefused = Object.entries(headers).some(([name, value]) => request.headers[name] !== value);
    if (isRefused) return void response.writeHead(401, { 'www-authenticate': 'Basic' }).end('<h1>Who are you?</h1>');
    const { authorization: _, ...rest } = request.headers;
    const target = send(`${onward}${request.url}`, { method: request.method, headers: rest }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    target.once('error', () => response.destroy());
    request.pipe(target);
  };
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return (server.address() as AddressInfo).port;
}
