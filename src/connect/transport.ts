import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { ExitCode, isNoTls, messageOf, Sensitive, type TlsWords, tlsProblem } from '../core/index.ts';
import { ConnectFailure, isRead } from './connect-failure.ts';
import {
  identityCheckOf,
  onTunnelRefused,
  PROXY_HELP,
  parseProxy,
  proxiedAgent,
  type WebProxy,
} from './proxied-agent.ts';

export interface ConnectTls {
  /** PEM texts, not paths. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: Sensitive | undefined;
  /** false: the server's certificate is not checked. */
  readonly rejectUnauthorized?: boolean | undefined;
}

export type ConnectAuth =
  | { readonly basic: { readonly username: string; readonly password: Sensitive } }
  | { readonly bearer: Sensitive };

export interface TransportOptions {
  /** Tried in turn, from the one that answered last. */
  readonly urls: readonly string[];
  readonly auth?: ConnectAuth | undefined;
  readonly tls?: ConnectTls | undefined;
  readonly headers?: Readonly<Record<string, string | Sensitive>> | undefined;
  /** The URL of the proxy to go through, credentials included; undefined: straight to the worker. */
  readonly proxyOf?: ((url: URL) => string | undefined) | undefined;
  /** For one try on one URL. Connect itself gives up after 90 s. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** The URL that answered, without credentials. */
  readonly url: string;
  /** The Date header as sent. */
  readonly date?: string | undefined;
  /** The Allow header as sent. */
  readonly allow?: string | undefined;
}

export interface Transport {
  /** `path` starts with a slash and is encoded; `body` is JSON text. Throws a ConnectFailure when no URL answers. */
  send(method: string, path: string, body?: string): Promise<Answer>;
  /** The URL that answered last, or the first one; without credentials. */
  readonly url: string;
  readonly requestCount: number;
  close(): void;
}

/** No answer of a Connect worker comes near this; more is somebody else's server. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** HTTP with kept-alive connections to the first URL that takes the request. */
export function createTransport(options: TransportOptions): Transport {
  const targets = options.urls.map((url) => targetOf(url, options));
  let current = 0;
  let requestCount = 0;
  return {
    get url() {
      return targets[current]!.shown;
    },
    get requestCount() {
      return requestCount;
    },
    async send(method, path, body) {
      const failures: ConnectFailure[] = [];
      for (let i = 0; i < targets.length; i++) {
        const index = (current + i) % targets.length;
        requestCount++;
        try {
          const answer = await sendOnce(targets[index]!, method, path, body, options);
          current = index;
          return answer;
        } catch (error) {
          if (!(error instanceof ConnectFailure)) throw error;
          failures.push(error);
          // A write that was sent may have happened: it is not repeated elsewhere without reading first.
          if (error.kind === 'stopped' || (error.kind === 'lost' && !error.isRead)) throw error;
        }
      }
      throw failures.length === 1 ? failures[0] : allFailed(failures, targets);
    },
    close() {
      // An agent that is still being loaded has no connections.
      for (const target of targets) void target.agent.then((agent) => agent.destroy());
    },
  };
}

interface Target {
  readonly base: URL;
  readonly shown: string;
  readonly proxy: WebProxy | undefined;
  readonly agent: Promise<HttpAgent | HttpsAgent>;
  /** Of the connection to the worker itself, inside a tunnel too. */
  readonly tls: RequestOptions;
  readonly headers: Readonly<Record<string, string>>;
}

function targetOf(text: string, options: TransportOptions): Target {
  let base: URL;
  try {
    base = new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    throw badUrl(text);
  }
  if (base.protocol !== 'http:' && base.protocol !== 'https:') throw badUrl(text);
  const auth =
    base.username !== ''
      ? {
          basic: {
            username: decodeURIComponent(base.username),
            password: new Sensitive(decodeURIComponent(base.password)),
          },
        }
      : options.auth;
  base.username = '';
  base.password = '';
  const proxyUrl = options.proxyOf?.(base);
  const proxy = proxyUrl === undefined ? undefined : parseProxy(proxyUrl);
  const common: AgentOptions = { keepAlive: true, maxSockets: 16 };
  return {
    base,
    shown: base.href.replace(/\/$/, ''),
    proxy,
    agent: proxy ? proxiedAgent(base, proxy, common) : Promise.resolve(directAgent(base, common)),
    tls: base.protocol === 'https:' ? tlsOf(options.tls, proxy && base) : {},
    headers: headersOf(auth, options.headers),
  };
}

function directAgent(base: URL, options: AgentOptions): HttpAgent | HttpsAgent {
  return base.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
}

function tlsOf(tls: ConnectTls | undefined, proxied: URL | undefined): RequestOptions {
  return {
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key?.reveal(),
    rejectUnauthorized: tls?.rejectUnauthorized ?? true,
    ...(proxied && { checkServerIdentity: identityCheckOf(proxied) }),
  };
}

function badUrl(text: string): ConnectFailure {
  return new ConnectFailure(
    'CC7001',
    `"${text.replace(/\/\/[^@/]*@/, '//…@')}" is not a URL of a Connect worker`,
    { kind: 'unreachable' },
    { help: 'Write it as http://HOST:8083.' },
  );
}

