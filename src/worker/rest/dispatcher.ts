import { messageOf } from '../../core/index.ts';
import type { Logger } from '../log/index.ts';
import { RequestError } from '../runtime/index.ts';
import { type Answer, bareError, errorAnswer, htmlError, json } from './answer.ts';
import { accepts, mediaType } from './negotiation.ts';
import { ambiguity, segmentsOf } from './request-path.ts';
import { findRoute, type Handler, type Match, type Method, type RestRequest, type Route } from './router.ts';

/** A request as it came in, its body read. */
export interface RawRequest {
  readonly method: string;
  /** Path and query as on the request line. */
  readonly target: string;
  readonly accept: string | undefined;
  readonly contentType: string | undefined;
  /** null: bytes that are no text. */
  readonly body: string | null;
  readonly baseUrl: string;
}

/** Kafka Connect's DEFAULT_REST_REQUEST_TIMEOUT_MS. */
const REQUEST_TIMEOUT_MS = 90_000;

/** Answers requests as Jetty, Jersey and Connect's resources do between them; never rejects. */
export class Dispatcher {
  readonly #routes: readonly Route[];
  readonly #log: Logger;
  readonly #timeoutMs: number;

  constructor(routes: readonly Route[], log: Logger, timeoutMs: number = REQUEST_TIMEOUT_MS) {
    this.#routes = routes;
    this.#log = log;
    this.#timeoutMs = timeoutMs;
  }

  async answer(request: RawRequest): Promise<Answer> {
    const [path = '', query = ''] = splitOnce(request.target, '?');
    const refusal = ambiguity(path);
    if (refusal !== null) return htmlError(400, refusal, request.method);
    if (request.contentType !== undefined && mediaType(request.contentType) === null) return badContentType(request);
    const segments = segmentsOf(path);
    if (segments === null) return htmlError(400, 'Bad Request', request.method);
    const match = findRoute(this.#routes, segments);
    if (!match) return bareError(404, 'Not Found');
    if (request.method === 'OPTIONS') return options(match.route, request.accept);
    const method = (request.method === 'HEAD' ? 'GET' : request.method) as Method;
    const handler = Object.hasOwn(match.route.methods, method) ? match.route.methods[method] : undefined;
    if (!handler) return bareError(405, 'Method Not Allowed');
    const { contentType } = request;
    const consumesJson = match.route.consumesJson && !match.route.consumesAnything?.includes(method);
    if (consumesJson && contentType !== undefined && mediaType(contentType) !== 'application/json') {
      return bareError(415, 'Unsupported Media Type');
    }
    if (!accepts(request.accept, match.route.produces ?? 'application/json')) return bareError(406, 'Not Acceptable');
    return this.#run(handler, restRequest(request, match, query, consumesJson));
  }

  async #run(handler: Handler, request: RestRequest): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new RequestError(500, 'Request timed out')), this.#timeoutMs);
    });
    try {
      return await Promise.race([Promise.resolve(request).then(handler), timeout]);
    } catch (error) {
      if (error instanceof RequestError) return errorAnswer(error.status, error.message);
      this.#log.error('Uncaught exception in REST call', error);
      return errorAnswer(500, messageOf(error));
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Jetty's own answer, in JSON where the client asks for that. */
function badContentType({ method, accept = '', baseUrl, target }: RawRequest): Answer {
  const page = htmlError(400, 'Bad Request', method);
  if (page.body === '' || !/\b(application|text)\/json\b/i.test(accept)) return page;
  const { headers, body } = json(400, { url: baseUrl + target, status: '400', message: 'Bad Request' });
  return { status: 400, headers: { ...page.headers, ...headers }, body };
}

function restRequest(request: RawRequest, match: Match, query: string, consumesJson: boolean): RestRequest {
  return {
    path: match.path,
    query: new URLSearchParams(query),
    baseUrl: request.baseUrl,
    // Jersey asks for the type of a body only when a resource reads it.
    get body() {
      if (consumesJson && request.contentType === undefined && request.body !== '') {
        throw new RequestError(415, 'HTTP 415 Unsupported Media Type');
      }
      // Half of a name or a password must not be taken for the whole.
      if (request.body === null) throw new RequestError(400, 'The body is not valid JSON: it is not UTF-8');
      return request.body;
    },
  };
}

/** The order in which a java.util.HashSet gives the names of methods. */
const allowOrder = ['HEAD', 'DELETE', 'POST', 'GET', 'OPTIONS', 'PUT', 'PATCH'];

/** Jersey's own answer: the methods, as text where the client takes that. */
function options(route: Route, accept: string | undefined): Answer {
  const offered = ['OPTIONS', ...(route.methods.GET ? ['HEAD'] : []), ...Object.keys(route.methods)];
  const list = allowOrder.filter((method) => offered.includes(method));
  const headers = { allow: list.join(',') };
  if (accepts(accept, 'text/plain')) {
    return { status: 200, headers: { ...headers, 'content-type': 'text/plain' }, body: list.join(', ') };
  }
  return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body: '' };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
