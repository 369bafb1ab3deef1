import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a masking worker gives in place of a password. */
export const SERVER_MASK = '••••••••';

export interface MaskingProxy {
  readonly url: string;
  /** Requests whose body held what only an answer may hold: a mask, or a key that the worker writes by itself. */
  readonly sentBack: readonly string[];
  /** `METHOD path` of every request that may change something. */
  readonly writes: readonly string[];
  close(): Promise<void>;
}

/**
 * Stands before a Kafka Connect worker and answers as Confluent Platform 7.9.3 and later: passwords read as a mask, and
 * each config has a version of its own that every write raises. `version` is told in place of the worker's own.
 */
export async function startMaskingProxy(target: string, version?: string): Promise<MaskingProxy> {
  const [sentBack, writes]: [string[], string[]] = [[], []];
  const configVersions = new Map<string, number>();
  const server = createServer((request, response) => {
    forward(request, response).catch((error: unknown) => response.writeHead(502).end(String(error)));
  });

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method, path] = [request.method ?? 'GET', request.url ?? '/'];
    const body = await textOf(request);
    if (body.includes('•') || body.includes('__internal.')) sentBack.push(`${method} ${path} ${body}`);
    const answer = await fetch(target + path, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      ...(body !== '' && { body }),
    });
    const text = await answer.text();
    if (!/^(?:GET|OPTIONS)$/.test(method) && !path.includes('/connector-plugins/')) {
      writes.push(`${method} ${path}`);
      if (answer.ok) raise(method, path, body);
    }
    const type = answer.headers.get('content-type') ?? '';
    response.writeHead(answer.status, type === '' ? {} : { 'content-type': type });
    response.end(type.includes('json') && text !== '' ? JSON.stringify(shown(JSON.parse(text), path)) : text);
  }

  function raise(method: string, path: string, body: string): void {
    const isConfig = /^\/connectors\/[^/]+\/config$/.test(path);
    if (!isConfig && !(method === 'POST' && path === '/connectors')) return;
    const name = isConfig ? decodeURIComponent(path.split('/')[2]!) : (JSON.parse(body) as { name: string }).name;
    configVersions.set(name, (configVersions.get(name) ?? 0) + 1);
  }

  function shown(answer: unknown, path: string): unknown {
    if (path === '/') return version === undefined ? answer : { ...(answer as object), version };
    return path.startsWith('/connectors') ? masked(answer) : answer;
  }

  function masked(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(masked);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] =>
      typeof inner === 'string' && /password$/.test(key) ? [key, SERVER_MASK] : [key, masked(inner)],
    );
    const name = (value as { name?: unknown }).name;
    const isConfig = 'connector.class' in value && typeof name === 'string';
    const version = isConfig ? { '__internal.config.version': String(configVersions.get(name) ?? 1) } : {};
    return { ...Object.fromEntries(entries), ...version };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sentBack,
    writes,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
