import { Failure, type FailureOptions, maskCredentials } from '../core/index.ts';
import { sinceOf } from './endpoint-versions.ts';

/**
 * What kind of "no" a call met:
 * `unreachable`: nobody took the request, on any URL; `lost`: the connection broke or timed out after the request
 * was sent, so a write may or may not have happened; `starting`: a worker whose REST API is not up yet (it answers
 * 404 in HTML to everything); `api`: Connect's own JSON error; `gateway`: 502, 503 or 504 of something in between;
 * `malformed`: an answer that is not Connect's; `stopped`: the caller's signal.
 */
export type ConnectFailureKind = 'unreachable' | 'lost' | 'starting' | 'api' | 'gateway' | 'malformed' | 'stopped';

/** A call to the Connect REST API that did not give what it promises. Holds no header, credential or request body. */
export class ConnectFailure extends Failure {
  readonly kind: ConnectFailureKind;
  /** The HTTP status, 0 when there was no answer. */
  readonly status: number;
  /** Connect's own message, where its JSON error body was read; else an empty string. */
  readonly apiMessage: string;
  /** The request was a GET: nothing can have changed. */
  readonly isRead: boolean;

  constructor(
    code: string,
    message: string,
    what: {
      readonly kind: ConnectFailureKind;
      readonly status?: number;
      readonly apiMessage?: string;
      readonly isRead?: boolean;
    },
    options: FailureOptions = {},
  ) {
    super(code, message, options);
    this.kind = what.kind;
    this.status = what.status ?? 0;
    this.apiMessage = what.apiMessage ?? '';
    this.isRead = what.isRead ?? false;
  }

  /**
   * True where the worker may have carried the request out all the same: its answer was lost, was no answer of its own,
   * or says that Connect gave up waiting for itself.
   */
  get mayBeDone(): boolean {
    if (this.isRead) return false;
    const isUnreadable = this.kind === 'malformed' && this.status < 300;
    return this.kind === 'lost' || this.kind === 'gateway' || isUnreadable || UNKNOWN_END.test(this.apiMessage);
  }
}

/** Connect gave up waiting for itself, or for the worker that it handed the request to. */
const UNKNOWN_END = /timed out|trying to forward REST request/i;

/** The leader that a worker hands a request on to does not answer: a refused connection, told by another. */
const FORWARDING = /IO Error trying to forward REST request/;

/** True for Connect's own 404 (its JSON body): the thing is not there. A starting worker's HTML 404 is not one. */
export function isNotFound(error: unknown): error is ConnectFailure {
  return error instanceof ConnectFailure && error.kind === 'api' && error.status === 404;
}

/**
 * The worker lacks the call, whatever its version promised: a vendor's numbers are its own. Nothing was done. Connect answers
 * 405 where it has the path and not the method, and a 404 of its own words where it lacks both (seen on 3.5.2); a 404 of
 * a connector or plugin that is not there has other words.
 */
export function isCallMissing(error: unknown): error is ConnectFailure {
  return error instanceof ConnectFailure && error.kind === 'api' && isMissing(error.status, error.apiMessage);
}

function isMissing(status: number, apiMessage: string): boolean {
  return status === 405 || (status === 404 && apiMessage.startsWith('HTTP 404'));
}

/** True for a 409 whose message says that the name is taken; the other 409 is a rebalance, and passes. */
export function isAlreadyExists(error: unknown): error is ConnectFailure {
  return (
    error instanceof ConnectFailure &&
    error.kind === 'api' &&
    error.status === 409 &&
    /already exists/.test(error.apiMessage)
  );
}

/** True for the other 409, and for the 500 of 4.3: the workers are rebalancing, nothing was carried out, and it passes. */
export function isRebalance(error: unknown): error is ConnectFailure {
  if (!(error instanceof ConnectFailure) || error.kind !== 'api') return false;
  if (error.status === 409) return !isAlreadyExists(error);
  return error.status === 500 && /because a rebalance is expected/.test(error.apiMessage);
}

/** True while the workers rearrange themselves: they rebalance, or their leader is gone and not replaced yet. */
export function isRearranging(error: unknown): error is ConnectFailure {
  if (isRebalance(error)) return true;
  return error instanceof ConnectFailure && error.status === 500 && FORWARDING.test(error.apiMessage);
}

/** The failure of an answer with an error status. `what` names the call, such as `GET /connectors/a`. */
export function failureOfAnswer(what: string, url: string, status: number, body: string): ConnectFailure {
  const apiMessage = errorMessageOf(body);
  if (apiMessage === undefined && status !== 405) return failureOfForeignAnswer(what, url, status, body);
  return failureOfApi(what, url, status, apiMessage ?? '');
}

function failureOfApi(what: string, url: string, status: number, apiMessage: string): ConnectFailure {
  const since = isMissing(status, apiMessage) ? sinceOf(what) : undefined;
  if (since !== undefined) return missingCall(what, url, status, apiMessage, since);
  const text = apiMessage === '' ? `HTTP ${status}` : `${status}: ${apiMessage}`;
  return new ConnectFailure(
    'CC7002',
    `${what} at ${url} answered ${text}`,
    { kind: 'api', status, apiMessage, isRead: isRead(what) },
    { retryable: isRetryableStatus(status), help: helpOf(what, status, apiMessage), facts: { status } },
  );
}

