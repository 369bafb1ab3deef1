import { failing } from '../connector-setups.ts';
import { create, get, type RestCase, request, sink, source, state } from '../rest-case.ts';

const expansions = [
  ...['expand=status', 'expand=info', 'expand=info&expand=status', 'expand=status&expand=info&expand=status'],
  ...['expand=nothing', 'expand=info&expand=nothing', 'expand=info,status', 'expand', 'expand=', 'expand=INFO'],
];

const onlyStatus = { ignoreBody: true };

/** GET /, GET /health, and how the server answers what no resource serves. */
export const rootCases: readonly RestCase[] = [
  { name: 'root: server info', method: 'GET', path: '/' },
  { name: 'root: any accept', method: 'GET', path: '/', headers: { accept: '*/*' } },
  { name: 'root: no accept', method: 'GET', path: '/', headers: { accept: undefined } },
  { name: 'health: healthy', method: 'GET', path: '/health' },
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
  { name: 'an encoded backslash in a path', method: 'GET', path: '/connectors/a%5Cb/status', compare: onlyStatus },
  { name: 'an encoded percent sign in a path', method: 'GET', path: '/connectors/a%25b/status', compare: onlyStatus },
  { name: 'an encoded control character in a path', method: 'GET', path: '/connectors/a%01b', compare: onlyStatus },
  { name: 'an encoded C1 control character in a path', method: 'GET', path: '/connectors/a%C2%85b/status' },
  { name: 'quotes and a colon in a path', method: 'GET', path: "/connectors/a'%22%3Bb/status" },
  { name: 'a name with a blank in a path', method: 'GET', path: '/connectors/a%20b' },
  { name: 'a name beyond ASCII in a path', method: 'GET', path: '/connectors/%C3%A9' },
  { name: 'connectors: no connector', method: 'GET', path: '/connectors' },
  { name: 'connectors: one', setup: [create(source)], method: 'GET', path: '/connectors' },
  ...expansions.map((query) => ({
    name: `connectors: ${query}`,
    setup: [create(sink), state('RUNNING')],
    method: 'GET',
    path: `/connectors?${query}`,
  })),
  {
    name: 'connectors: expand with a failed task beside another',
    setup: [...failing, request('POST', '/connectors', { name: '{c}-b', config: sink, initial_state: 'STOPPED' })],
    method: 'GET',
    path: '/connectors?expand=info&expand=status',
  },
  { name: 'connectors: expand of none', method: 'GET', path: '/connectors?expand=info' },
  { name: 'connectors: a parameter nobody knows', method: 'GET', path: '/connectors?x=y&%C3%A9' },
  { name: 'connectors: a broken escape in the query', method: 'GET', path: '/connectors?expand=%zz' },
  {
    name: 'connectors: expand with a stopped one',
    setup: [create(source, 'STOPPED'), state('STOPPED')],
    method: 'GET',
    path: '/connectors?expand=info&expand=status',
    after: [get('/connectors')],
  },
];
