/** What goes back to a client; `body` undefined is none at all. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** A value as compact JSON; integers past 2^53 come as bigint and are written whole. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: jsonText(value) };
}

export function empty(status: number): Answer {
  return { status, headers: {} };
}

/** Raised by a resource: JSON with its type. */
export function errorAnswer(status: number, message: string | null): Answer {
  return json(status, { error_code: status, message });
}

/** Raised before a resource was chosen (unknown path, method, media type): Jersey sends the body without a type. */
export function bareError(status: number, reason: string): Answer {
  const message = `HTTP ${status} ${reason}`;
  return { status, headers: {}, body: JSON.stringify({ error_code: status, message }) };
}

/** What Jetty answers itself, before any of the API sees the request; a page only to methods that read one. */
export function htmlError(status: number, reason: string, method = 'GET'): Answer {
  if (!['GET', 'HEAD', 'POST'].includes(method)) return { status, headers: { connection: 'close' }, body: '' };
  return {
    status,
    headers: {
      'content-type': 'text/html;charset=iso-8859-1',
      'cache-control': 'must-revalidate,no-cache,no-store',
      connection: 'close',
    },
    body: `<html>\n<head><title>Error ${status} ${reason}</title></head>\n<body><h2>HTTP ERROR ${status} ${reason}</h2></body>\n</html>\n`,
  };
}

function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${jsonText(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
