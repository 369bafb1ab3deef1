import {
  type ConnectAuth,
  type ConnectClient,
  type ConnectClientOptions,
  type ConnectTls,
  createConnectClient,
} from '../connect/index.ts';
import { Failure, Sensitive } from '../core/index.ts';
import type { ConnectSettings } from '../definition/index.ts';
import { proxyOf } from './proxy-of.ts';
import { readTls } from './read-tls.ts';

export type ClientLimits = Pick<ConnectClientOptions, 'signal' | 'timeoutMs' | 'rebalance'>;

/** A client of an environment's Connect cluster. `folder` is the project's: its PEM files are named from there. */
export async function clientOfSettings(
  settings: ConnectSettings,
  folder: string,
  limits: ClientLimits,
): Promise<ConnectClient> {
  return createConnectClient({
    ...limits,
    urls: settings.urls,
    auth: authOf(settings.auth),
    tls: settings.tls && (await tlsOf(settings.tls, folder)),
    headers: Object.fromEntries(settings.headers),
    proxyOf,
  });
}

/**
 * A client of what `--connect` names: a URL, or several with commas, tried in turn. Credentials inside one are refused
 * (CC9013): every process on the machine could read them, and the shell's history keeps them.
 */
export function clientOfUrl(text: string, limits: ClientLimits): ConnectClient {
  const urls = text.split(',').map((url) => url.trim());
  if (urls.some((url) => /^(?:[a-z]+:\/\/)?[^/?#]*@/i.test(url))) {
    throw new Failure('CC9013', 'The URL of --connect holds credentials', {
      help:
        'Put them into connectctl.yaml, as connect.auth.basic of an environment with password: "${env.CONNECT_PASSWORD}",' +
        ' and name the environment with -e.',
    });
  }
  return createConnectClient({ ...limits, urls, proxyOf });
}

function authOf(auth: ConnectSettings['auth']): ConnectAuth | undefined {
  if (auth === undefined) return undefined;
  if (auth.kind === 'bearer') return { bearer: auth.token };
  return { basic: { username: auth.username, password: auth.password } };
}

async function tlsOf(tls: NonNullable<ConnectSettings['tls']>, folder: string): Promise<ConnectTls> {
  const { ca, cert, key } = await readTls(tls, folder, 'connect.tls');
  return { ca, cert, key: key === undefined ? undefined : new Sensitive(key) };
}
