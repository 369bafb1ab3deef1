import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Call {
  readonly method: string;
  /** Below the API's own path, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  /** Answered page by page, with a Link header. */
  readonly list?: readonly unknown[];
  /** Where the list stands in the answer; without, it is the answer. */
  readonly listAt?: string;
  readonly text?: string;
}

/** A JSON API on loopback with pages as GitHub and GitLab have them: 30 or 20 an answer, 100 at most. Gone after the test. */
export async function startApi(base: string, perPage: number, answer: (call: Call) => Reply) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://x');
      const text = Buffer.concat(chunks).toString();
      const call: Call = {
        method: request.method ?? '',
        path: decodeURIComponent(url.pathname.slice(base.length)),
        query: url.searchParams,
        headers: request.headers,
        body: text === '' ? {} : JSON.parse(text),
      };
      calls.push(call);
      reply(response, call, url, answer(call), perPage);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`, calls };
}

function reply(response: ServerResponse, { query, headers }: Call, url: URL, reply: Reply, perPage: number): void {
  if (reply.text !== undefined) return void response.writeHead(reply.status).end(reply.text);
  if (!reply.list) return void response.writeHead(reply.status).end(JSON.stringify(reply.json));
  const size = Math.min(100, Number(query.get('per_page') ?? perPage));
  const page = Number(query.get('page') ?? 1);
  const pages = Math.max(1, Math.ceil(reply.list.length / size));
  const items = reply.list.slice((page - 1) * size, page * size);
  const link = (to: number, rel: string): string => {
    const target = new URL(`http://${headers.host}${url.pathname}${url.search}`);
    target.searchParams.set('page', String(to));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = page < pages ? [link(page + 1, 'next'), link(pages, 'last')] : page > 1 ? [link(1, 'first')] : [];
  response.writeHead(reply.status, links.length > 0 ? { link: links.join(', ') } : {});
  const total = reply.list.length;
  response.end(JSON.stringify(reply.listAt ? { total_count: total, [reply.listAt]: items } : items));
}
