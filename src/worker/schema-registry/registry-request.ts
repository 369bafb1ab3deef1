import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { ConnectionOptions } from 'node:tls';

/** A schema of more than this is none that a registry takes. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export interface RegistryRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** A whole Authorization header, or null. */
  readonly authorization: string | null;
  readonly body: string | null;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly tls: ConnectionOptions;
}

export interface RegistryAnswer {
  readonly status: number;
  readonly text: string;
}

/** One request to a Schema Registry. @throws Error where no answer came, or not in time */
export function sendRegistryRequest(given: RegistryRequest): Promise<RegistryAnswer> {
  const { method, url, authorization, body, timeoutMs, connectTimeoutMs, tls } = given;
  const options: RequestOptions = {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      accept: 'application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json, application/json',
      ...(body === null ? {} : { 'content-type': 'application/vnd.schemaregistry.v1+json' }),
      ...(authorization === null ? {} : { authorization }),
    },
    ...tls,
  };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = send(url, options, (response) => readAnswer(response).then(resolve, reject));
    sent.on('error', reject);
    const unconnected = setTimeout(() => {
      sent.destroy(new Error(`no connection within ${connectTimeoutMs} ms`));
    }, connectTimeoutMs);
    sent.on('socket', (socket) => {
      if (!socket.connecting) clearTimeout(unconnected);
      else socket.once('connect', () => clearTimeout(unconnected));
    });
    sent.on('close', () => clearTimeout(unconnected));
    sent.end(body ?? undefined);
  });
}

async function readAnswer(response: IncomingMessage): Promise<RegistryAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}
