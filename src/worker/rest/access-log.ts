import type { IncomingMessage } from 'node:http';

/**
 * A request and its answer as one line, as Jetty's request log has them in Kafka Connect (NCSA's extended format with the
 * milliseconds at its end): `127.0.0.1 - - [31/Jan/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 91 "-" "curl/8.5.0" 2`.
 * @param answered status, and size of the body in bytes
 */
export function accessLine(
  request: IncomingMessage,
  answered: { readonly status: number; readonly sizeBytes: number; readonly tookMs: number },
  at: Date,
): string {
  const { method = '', url = '', httpVersion, headers, socket } = request;
  const { status, sizeBytes, tookMs } = answered;
  const first = quoted(`${method} ${url} HTTP/${httpVersion}`);
  const who = `${quoted(headers.referer)} ${quoted(headers['user-agent'])}`;
  return `${socket.remoteAddress ?? '-'} - - [${ncsaTime(at)}] ${first} ${status} ${sizeBytes} ${who} ${Math.round(tookMs)}`;
}

/** What a client chose must not look like a line of its own, nor speak to a terminal. */
function quoted(text: string = '-'): string {
  const plain = text.replace(/[^\x20-\x7e]|["\\]/g, (char) => {
    return char === '"' || char === '\\' ? `\\${char}` : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${plain}"`;
}

/** `31/Jan/2026:12:00:00 +0000` */
function ncsaTime(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
