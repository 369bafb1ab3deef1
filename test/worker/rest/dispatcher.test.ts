import { expect, test } from 'vitest';
import { silentLogger } from '../../../src/worker/log/index.ts';
import { json } from '../../../src/worker/rest/answer.ts';
import { Dispatcher, type RawRequest } from '../../../src/worker/rest/dispatcher.ts';
import type { Route } from '../../../src/worker/rest/router.ts';

const routes: readonly Route[] = [
  { path: '/things', methods: { GET: () => json(200, []), POST: ({ body }) => json(200, body) }, consumesJson: true },
  { path: '/sleep', methods: { GET: () => new Promise(() => {}) }, consumesJson: true },
  {
    path: '/inner',
    methods: { PATCH: () => json(200, 1), PUT: ({ body }) => json(200, body), DELETE: () => json(200, 2) },
    consumesJson: true,
    consumesAnything: ['PUT'],
  },
];

function ask(method: string, target: string, request: Partial<RawRequest> = {}) {
  return new Dispatcher(routes, silentLogger, 20).answer({
    method,
    target,
    accept: 'application/json',
    contentType: undefined,
    body: '',
    baseUrl: 'http://h:1',
    ...request,
  });
}

test('a request without end is an error', async () => {
  expect(await ask('GET', '/sleep')).toMatchObject({
    status: 500,
    body: '{"error_code":500,"message":"Request timed out"}',
  });
});

test.each([
  ['/things', 'HEAD,POST,GET,OPTIONS'],
  ['/sleep', 'HEAD,GET,OPTIONS'],
  ['/inner', 'DELETE,OPTIONS,PUT,PATCH'],
])('the methods of %s come in the order of a Java HashSet', async (path, allow) => {
  expect((await ask('OPTIONS', path)).headers).toMatchObject({ allow });
});

test.each([
  ['a path that takes JSON', 'POST', '/things', 415],
  ['a method of it that takes all', 'PUT', '/inner', 200],
  ['another method of that path', 'PATCH', '/inner', 415],
])('text for %s', async (_name, method, path, status) => {
  expect(await ask(method, path, { contentType: 'text/plain', body: 'x' })).toMatchObject({ status });
});

test('a body without a type is refused where a JSON one is read, and not where it is not', async () => {
  expect(await ask('POST', '/things', { body: '{}' })).toMatchObject({ status: 415 });
  expect(await ask('PUT', '/inner', { body: '{}' })).toMatchObject({ status: 200, body: '"{}"' });
  expect(await ask('GET', '/things', { body: '{}' })).toMatchObject({ status: 200 });
});

test.each([
  ['application/json', 'application/json', '{"url":"http://h:1/things","status":"400","message":"Bad Request"}'],
  ['text/html', 'text/html;charset=iso-8859-1', expect.stringMatching(/^<html>/)],
])('what is no content type is answered as %s', async (accept, type, body) => {
  const answer = await ask('POST', '/things', { accept, contentType: 'nonsense', body: '{}' });
  expect(answer).toMatchObject({ status: 400, headers: { 'content-type': type }, body });
});
