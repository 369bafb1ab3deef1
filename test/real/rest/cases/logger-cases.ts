import { get, type RestCase, request } from '../rest-case.ts';

function put(name: string, logger: string, body: unknown, rest: Partial<RestCase> = {}): RestCase {
  return { name: `loggers: ${name}`, method: 'PUT', path: `/admin/loggers/${logger}`, body, ...rest };
}

/** Which loggers there are is each worker's own affair; the names are a sorted list on both. */
function isSorted(body: unknown): boolean {
  return Array.isArray(body) && body.length > 0 && body.every((name, index) => index === 0 || body[index - 1] < name);
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
  put('no body', 'test.one', undefined),
  put('scope worker', 'test.scope?scope=worker', { level: 'DEBUG' }),
  put('scope cluster', 'test.scope?scope=cluster', { level: 'DEBUG' }),
  put('an unknown scope', 'test.scope?scope=galaxy', { level: 'DEBUG' }),
  ...['WORKER', 'Cluster', '', 'worker&scope=cluster'].map((scope) =>
    put(
      `scope=${scope}`,
      `test.scopes?scope=${scope}`,
      { level: 'DEBUG' },
      { after: [get('/admin/loggers/test.scopes')] },
    ),
  ),
  put('the forward parameter', 'test.forward?forward=true', { level: 'WARN' }),
  put('a string', 'test.one', '"DEBUG"'),
  put('null', 'test.one', 'null'),
  put('an empty level', 'test.one', { level: '' }),
  put('a level with blanks', 'test.one', { level: ' DEBUG ' }),
  put('a nested level', 'test.one', { level: { name: 'DEBUG' } }),
  put(
    'the same level again',
    'test.same',
    { level: 'DEBUG' },
    {
      setup: [request('PUT', '/admin/loggers/test.same', { level: 'DEBUG' })],
      after: [get('/admin/loggers/test.same')],
    },
  ),
  put(
    'root, in any case',
    'Root',
    { level: 'INFO' },
    { compare: { body: isSorted }, after: [get('/admin/loggers/ROOT')] },
  ),
  {
    name: 'loggers: one below another that has a level',
    setup: [request('PUT', '/admin/loggers/test.parent', { level: 'WARN' })],
    method: 'GET',
    path: '/admin/loggers/test.parent.child',
  },
  { name: 'loggers: a name with a blank', method: 'GET', path: '/admin/loggers/no%20such%20logger' },
  { name: 'admin: nothing there', method: 'GET', path: '/admin' },
];
