/** What a client of the REST API gets instead of what it asked for: status and message as Kafka Connect's. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;

  constructor(status: number, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.status = status;
  }
}

export function notFound(message: string): RequestError {
  return new RequestError(404, message);
}

export function badRequest(message: string, cause?: unknown): RequestError {
  return new RequestError(400, message, { cause });
}