function missingCall(what: string, url: string, status: number, apiMessage: string, since: string): ConnectFailure {
  return new ConnectFailure(
    'CC7002',
    `${what} at ${url} answered ${status}: it does not have this, which came with Kafka Connect ${since}`,
    { kind: 'api', status, apiMessage, isRead: isRead(what) },
    {
      help: `Take a worker from ${since} on. Where its version is as new, see whether what stands before it lets the request through.`,
      facts: { status },
    },
  );
}

function failureOfForeignAnswer(what: string, url: string, status: number, body: string): ConnectFailure {
  if (status === 404 && /<html|<!doctype|^\s*$/i.test(body)) {
    return new ConnectFailure(
      'CC7001',
      `The Connect worker at ${url} is still starting: it answers 404 in HTML to ${what}`,
      { kind: 'starting', status, isRead: isRead(what) },
      {
        retryable: true,
        help: 'Wait a few seconds, and check that the URL is that of a Connect REST API.',
        facts: { status },
      },
    );
  }
  if (status === 502 || status === 503 || status === 504) {
    return new ConnectFailure(
      'CC7001',
      `${what} at ${url} answered ${status}: what stands before the worker cannot reach it`,
      { kind: 'gateway', status, isRead: isRead(what) },
      { retryable: true, help: 'Check that the worker runs and that the proxy knows it.', facts: { status } },
    );
  }
  if (status === 407) {
    return new ConnectFailure(
      'CC7001',
      `${what} at ${url} answered 407: the proxy before it wants credentials`,
      { kind: 'unreachable', status, isRead: isRead(what) },
      {
        help: PROXY_CREDENTIALS,
        facts: { status },
      },
    );
  }
  if (status === 401 || status === 403) {
    return new ConnectFailure(
      'CC7002',
      `${what} at ${url} answered ${status}: the credentials are missing or not allowed to do this`,
      { kind: 'api', status, isRead: isRead(what) },
      { help: 'Set connect.auth of the environment in connectctl.yaml.', facts: { status } },
    );
  }
  if (status === 400 && REFUSED_IN_A_URL.test(what)) return refusedName(what, url, status);
  return notConnect(what, url, status);
}

/** `%`, `/` and `\`, encoded: what Jetty 12 (Kafka Connect 4.0 and later) calls ambiguous, and answers 400 in HTML to. */
const REFUSED_IN_A_URL = /%(?:25|2F|5C)/i;

/** A worker from 4.0 on takes no request about a connector of such a name; it lists it with the others. */
export function isNameRefused(error: unknown): error is ConnectFailure {
  return error instanceof ConnectFailure && error.kind === 'malformed' && error.status === 400 && !error.retryable;
}

function refusedName(what: string, url: string, status: number): ConnectFailure {
  return new ConnectFailure(
    'CC7003',
    `${what} at ${url} answered ${status}: it takes no request about a name that holds /, \\ or %`,
    { kind: 'malformed', status, isRead: isRead(what) },
    {
      help: what.includes(' /connectors/')
        ? 'From 4.0 on Kafka Connect creates such a connector and then can be asked nothing about it: take another name.'
        : 'From 4.0 on Kafka Connect takes no such name in an address.',
      facts: { status },
    },
  );
}

export const PROXY_CREDENTIALS =
  'Write them into the variable that names the proxy, as http://NAME:PASSWORD@HOST:PORT.';

/** The failure of an answer that is no JSON, or not the JSON that was promised. The body is left out: it may hold anything. */
export function notConnect(what: string, url: string, status: number): ConnectFailure {
  return new ConnectFailure(
    'CC7003',
    `${what} at ${url} answered ${status} with something that is not Kafka Connect's JSON`,
    { kind: 'malformed', status, isRead: isRead(what) },
    {
      retryable: true,
      help: 'Check that the URL is that of a Connect REST API (its GET / shows a version).',
      facts: { status },
    },
  );
}

/** Whether a call such as `GET /connectors/a` changes nothing. */
export function isRead(what: string): boolean {
  return what.startsWith('GET ') || what.startsWith('OPTIONS ');
}

/** Connect's error body is `{"error_code", "message"}`; undefined when the text is something else. */
function errorMessageOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || !('error_code' in value)) return undefined;
    const message = (value as { message?: unknown }).message;
    return typeof message === 'string' ? maskCredentials(message) : '';
  } catch {
    return undefined;
  }
}

/** A rebalance (409), and what a busy or leaving worker answers. "Already exists" is told apart by isAlreadyExists. */
function isRetryableStatus(status: number): boolean {
  return status === 409 || status === 500 || status === 502 || status === 503 || status === 504;
}

function helpOf(what: string, status: number, message: string): string | undefined {
  if (status === 404 && what === 'GET /')
    return 'Nothing is under the path of connect.url: most workers have none, as http://HOST:8083.';
  if (status === 409 && !/already exists/.test(message)) {
    return 'The workers are rebalancing, and did nothing; that passes, so try again in a while.';
  }
  if (status === 401 || status === 403) return 'Set connect.auth of the environment in connectctl.yaml.';
  return undefined;
}