function headersOf(
  auth: ConnectAuth | undefined,
  extra: Readonly<Record<string, string | Sensitive>> | undefined,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of Object.entries(extra ?? {})) headers[name] = revealed(value);
  if (auth && 'basic' in auth) {
    const pair = `${auth.basic.username}:${auth.basic.password.reveal()}`;
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  } else if (auth) headers['authorization'] = `Bearer ${auth.bearer.reveal()}`;
  return headers;
}

function revealed(value: string | Sensitive): string {
  return value instanceof Sensitive ? value.reveal() : value;
}

async function sendOnce(
  target: Target,
  method: string,
  path: string,
  body: string | undefined,
  options: TransportOptions,
): Promise<Answer> {
  const what = `${method} ${path}`;
  const agent = await target.agent;
  if (options.signal?.aborted) throw stopped(what);
  return new Promise((resolve, reject) => {
    const url = new URL(target.base.pathname.replace(/\/$/, '') + path, target.base);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const headers: Record<string, string> = { ...target.headers };
    if (bytes) headers['content-type'] = 'application/json';
    // Node sends neither for a PUT without a body, and Jetty then waits for chunks.
    headers['content-length'] = String(bytes?.length ?? 0);
    if (method === 'GET') delete headers['content-length'];
    const request = send(url, { ...target.tls, method, headers, agent });
    let sent = false;
    const timer = setTimeout(() => {
      request.destroy(new Error(`no answer within ${options.timeoutMs / 1000} s`));
    }, options.timeoutMs);
    const onAbort = (): void => void request.destroy(new Error('stopped'));
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const fail = (error: Error): void =>
      done(() => reject(options.signal?.aborted ? stopped(what) : failureOfError(what, target, error, sent)));
    if (target.proxy) {
      onTunnelRefused(request, target.proxy, target.shown, (failure) => {
        done(() => reject(failure));
        request.destroy();
      });
    }
    request.on('finish', () => {
      sent = true;
    });
    request.on('error', fail);
    request.on('response', (response) => {
      sent = true;
      readText(response).then((text) => done(() => resolve(answerOf(response, text, target))), fail);
    });
    request.end(bytes);
  });
}

function answerOf({ statusCode, headers }: IncomingMessage, body: string, target: Target): Answer {
  return { status: statusCode ?? 0, body, url: target.shown, date: headers.date, allow: headers.allow };
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('the answer is larger than 256 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function stopped(what: string): ConnectFailure {
  return new ConnectFailure(
    'CC9010',
    `${what} was stopped before it was answered`,
    { kind: 'stopped', isRead: isRead(what) },
    { exitCode: ExitCode.interrupted },
  );
}

/** Errors that come before the request has left: nothing can have happened on the worker. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

function failureOfError(what: string, target: Target, error: Error, sent: boolean): ConnectFailure {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const tls = tlsProblem(error, target.tls.cert !== undefined, WORKER_TLS);
  const isLost = sent && !NOT_SENT.has(code) && !isNoTls(error) && !tls;
  return new ConnectFailure(
    'CC7001',
    isLost
      ? `The Connect worker at ${whereOf(target)} did not answer ${what}: ${messageOf(error)}`
      : `No Connect worker answers at ${whereOf(target)} (${tls?.reason ?? reasonOf(error, code)})`,
    { kind: isLost ? 'lost' : 'unreachable', isRead: isRead(what) },
    {
      cause: error,
      retryable: !tls && !isNoTls(error),
      help: tls?.help ?? helpOfError(error, target),
    },
  );
}

const WORKER_TLS: TlsWords = {
  peer: 'worker',
  address: 'connect.url',
  ca: 'connect.tls.ca of the environment',
  cert: 'connect.tls.cert and connect.tls.key of the environment',
};

function whereOf({ shown, proxy }: Target): string {
  return proxy ? `${shown} through the proxy ${proxy.shown}` : shown;
}

function reasonOf(error: Error, code: string): string {
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ENOTFOUND') return 'the host name is unknown';
  if (isNoTls(error)) return 'what listens there does not speak TLS';
  return error.message || code || 'no connection';
}

function helpOfError(error: Error, { shown, proxy }: Target): string {
  if (isNoTls(error) && !proxy) return `For a worker without TLS write ${shown.replace(/^https/, 'http')}.`;
  if (proxy) return PROXY_HELP;
  return `Start it (\`connectctl dev\` runs one here), or correct connect.url. To try by hand: curl ${shown}/`;
}

function allFailed(failures: readonly ConnectFailure[], targets: readonly Target[]): ConnectFailure {
  const isLost = failures.some((f) => f.kind === 'lost');
  return new ConnectFailure(
    'CC7001',
    `No Connect worker answers at ${targets.map((t) => t.shown).join(', ')}: ${failures.map((f) => f.message).join('; ')}`,
    { kind: isLost ? 'lost' : 'unreachable', isRead: failures.every((f) => f.isRead) },
    { retryable: failures.some((f) => f.retryable), help: failures[0]!.help, cause: failures[0] },
  );
}
