import { Failure, messageOf, type Sensitive, sleep } from '../../core/index.ts';

/** A REST API that takes and gives JSON. */
export interface Api {
  /** Without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Goes as `Authorization: Bearer`, which fetch takes off where it is redirected to another address. */
  readonly token: Sensitive;
  readonly signal: AbortSignal;
  /** What to do about a 401, 403 or 404. */
  readonly permissionHelp: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** The query of the next page, with its question mark, from the Link header (RFC 8288). */
  readonly next: string | undefined;
  /** How long a limit of requests asks to wait; undefined where the answer tells of none. */
  readonly limitMs: number | undefined;
}

const TRIES = 3;
/** A limit that lasts longer is an error: a job costs by the minute. */
const LONGEST_WAIT_MS = 60_000;

/** Calls the API; `path` begins with a slash. Throws CC9030 for anything but a 2xx with JSON, 404 included. */
export async function callApi(api: Api, method: string, path: string, body?: unknown): Promise<unknown> {
  return parsedOr(api, `${method} ${path.split('?')[0]}`, (await send(api, method, `${api.url}${path}`, body)).text);
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
  const [bare = ''] = path.split('?');
  let url: string | undefined = `${api.url}${path}${path.includes('?') ? '&' : '?'}per_page=100`;
  while (url !== undefined) {
    const answer: Answer = await send(api, 'GET', url, undefined);
    const value = parsedOr(api, `GET ${bare}`, answer.text);
    const list = at === undefined ? value : (value as Readonly<Record<string, unknown>> | null)?.[at];
    for (const item of Array.isArray(list) ? list : []) yield item as Readonly<Record<string, unknown>>;
    // Only its query counts: a page elsewhere would get the token, and behind a proxy the server names itself otherwise.
    url = answer.next === undefined ? undefined : `${api.url}${bare}${answer.next}`;
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
    const mayPass =
      answer?.limitMs === undefined
        ? answer && answer.status >= 500 && method !== 'POST'
        : answer.limitMs <= LONGEST_WAIT_MS;
    if (answer && (!mayPass || tried === TRIES)) throw refused(api, what, answer);
    await sleep(Math.max(1000 * tried, answer?.limitMs ?? 0), api.signal);
  }
}

async function once(api: Api, method: string, url: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      'user-agent': 'connectctl',
      ...api.headers,
      authorization: `Bearer ${api.token.reveal()}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.any([api.signal, AbortSignal.timeout(30_000)]),
  });
  const next = /<[^>?]*(\?[^>]*)>;\s*rel="?next"?/.exec(response.headers.get('link') ?? '')?.[1];
  return { status: response.status, text: await response.text(), next, limitMs: limitOf(response) };
}

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: GitHub tells of its limits by 403, too. */
function limitOf({ status, headers }: Response): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const after = headers.get('retry-after');
  if (after !== null && /^\d+$/.test(after)) return Number(after) * 1000;
  if (headers.get('x-ratelimit-remaining') === '0') {
    return Math.max(0, Number(headers.get('x-ratelimit-reset') ?? 0) * 1000 - Date.now());
  }
  return status === 429 ? 0 : undefined;
}

function refused(api: Api, what: string, { status, text, limitMs }: Answer): Failure {
  const { message } = (parsed(text) ?? {}) as { readonly message?: unknown };
  const said = typeof message === 'string' ? message : JSON.stringify(message ?? '');
  const isPermission = status === 401 || status === 403 || status === 404;
  const help =
    limitMs !== undefined
      ? `Its limit of requests is reached: run the job again in ${Math.max(1, Math.ceil(limitMs / 60_000))} min.`
      : isPermission
        ? api.permissionHelp
        : undefined;
  return new Failure('CC9030', `${what} answered ${status}: ${said}`, { facts: { status }, ...(help && { help }) });
}

/** A login page of something in between must not pass for a comment that was written, or for an empty list. */
function parsedOr(api: Api, what: string, text: string): unknown {
  const value = parsed(text);
  if (value !== undefined) return value;
  throw new Failure('CC9030', `${what} at ${api.url} was answered with something that is not JSON`, {
    help: 'See what stands between this job and the API, such as a proxy that wants a login.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
