import { expect, test } from 'vitest';
import { callApi, eachItem } from '../../../src/cli/ci/api.ts';
import { Sensitive } from '../../../src/core/index.ts';
import { loopback } from '../../connect/loopback.ts';

const apiAt = (url: string) => ({
  url: `${url}/api`,
  headers: { accept: 'application/json' },
  tokenHeader: ['authorization', 'Bearer '] as const,
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

test('the token goes to no other address, whatever a page names as the next', async () => {
  let others = 0;
  const other = await loopback((_request, _body, response) => {
    others++;
    response.end('[{"id":2}]');
  });
  const server = await loopback((_request, _body, response) => {
    response.writeHead(200, { link: `<${other.url}/api/x?page=2>; rel="next"` }).end('[{"id":1}]');
  });
  const items: unknown[] = [];
  for await (const item of eachItem(apiAt(server.url), '/x')) items.push(item);
  expect([items, others]).toEqual([[{ id: 1 }], 0]);
  await Promise.all([server.close(), other.close()]);
});
