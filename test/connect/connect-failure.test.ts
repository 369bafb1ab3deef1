import { expect, test } from 'vitest';
import { failureOfAnswer, isCallMissing } from '../../src/connect/index.ts';

test('a path that the worker does not know is told to be one; a connector that is missing is none', () => {
  const body = '{"error_code":404,"message":"HTTP 404 Not Found"}';
  const help = 'Nothing is under the path of connect.url: most workers have none, as http://HOST:8083.';
  expect(failureOfAnswer('GET /', 'http://c:8083/foo', 404, body).help).toBe(help);
  expect(failureOfAnswer('GET /connectors/a', 'http://c:8083', 404, body).help).toBeUndefined();
});

const jersey405 = '{"error_code":405,"message":"HTTP 405 Method Not Allowed"}';
const jersey404 = '{"error_code":404,"message":"HTTP 404 Not Found"}';
const calls = [
  { call: 'PUT /connectors/a/stop', status: 404, body: jersey404, since: '3.5' },
  { call: 'GET /connectors/a/offsets', status: 404, body: jersey404, since: '3.5' },
  { call: 'PATCH /connectors/a/offsets', status: 405, body: jersey405, since: '3.6' },
  { call: 'DELETE /connectors/a/offsets', status: 405, body: '<html>405 Not Allowed</html>', since: '3.6' },
  { call: 'PATCH /connectors/a/config', status: 405, body: jersey405, since: '3.8' },
];

test.each(calls)('$call that is missing ($status) names the version it came with', ({ call, status, body, since }) => {
  const failure = failureOfAnswer(call, 'http://c:8083', status, body);
  expect(isCallMissing(failure)).toBe(true);
  expect(failure).toMatchObject({ retryable: false, message: expect.stringContaining(`Kafka Connect ${since}`) });
});

test.each(['GET /connectors/100%25/status', 'PUT /connectors/a%2Fb/stop', 'DELETE /connectors/a%5Cb'])(
  '%s that Jetty refuses for its path tells why, and is not tried again',
  (call) => {
    const html = '<html><title>Error 400 Ambiguous URI path encoding</title></html>';
    const failure = failureOfAnswer(call, 'http://c:8083', 400, html);
    expect(failure).toMatchObject({ code: 'CC7003', retryable: false });
    expect(failure.message).toContain('a name that holds /, \\ or %');
    expect(failure.help).toContain('creates such a connector');
    expect(failureOfAnswer('PUT /admin/loggers/a%2Fb', 'http://c:8083', 400, html).help).not.toContain('connector');
    expect(failureOfAnswer('GET /connectors/a', 'http://c:8083', 400, html).message).toContain(
      "not Kafka Connect's JSON",
    );
  },
);

test('a connector that is not there is no missing call', () => {
  const body = '{"error_code":404,"message":"Unknown connector a"}';
  expect(isCallMissing(failureOfAnswer('PUT /connectors/a/stop', 'http://c:8083', 404, body))).toBe(false);
});
