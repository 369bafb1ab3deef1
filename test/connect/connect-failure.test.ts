import { expect, test } from 'vitest';
import { failureOfAnswer } from '../../src/connect/index.ts';

test('a path that the worker does not know is told to be one; a connector that is missing is none', () => {
  const body = '{"error_code":404,"message":"HTTP 404 Not Found"}';
  const help = 'Nothing is under the path of connect.url: most workers have none, as http://HOST:8083.';
  expect(failureOfAnswer('GET /', 'http://c:8083/foo', 404, body).help).toBe(help);
  expect(failureOfAnswer('GET /connectors/a', 'http://c:8083', 404, body).help).toBeUndefined();
});
