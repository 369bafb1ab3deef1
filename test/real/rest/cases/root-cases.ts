import { create, get, type RestCase, source, state } from '../rest-case.ts';

const onlyStatus = { ignoreBody: true };

/** GET /, GET /health, and how the server answers what no resource serves. */
export const rootCases: readonly RestCase[] = [
  { name: 'root: server info', method: 'GET', path: '/' },
  { name: 'root: HEAD', method: 'HEAD', path: '/' },
  { name: 'root: OPTIONS', method: 'OPTIONS', path: '/' },
  { name: 'root: wrong method', method: 'POST', path: '/', body: {} },
  { name: 'root: accepts only text', method: 'GET', path: '/', headers: { accept: 'text/html' } },
  { name: 'root: any accept', method: 'GET', path: '/', headers: { accept: '*/*' } },
  { name: 'root: no accept', method: 'GET', path: '/', headers: { accept: undefined } },
  { name: 'health: healthy', method: 'GET', path: '/health' },
  { name: 'health: trailing slash', method: 'GET', path: '/health/' },
  { name: 'health: wrong method', method: 'POST', path: '/health', body: {} },
  { name: 'health: HEAD', method: 'HEAD', path: '/health' },
  { name: 'unknown path', method: 'GET', path: '/nothing' },
  { name: 'unknown path below a resource', method: 'GET', path: '/connectors/{c}/nothing' },
  { name: 'unknown path with a body', method: 'POST', path: '/nothing', body: {} },
  { name: 'metrics', method: 'GET', path: '/metrics', headers: { accept: 'text/plain' } },
  {
    name: 'tasks-config is gone',
    setup: [create(source), state('RUNNING')],
    method: 'GET',
    path: '/connectors/{c}/tasks-config',
  },
  { name: 'an encoded slash in a path', method: 'GET', path: '/connectors/a%2Fb', compare: onlyStatus },
  { name: 'a name with a blank in a path', method: 'GET', path: '/connectors/a%20b' },
  { name: 'a name beyond ASCII in a path', method: 'GET', path: '/connectors/%C3%A9' },
  { name: 'connectors: no connector', method: 'GET', path: '/connectors' },
  { name: 'connectors: one', setup: [create(source)], method: 'GET', path: '/connectors' },
  { name: 'connectors: trailing slash', method: 'GET', path: '/connectors/' },
  { name: 'connectors: HEAD', method: 'HEAD', path: '/connectors' },
  { name: 'connectors: OPTIONS', method: 'OPTIONS', path: '/connectors' },
  { name: 'connectors: PUT', method: 'PUT', path: '/connectors', body: {} },
  { name: 'connectors: DELETE', method: 'DELETE', path: '/connectors' },
  { name: 'connectors: PATCH', method: 'PATCH', path: '/connectors', body: {} },
  { name: 'connectors: accepts only text', method: 'GET', path: '/connectors', headers: { accept: 'text/html' } },
  ...['expand=status', 'expand=info', 'expand=info&expand=status', 'expand=nothing', 'expand', 'expand=INFO'].map(
    (query) => ({
      name: `connectors: ${query}`,
      setup: [create(source), state('RUNNING')],
      method: 'GET',
      path: `/connectors?${query}`,
    }),
  ),
  {
    name: 'connectors: expand with a stopped one',
    setup: [create(source, 'STOPPED'), state('STOPPED')],
    method: 'GET',
    path: '/connectors?expand=info&expand=status',
    after: [get('/connectors')],
  },
];
