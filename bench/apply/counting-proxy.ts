import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingProxy {
  readonly url: string;
  /** How many requests of each kind went through, the names in their paths taken out. */
  readonly counts: ReadonlyMap<string, number>;
  close(): void;
}

/** A proxy in front of a worker that counts and changes nothing. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const counts = new Map<string, number>();
  const agent = new Agent({ keepAlive: true });
  const server = createServer((asked, answer) => {
    const kind = `${asked.method} ${asked.url!.replace(/\/(connectors|connector-plugins)\/[^/?]+/, '/$1/NAME')}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const { method, headers } = asked;
    const passed = request(`${target}${asked.url}`, { method, headers, agent }, (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
