import { create, failedTask, get, type RestCase, request, sink, source, state } from '../rest-case.ts';

const created = [
  state('RUNNING'),
  get('/connectors/{c}/status'),
  get('/connectors/{c}/tasks'),
  get('/connectors/{c}/config'),
];
const absent = [get('/connectors/{c}'), get('/connectors')];

function post(name: string, body: unknown, rest: Partial<RestCase> = {}): RestCase {
  return { name: `create: ${name}`, method: 'POST', path: '/connectors', body, ...rest };
}

/** POST /connectors: shapes of the body, names, states. */
export const createCases: readonly RestCase[] = [
  post('a source', { name: '{c}', config: source }, { after: created }),
  post('a sink', { name: '{c}', config: sink }, { after: created }),
  post('by alias', { name: '{c}', config: { ...source, 'connector.class': 'FileStreamSource' } }, { after: created }),
  post('by simple class name', { name: '{c}', config: { ...source, 'connector.class': 'FileStreamSourceConnector' } }),
  post('with more tasks than a file has', { name: '{c}', config: { ...source, 'tasks.max': '3' } }, { after: created }),
  post(
    'a sink with two tasks',
    { name: '{c}', config: { ...sink, 'tasks.max': '2' } },
    { after: [get('/connectors/{c}/tasks')] },
  ),
  post(
    'numbers and booleans as values',
    { name: '{c}', config: { ...source, 'tasks.max': 1, 'x.y': true, 'x.z': 1.5 } },
    { after: created },
  ),
  post('a null value', { name: '{c}', config: { ...source, 'x.y': null } }, { after: absent }),
  post(
    'a null for a key of the connector',
    { name: '{c}', config: { ...source, file: null } },
    { after: [get('/connectors/{c}/config')] },
  ),
  post(
    'unknown keys',
    { name: '{c}', config: { ...source, 'connectctl.owner': 'a/b', 'some.key': 'x' } },
    { after: created },
  ),
  ...['STOPPED', 'PAUSED', 'RUNNING', 'stopped', 'Paused'].map((initial) =>
    post(
      `initial state ${initial}`,
      { name: '{c}', config: source, initial_state: initial },
      {
        after: [
          state(initial.toUpperCase() as 'STOPPED' | 'PAUSED' | 'RUNNING'),
          get('/connectors/{c}/status'),
          get('/connectors/{c}/tasks'),
        ].slice(initial.toUpperCase() === 'PAUSED' ? 1 : 0, initial.toUpperCase() === 'PAUSED' ? 1 : 3),
      },
    ),
  ),
  post('initial state null', { name: '{c}', config: source, initial_state: null }),
  post('initial state unknown', { name: '{c}', config: source, initial_state: 'SLEEPING' }, { after: absent }),
  post('initial state a number', { name: '{c}', config: source, initial_state: 7 }, { after: absent }),
  post('name missing', { config: source }, { after: [get('/connectors')] }),
  post('name null', { name: null, config: source }),
  post('name blank', { name: '  ', config: source }),
  post('name with blanks around it', { name: '  {c}  ', config: source }, { after: [get('/connectors/{c}')] }),
  post('name with a blank and beyond ASCII', { name: 'a b é {c}', config: source }),
  post('name with control characters', { name: '{c}\t\u0001', config: source }),
  post('name with control characters inside', { name: '{c}\t\u0001x', config: source }),
  post('name a number', { name: 17, config: source }),
  post('name in the config, the same', { name: '{c}', config: { ...source, name: '{c}' } }),
  post('name in the config, another', { name: '{c}', config: { ...source, name: 'another' } }, { after: absent }),
  post('name in the config, null', { name: '{c}', config: { ...source, name: null } }),
  post('config missing', { name: '{c}' }),
  post('config null', { name: '{c}', config: null }),
  post('config empty', { name: '{c}', config: {} }),
  post('config a list', { name: '{c}', config: [] }),
  post('config a string', { name: '{c}', config: 'x' }),
  post('config with a nested object', { name: '{c}', config: { ...source, nested: { a: 1 } } }, { after: absent }),
  post('config with a list', { name: '{c}', config: { ...source, list: ['a'] } }, { after: absent }),
  post('unknown field', { name: '{c}', config: source, extra: 1 }, { after: absent }),
  post('an empty object', {}),
  post('a list', []),
  post('a string', '"text"'),
  post('a number', '5'),
  post('null', 'null'),
  post('empty body', ''),
  post('no body', undefined),
  post('no JSON at all', 'name=x'),
  post('single quotes', "{'name': 'x'}"),
  post('a comma too many', '{"name": "{c}",}'),
  post('text after the JSON', `${JSON.stringify({ name: '{c}', config: source })} tail`),
  post('a key twice', '{"name": "x", "name": "{c}", "config": {}}'),
  post('a form', 'a=b', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  post('a charset', JSON.stringify({ name: '{c}', config: source }), {
    headers: { 'content-type': 'application/json; charset=utf-8' },
  }),
  post(
    'text in another encoding',
    `{"name": "{c}", "config": {"connector.class": "FileStreamSource", "topic": "Größe"}}`,
    {
      encoding: 'latin1',
      after: absent,
    },
  ),
  post('UTF-16', JSON.stringify({ name: '{c}', config: { ...source, note: 'Größe' } }), {
    encoding: 'utf16le',
    after: created,
  }),
  post('UTF-16 with a mark', `\ufeff${JSON.stringify({ name: '{c}', config: source })}`, { encoding: 'utf16le' }),
  post('a content type that is none', '{}', { headers: { 'content-type': 'nonsense' } }),
  post('an empty content type', '{}', { headers: { 'content-type': '' } }),
  post('a vendor type', '{}', { headers: { 'content-type': 'application/vnd.api+json' } }),
  post('the forward parameter', { name: '{c}', config: source }, { path: '/connectors?forward=false' }),
  post('existing', { name: '{c}', config: source }, { setup: [create(source)] }),
  post('existing and invalid', { name: '{c}', config: { ...source, 'tasks.max': '0' } }, { setup: [create(source)] }),
  post('existing and stopped', { name: '{c}', config: source }, { setup: [create(source, 'STOPPED')] }),
  post(
    'a deleted one again',
    { name: '{c}', config: source },
    { setup: [create(source), request('DELETE', '/connectors/{c}')], after: created },
  ),
  post(
    'a task that fails',
    {
      name: '{c}',
      config: {
        ...source,
        transforms: 't',
        'transforms.t.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
      },
    },
    {
      after: [failedTask, get('/connectors/{c}/status'), get('/connectors/{c}/tasks/0/status')],
    },
  ),
];
