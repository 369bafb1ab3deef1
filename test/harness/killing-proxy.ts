import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KillingProxy {
  readonly url: string;
  /** `METHOD path` of the request after which it has killed; undefined: the client came to its end before. */
  killedAfter(): string | undefined;
  close(): Promise<void>;
}

export interface KillOptions {
  /** Kills after this many of the requests that count, from 1; one that meets a rebalance does not. */
  readonly nth: number;
  /** Whether a request counts. */
  counts(method: string, path: string): boolean;
  /** Ends the client at once. */
  kill(): void;
}

/** Stands before a worker. Once it has carried out the nth request, the client is killed before it hears of it. */
export async function startKillingProxy(target: string, { nth, counts, kill }: KillOptions): Promise<KillingProxy> {
  let seen = 0;
  let killedAfter: string | undefined;
  const server = createServer(async (request, response) => {
    const [method, path] = [request.method ?? 'GET', request.url ?? '/'];
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    // What arrives after the kill comes from nobody.
    if (killedAfter !== undefined) return;
    const headers = { 'content-type': 'application/json' };
    const got = await fetch(target + path, {
      method,
      headers,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const body = await got.text();
    // A worker that rebalances (409, or 500 as 4.3 says it) has carried out nothing: the request comes again.
    const isLast = counts(method, path) && got.status < 409 && ++seen === nth;
    if (isLast) killedAfter = `${method} ${path}`;
    if (isLast) kill();
    else response.writeHead(got.status, { 'content-type': got.headers.get('content-type') ?? '' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    killedAfter: () => killedAfter,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
