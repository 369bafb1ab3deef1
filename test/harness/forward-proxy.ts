import { createServer, type IncomingMessage, request as send } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface ForwardProxy {
  /** host:port */
  readonly address: string;
  /** `CONNECT host:port` or `GET http://…`, as they came, refused ones too. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/**
 * A web proxy on loopback: CONNECT tunnels, and requests for whole URLs. It knows the hosts of `ports`, each a port of
 * 127.0.0.1, and no others, so that what reaches them has come through it; `credentials` (`name:password`) it demands.
 */
export async function startForwardProxy(
  ports: Readonly<Record<string, number>>,
  credentials?: string,
): Promise<ForwardProxy> {
  const seen: string[] = [];
  const refusal = ({ headers }: IncomingMessage, host: string): number | undefined => {
    const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    if (wanted && headers['proxy-authorization'] !== wanted) return 407;
    return ports[host] === undefined ? 502 : undefined;
  };
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const url = new URL(request.url ?? '');
    const refused = refusal(request, url.hostname);
    if (refused) return void response.writeHead(refused, { 'proxy-authenticate': 'Basic realm="p"' }).end('no');
    const { 'proxy-authorization': _, 'proxy-connection': _1, ...headers } = request.headers;
    const options = { host: '127.0.0.1', port: ports[url.hostname], method: request.method, headers };
    const onward = send({ ...options, path: url.pathname + url.search }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, socket) => {
    socket.on('error', () => socket.destroy());
    seen.push(`CONNECT ${request.url}`);
    const [host = ''] = (request.url ?? '').split(':');
    const refused = refusal(request, host);
    if (refused) return void socket.end(`HTTP/1.1 ${refused} No\r\nContent-Length: 0\r\n\r\n`);
    const onward = connect(ports[host]!, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    const endBoth = (): void => {
      socket.destroy();
      onward.destroy();
    };
    socket.on('error', endBoth);
    onward.on('error', endBoth);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
