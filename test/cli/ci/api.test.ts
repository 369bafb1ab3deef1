import { expect, test } from 'vitest';
import { callApi, eachItem, readText } from '../../../src/cli/ci/api.ts';
import { Sensitive } from '../../../src/core/index.ts';
import { loopback } from '../../connect/loopback.ts';

const apiAt = (url: string) => ({
  url: `${url}/api`,
  headers: { accept: 'application/json' },
  token: new Sensitive('t0ken'),
  signal: new AbortController().signal,
  permissionHelp: 'Give it more.',
});

test.each<{ name: string; method: string; answers: readonly number[]; calls: number; status: number | 'fine' }>([
  { name: 'a read is tried again after a 502', method: 'GET', answers: [502, 200], calls: 2, status: 'fine' },
  {
    name: 'a comment that is written over is tried again after a 503',
    method: 'PATCH',
    answers: [503, 200],
    calls: 2,
    status: 'fine',
  },
  { name: 'what would be made twice is not', method: 'POST', answers: [502, 200], calls: 1, status: 502 },
  { name: 'a limit of requests is waited for', method: 'POST', answers: [429, 201], calls: 2, status: 'fine' },
  { name: 'a refusal is final', method: 'GET', answers: [403, 200], calls: 1, status: 403 },
])('$name', async ({ method, answers, calls, status }) => {
  const seen: (string | undefined)[] = [];
  const server = await loopback((request, _body, response) => {
    response.writeHead(answers[seen.length] ?? 500).end('{"message":"said"}');
    seen.push(request.headers.authorization);
  });
  try {
    const call = callApi(apiAt(server.url), method, '/x', method === 'GET' ? undefined : {});
    if (status === 'fine') expect(await call).toEqual({ message: 'said' });
    else
      await expect(call).rejects.toMatchObject({
        code: 'CC9030',
        facts: { status },
        message: expect.stringContaining('said'),
      });
    expect(seen).toEqual(Array.from({ length: calls }, () => 'Bearer t0ken'));
  } finally {
    await server.close();
  }
});

test.each(['comments', 'list'])('a login page in place of JSON is an error: %s', async (what) => {
  const server = await loopback((_request, _body, response) => response.end('<html>Log in</html>'));
  try {
    const api = apiAt(server.url);
    const call = what === 'list' ? eachItem(api, '/x').next() : callApi(api, 'POST', '/x', {});
    await expect(call).rejects.toMatchObject({ code: 'CC9030', message: expect.stringContaining('is not JSON') });
  } finally {
    await server.close();
  }
});

test.each<{ name: string; status: number; headers: Readonly<Record<string, string>>; calls: number; help: string }>([
  { name: 'a short limit by 403', status: 403, headers: { 'retry-after': '1' }, calls: 2, help: '' },
  { name: 'a long limit by 429', status: 429, headers: { 'retry-after': '3600' }, calls: 1, help: 'again in 60 min' },
  {
    name: 'the limit of an hour',
    status: 403,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 1790) },
    calls: 1,
    help: 'again in 30 min',
  },
])('$name is waited for where it is short, else told for what it is', async ({ status, headers, calls, help }) => {
  let seen = 0;
  const server = await loopback((_request, _body, response) => {
    response.writeHead(seen++ === 0 ? status : 200, headers).end('{"message":"You have exceeded a rate limit"}');
  });
  try {
    const call = callApi(apiAt(server.url), 'POST', '/x', {});
    if (help === '') await call;
    else await expect(call).rejects.toMatchObject({ facts: { status }, help: expect.stringContaining(help) });
    expect(seen).toBe(calls);
  } finally {
    await server.close();
  }
});

test('the pages of a server that names itself otherwise are read at the address that was asked', async () => {
  const paths: (string | undefined)[] = [];
  const server = await loopback((request, _body, response) => {
    paths.push(request.url);
    const link = { link: '<https://internal.test/repositories/7/x?per_page=100&page=2>; rel="next"' };
    response.writeHead(200, paths.length === 1 ? link : {}).end(`[{"id":${paths.length}}]`);
  });
  const items: unknown[] = [];
  for await (const item of eachItem(apiAt(server.url), '/x?a=b')) items.push(item);
  expect([items, paths]).toEqual([
    [{ id: 1 }, { id: 2 }],
    ['/api/x?a=b&per_page=100', '/api/x?per_page=100&page=2'],
  ]);
  await server.close();
});

test('the token goes to no other address, whither an answer redirects', async () => {
  const seen: (string | undefined)[] = [];
  const other = await loopback((request, _body, response) => {
    seen.push(JSON.stringify(request.headers));
    response.end('elsewhere');
  });
  const server = await loopback((_request, _body, response) => {
    response.writeHead(302, { location: `${other.url}/storage` }).end();
  });
  expect(await readText(apiAt(server.url), '/x')).toBe('elsewhere');
  expect(seen).toEqual([expect.not.stringContaining('t0ken')]);
  await Promise.all([server.close(), other.close()]);
});
