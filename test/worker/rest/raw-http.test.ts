import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json } from '../../../src/worker/rest/answer.ts';
import { type HttpListener, openListener } from '../../../src/worker/rest/http-server.ts';

/** Answers with what it was asked. */
let listener: HttpListener;
let accesses: string[] = [];

beforeAll(async () => {
  listener = await openListener({ protocol: 'http', host: '127.0.0.1', port: 0 }, {});
  listener.serve({
    answer: async ({ target, body }) => json(200, { target, body }),
    decorate: () => undefined,
    logAccess: (line) => accesses.push(line),
  });
});

afterAll(() => listener.close(0));

const get = (target: string) => `GET ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`;

function post(body: Buffer): Buffer {
  const head = `POST /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

test.each<[what: string, sent: string | Buffer, status: string, body: unknown]>([
  ['a whole URL, as through a proxy', get('http://a:1/b?c=/d'), '200 OK', { target: '/b?c=/d', body: '' }],
  ['a URL without a path', get('http://a?c'), '200 OK', { target: '/?c', body: '' }],
  ['a path with a URL in it', get('/b/http://a'), '200 OK', { target: '/b/http://a', body: '' }],
  [
    'a method in small letters',
    get('/').toLowerCase().replace('http', 'HTTP'),
    '405 Method Not Allowed',
    { error_code: 405, message: 'HTTP 405 Method Not Allowed' },
  ],
  [
    'TLS',
    Buffer.from('16030100c8010000c40303', 'hex'),
    '400 Bad Request',
    { error_code: 400, message: 'HTTP 400 Bad Request: Invalid method encountered' },
  ],
  [
    'a header of many kilobytes',
    `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    '431 Request Header Fields Too Large',
    { error_code: 431, message: 'HTTP 431 Request Header Fields Too Large' },
  ],
  ['UTF-8', post(Buffer.from('\ufeff{"ö"}')), '200 OK', { target: '/x', body: '{"ö"}' }],
  ['UTF-16', post(Buffer.from('{"ö"}', 'utf16le')), '200 OK', { target: '/x', body: '{"ö"}' }],
  ['UTF-16 with a mark', post(Buffer.from('\ufeffö', 'utf16le')), '200 OK', { target: '/x', body: 'ö' }],
  ['UTF-16, big end first', post(Buffer.from('{"ö"}', 'utf16le').swap16()), '200 OK', { target: '/x', body: '{"ö"}' }],
  ['bytes that are no text', post(Buffer.from('{"ö"}', 'latin1')), '200 OK', { target: '/x', body: null }],
])('%s', async (_what, sent, status, body) => {
  const answer = await exchange(sent);
  expect(answer.split('\r\n', 1)).toEqual([`HTTP/1.1 ${status}`]);
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual(body);
});

test('every request is a line of the log, whatever its client calls itself', async () => {
  accesses = [];
  await exchange(get('/a?b').replace('host', 'user-agent: x"y\\\x9b\r\nhost'));
  expect(accesses).toEqual([
    expect.stringMatching(
      /^127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/a\?b HTTP\/1\.1" 200 27 "-" "x\\"y\\\\\\xc2\\x9b" \d+$/,
    ),
  ]);
});

/** Everything that comes back until the connection ends. */
function exchange(sent: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(listener.port, '127.0.0.1', () => socket.write(sent));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
