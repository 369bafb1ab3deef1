import type { Agent, AgentOptions, ClientRequest } from 'node:http';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { maskCredentials } from '../core/index.ts';
import { ConnectFailure, PROXY_CREDENTIALS } from './connect-failure.ts';

/** A proxy that stands before a worker. */
export interface WebProxy {
  readonly url: URL;
  /** Its URL without credentials, for messages. */
  readonly shown: string;
}

/** Reads the URL of a proxy, as HTTPS_PROXY has it. Throws CC7001 for what is no http or https URL. */
export function parseProxy(text: string): WebProxy {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '') {
    return { url, shown: `${url.protocol}//${url.host}` };
  }
  throw new ConnectFailure(
    'CC7001',
    `The proxy ${maskCredentials(text)} is no http:// or https:// URL`,
    { kind: 'unreachable' },
    { help: 'HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names it; NO_PROXY lists hosts that are reached without one.' },
  );
}

/**
 * An agent that goes through a proxy: an https worker by a CONNECT tunnel, which the proxy can't read, an http worker by
 * requests for the whole URL (RFC 9110, 7.6 and 9.3.6). Loaded only where there is a proxy.
 */
export async function proxiedAgent(target: URL, proxy: WebProxy, options: AgentOptions): Promise<Agent> {
  if (target.protocol === 'https:') {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    const agent = new HttpsProxyAgent(proxy.url, options);
    // All its tunnels lead to one worker. By itself it files a free one, on Node 24, under another name than it looks for.
    agent.getName = () => target.host;
    return agent;
  }
  const { HttpProxyAgent } = await import('http-proxy-agent');
  return new HttpProxyAgent(proxy.url, options);
}

/** Node checks a certificate against "localhost" where a tunnel ends at an address: this checks against that address. */
export function identityCheckOf(target: URL): (host: string, certificate: PeerCertificate) => Error | undefined {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  return (_host, certificate) => checkServerIdentity(host, certificate);
}

/** Calls `refuse` with the failure where the proxy does not open the tunnel; nothing has reached the worker then. */
export function onTunnelRefused(
  request: ClientRequest,
  proxy: WebProxy,
  target: string,
  refuse: (failure: ConnectFailure) => void,
): void {
  request.on('proxyConnect', ({ statusCode: status }: { readonly statusCode?: number }) => {
    if (status === undefined || status === 200) return;
    const isMissing = status === 407;
    refuse(
      new ConnectFailure(
        'CC7001',
        `The proxy ${proxy.shown} does not connect to ${target}: it answered ${status}${isMissing ? ', it wants credentials' : ''}`,
        { kind: 'unreachable', status },
        { retryable: status >= 500, help: isMissing ? PROXY_CREDENTIALS : PROXY_HELP, facts: { status } },
      ),
    );
  });
}

export const PROXY_HELP =
  'HTTPS_PROXY or HTTP_PROXY names this proxy; NO_PROXY lists hosts that are reached without one.';
