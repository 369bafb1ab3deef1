import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The URL of the proxy that the environment names for a URL: HTTPS_PROXY or HTTP_PROXY by its scheme, else ALL_PROXY, in
 * either case, the lower one first; undefined where there is none or NO_PROXY exempts the host. As in curl and Go's
 * http.ProxyFromEnvironment: a proxy without a scheme is an http one, a name in NO_PROXY stands for what is below it too,
 * and this machine is never looked for behind a proxy.
 */
export function proxyOf(url: URL, env: Environment = process.env): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const proxy = read(env, url.protocol.replace(':', '_proxy')) || read(env, 'all_proxy');
  if (proxy === '' || isThisMachine(host)) return undefined;
  const exempt = read(env, 'no_proxy')
    .toLowerCase()
    .split(/[\s,]+/);
  if (exempt.some((entry) => entry !== '' && isExempt(entry, host, port))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function read(env: Environment, name: string): string {
  return (env[name] || env[name.toUpperCase()] || '').trim();
}

function isThisMachine(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

/** One entry of NO_PROXY: `*`, a name or address, with or without a port, or a range of addresses such as 10.0.0.0/8. */
function isExempt(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, range, bits] = /^([\da-f.:]+)\/(\d+)$/.exec(entry) ?? [];
  if (range !== undefined) return isIn(range, Number(bits), host);
  // `[::1]:80` and `host:80` have a port, `::1` has none.
  const parts = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry);
  const [name, wantedPort] = parts ? [parts[1] ?? parts[2] ?? '', parts[3]] : [entry, undefined];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const domain = name.replace(/^\*?\./, '');
  return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`));
}

function isIn(range: string, bits: number, host: string): boolean {
  const [family, own] = [isIP(range), isIP(host)];
  if (family === 0 || family !== own || bits > (family === 4 ? 32 : 128)) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(range, bits, kind);
  return list.check(host, kind);
}
