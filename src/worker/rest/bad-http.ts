import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Of Node.js's parser (llhttp): its code, what it says, and the bytes that it could not read. */
interface ParseError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Buffer;
}

/**
 * Answers what is no HTTP, or too much of it, and ends the connection: Node.js alone would send a status without a word.
 * A method that nobody knows, such as `get`, is Kafka Connect's 405.
 */
export function refuseBadHttp(error: ParseError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOf(error);
  const reason = STATUS_CODES[status];
  const why = status === 400 ? `: ${error.reason ?? error.message}` : '';
  const body = JSON.stringify({ error_code: status, message: `HTTP ${status} ${reason}${why}` });
  const headers = ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, 'connection: close'];
  socket.end([`HTTP/1.1 ${status} ${reason}`, ...headers, '', body].join('\r\n'));
}

function statusOf({ code, rawPacket }: ParseError): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  const isRequestLine = /^[A-Za-z]+ \S+ HTTP\/1\.[01]\r\n/.test(rawPacket?.toString('latin1') ?? '');
  return code === 'HPE_INVALID_METHOD' && isRequestLine ? 405 : 400;
}
