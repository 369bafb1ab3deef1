import { get, type RestCase, request } from '../rest-case.ts';

function put(name: string, logger: string, body: unknown, rest: Partial<RestCase> = {}): RestCase {
  return { name: `loggers: ${name}`, method: 'PUT', path: `/admin/loggers/${logger}`, body, ...rest };
}

/** The admin endpoints. Which loggers there are is each worker's own affair; `root` is on both. */
export const loggerCases: readonly RestCase[] = [
  {
    name: 'loggers: list',
    method: 'GET',
    path: '/admin/loggers',
    compare: { body: (body) => (body as Record<string, unknown>)['root'] },
  },
  { name: 'loggers: root', method: 'GET', path: '/admin/loggers/root' },
  { name: 'loggers: unknown', method: 'GET', path: '/admin/loggers/no.such.logger' },
  put('set one', 'test.one', { level: 'DEBUG' }, { after: [get('/admin/loggers/test.one')] }),
  put('set one in lower case', 'test.two', { level: 'trace' }, { after: [get('/admin/loggers/test.two')] }),
  ...['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'ALL'].map((level) =>
    put(`level ${level}`, 'test.levels', { level }, { after: [get('/admin/loggers/test.levels')] }),
  ),
  put(
    'a prefix sets all below',
    'test.pre',
    { level: 'WARN' },
    {
      setup: [
        request('PUT', '/admin/loggers/test.pre.a', { level: 'DEBUG' }),
        request('PUT', '/admin/loggers/test.prefix', { level: 'DEBUG' }),
      ],
      after: [get('/admin/loggers/test.pre.a'), get('/admin/loggers/test.prefix')],
    },
  ),
  put('unknown level', 'test.one', { level: 'LOUD' }),
  put('no level', 'test.one', {}),
  put('a null level', 'test.one', { level: null }),
  put('a number as level', 'test.one', { level: 5 }),
  put('an unknown field', 'test.one', { level: 'INFO', x: 'y' }),
  put('a list', 'test.one', []),
  put('malformed JSON', 'test.one', '{'),
  put('no body', 'test.one', undefined),
  put('text/plain', 'test.one', 'DEBUG', { headers: { 'content-type': 'text/plain' } }),
  put('scope worker', 'test.scope?scope=worker', { level: 'DEBUG' }),
  put('scope cluster', 'test.scope?scope=cluster', { level: 'DEBUG' }),
  put('an unknown scope', 'test.scope?scope=galaxy', { level: 'DEBUG' }),
  { name: 'loggers: wrong method', method: 'POST', path: '/admin/loggers/root', body: {} },
  { name: 'loggers: DELETE the list', method: 'DELETE', path: '/admin/loggers' },
  { name: 'admin: nothing there', method: 'GET', path: '/admin' },
];
