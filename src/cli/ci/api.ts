import { Failure, messageOf, type Sensitive, sleep } from '../../core/index.ts';

/** A REST API that takes and gives JSON. */
export interface Api {
  /** Without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The header that carries the token, and what stands before it there. */
  readonly tokenHeader: readonly [name: string, before: string];
  readonly token: Sensitive;
  readonly signal: AbortSignal;
  /** What to do about a 401, 403 or 404. */
  readonly permissionHelp: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** The URL of the next page, from the Link header (RFC 8288). */
  readonly next: string | undefined;
}

const TRIES = 3;

/** Calls the API; `path` begins with a slash. Throws CC9030 for anything but a 2xx, 404 included. */
export async function callApi(api: Api, method: string, path: string, body?: unknown): Promise<unknown> {
  return parsed((await send(api, method, `${api.url}${path}`, body)).text);
}

/** The text of a file; undefined where there is none (404). */
export async function readText(api: Api, path: string): Promise<string | undefined> {
  const { status, text } = await send(api, 'GET', `${api.url}${path}`, undefined, [404]);
  return status === 404 ? undefined : text;
}

/** Every item of a list, whatever its number of pages; `at` is where the list stands in the answer. */
export async function* eachItem(
  api: Api,
  path: string,
  at?: string,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  let url: string | undefined = `${api.url}${path}${path.includes('?') ? '&' : '?'}per_page=100`;
  while (url !== undefined) {
    const answer: Answer = await send(api, 'GET', url, undefined);
    const value = parsed(answer.text);
    const list = at === undefined ? value : (value as Readonly<Record<string, unknown>> | null)?.[at];
    for (const item of Array.isArray(list) ? list : []) yield item as Readonly<Record<string, unknown>>;
    // A page elsewhere would get the token.
    url = answer.next?.startsWith(`${api.url}/`) ? answer.next : undefined;
  }
}

async function send(
  api: Api,
  method: string,
  url: string,
  body: unknown,
  allowed: readonly number[] = [],
): Promise<Answer> {
  const what = `${method} ${url.split('?')[0]}`;
  for (let tried = 1; ; tried++) {
    const answer = await once(api, method, url, body).catch((cause: unknown) => {
      // What a write whose answer was lost has done is not known: a comment made twice is worse than an error.
      if (tried < TRIES && method === 'GET') return undefined;
      throw new Failure('CC9030', `${what} was not answered: ${messageOf(cause)}`, { cause });
    });
    if (answer && (answer.status < 300 || allowed.includes(answer.status))) return answer;
    // A 5xx says nothing of what was done: what would be made twice is not tried again.
    const mayPass = answer?.status === 429 || (answer !== undefined && answer.status >= 500 && method !== 'POST');
    if (answer && (!mayPass || tried === TRIES)) throw refused(api, what, answer);
    await sleep(1000 * tried, api.signal);
  }
}

async function once(api: Api, method: string, url: string, body: unknown): Promise<Answer> {
  const [name, before] = api.tokenHeader;
  const response = await fetch(url, {
    method,
    headers: {
      'user-agent': 'connectctl',
      ...api.headers,
      [name]: before + api.token.reveal(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.any([api.signal, AbortSignal.timeout(30_000)]),
  });
  const next = /<([^>]+)>;\s*rel="?next"?/.exec(response.headers.get('link') ?? '')?.[1];
  return { status: response.status, text: await response.text(), next };
}

function refused(api: Api, what: string, { status, text }: Answer): Failure {
  const { message } = (parsed(text) ?? {}) as { readonly message?: unknown };
  const said = typeof message === 'string' ? message : JSON.stringify(message ?? '');
  const isPermission = status === 401 || status === 403 || status === 404;
  return new Failure('CC9030', `${what} answered ${status}: ${said}`, {
    facts: { status },
    ...(isPermission && { help: api.permissionHelp }),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
