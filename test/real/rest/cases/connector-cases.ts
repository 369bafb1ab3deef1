import {
  create,
  failedTask,
  flowingSink,
  flowingSource,
  get,
  type RestCase,
  request,
  sink,
  source,
  state,
  until,
  write,
} from '../rest-case.ts';

const running = [create(source), state('RUNNING')];
// A sink ends at once, where a source sleeps through its poll: rows that could take either take this one.
const runningSink = [create(sink), state('RUNNING')];
const paused = [...runningSink, request('PUT', '/connectors/{c}/pause'), state('PAUSED')];
const stopped = [...runningSink, request('PUT', '/connectors/{c}/stop'), state('STOPPED')];
const pausedSource = [...running, request('PUT', '/connectors/{c}/pause'), state('PAUSED')];
const stoppedSource = [create(source, 'STOPPED'), state('STOPPED')];
const failing = [
  create({ ...source, transforms: 't', 'transforms.t.type': 'org.apache.kafka.connect.transforms.InsertField$Value' }),
  failedTask,
];
const status = get('/connectors/{c}/status');

/** One connector, read: by every path, there and not there. */
const reads: readonly RestCase[] = [
  '',
  '/config',
  '/status',
  '/tasks',
  '/topics',
  '/tasks/0/status',
  '/offsets',
].flatMap((path) => [
  { name: `read ${path || '/'}: a running source`, setup: running, method: 'GET', path: `/connectors/{c}${path}` },
  {
    name: `read ${path || '/'}: a running sink`,
    setup: [create(sink), state('RUNNING')],
    method: 'GET',
    path: `/connectors/{c}${path}`,
  },
  { name: `read ${path || '/'}: a paused one`, setup: paused, method: 'GET', path: `/connectors/{c}${path}` },
  { name: `read ${path || '/'}: a stopped one`, setup: stopped, method: 'GET', path: `/connectors/{c}${path}` },
  { name: `read ${path || '/'}: a failed task`, setup: failing, method: 'GET', path: `/connectors/{c}${path}` },
  { name: `read ${path || '/'}: unknown`, method: 'GET', path: `/connectors/{c}${path}` },
]);

const taskReads: readonly RestCase[] = [
  { name: 'task status: no such task', setup: runningSink, method: 'GET', path: '/connectors/{c}/tasks/7/status' },
  { name: 'task status: no number', setup: runningSink, method: 'GET', path: '/connectors/{c}/tasks/x/status' },
  { name: 'task status: negative', setup: runningSink, method: 'GET', path: '/connectors/{c}/tasks/-1/status' },
  { name: 'task: no such resource', setup: runningSink, method: 'GET', path: '/connectors/{c}/tasks/0' },
  { name: 'tasks: POST is internal', setup: runningSink, method: 'POST', path: '/connectors/{c}/tasks', body: [] },
  { name: 'fence is internal', setup: runningSink, method: 'PUT', path: '/connectors/{c}/fence', body: {} },
  { name: 'read: DELETE of a status', setup: runningSink, method: 'DELETE', path: '/connectors/{c}/status' },
  { name: 'read: POST to a connector', setup: runningSink, method: 'POST', path: '/connectors/{c}', body: {} },
  { name: 'read: PUT to a connector', setup: runningSink, method: 'PUT', path: '/connectors/{c}', body: {} },
  { name: 'read: POST to a config', setup: runningSink, method: 'POST', path: '/connectors/{c}/config', body: source },
];

const puts: readonly RestCase[] = [
  {
    name: 'put config: a new connector',
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: source,
    after: [state('RUNNING'), status],
  },
  {
    name: 'put config: another file',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, file: '{out}' },
    after: [state('RUNNING'), status, get('/connectors/{c}/tasks')],
  },
  {
    name: 'put config: the same',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, name: '{c}' },
    after: [state('RUNNING'), status],
  },
  {
    name: 'put config: source to sink',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: sink,
    after: [state('RUNNING'), get('/connectors/{c}'), get('/connectors/{c}/status')],
  },
  {
    name: 'put config: on a stopped one',
    setup: stoppedSource,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, file: '{out}' },
    after: [status, get('/connectors/{c}/tasks')],
  },
  {
    name: 'put config: on a paused one',
    setup: pausedSource,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, file: '{out}' },
    after: [state('PAUSED'), status, get('/connectors/{c}/tasks')],
  },
  {
    name: 'put config: on one with a failed task',
    setup: failing,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: source,
    after: [state('RUNNING'), status],
  },
  {
    name: 'put config: another name',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, name: 'another' },
  },
  {
    name: 'put config: invalid',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, 'tasks.max': '0' },
    after: [status],
  },
  {
    name: 'put config: invalid and new',
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, 'tasks.max': '0' },
    after: [get('/connectors')],
  },
  { name: 'put config: no class', setup: running, method: 'PUT', path: '/connectors/{c}/config', body: { file: 'x' } },
  { name: 'put config: an empty object', setup: running, method: 'PUT', path: '/connectors/{c}/config', body: {} },
  { name: 'put config: a list', setup: running, method: 'PUT', path: '/connectors/{c}/config', body: [] },
  { name: 'put config: null', setup: running, method: 'PUT', path: '/connectors/{c}/config', body: 'null' },
  { name: 'put config: no body', setup: running, method: 'PUT', path: '/connectors/{c}/config' },
  {
    name: 'put config: malformed JSON',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: '{"file" "x"}',
  },
  {
    name: 'put config: a nested value',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, a: { b: 1 } },
  },
  {
    name: 'put config: text/plain',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: '{}',
    headers: { 'content-type': 'text/plain' },
  },
  {
    name: 'put config: numbers as values',
    setup: running,
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, 'tasks.max': 1 },
    after: [get('/connectors/{c}/config')],
  },
];

const patches: readonly RestCase[] = [
  {
    name: 'patch config: one key',
    setup: running,
    method: 'PATCH',
    path: '/connectors/{c}/config',
    body: { file: '{out}' },
    after: [state('RUNNING'), get('/connectors/{c}/tasks')],
  },
  {
    name: 'patch config: a key away',
    setup: [create({ ...source, 'batch.size': '5' }), state('RUNNING')],
    method: 'PATCH',
    path: '/connectors/{c}/config',
    body: { 'batch.size': null },
  },
  {
    name: 'patch config: an absent key away',
    setup: running,
    method: 'PATCH',
    path: '/connectors/{c}/config',
    body: { 'some.key': null },
  },
  { name: 'patch config: nothing', setup: running, method: 'PATCH', path: '/connectors/{c}/config', body: {} },
  {
    name: 'patch config: a required key away',
    setup: running,
    method: 'PATCH',
    path: '/connectors/{c}/config',
    body: { topic: null },
  },
  {
    name: 'patch config: the class away',
    setup: running,
    method: 'PATCH',
    path: '/connectors/{c}/config',
    body: { 'connector.class': null },
  },
  {
    name: 'patch config: invalid',
    setup: running,
    method: 'PATCH',
    path: '/connectors/{c}/config',
    body: { 'tasks.max': '0' },
    after: [get('/connectors/{c}/config')],
  },
  { name: 'patch config: unknown', method: 'PATCH', path: '/connectors/{c}/config', body: { file: 'x' } },
  { name: 'patch config: a list', setup: running, method: 'PATCH', path: '/connectors/{c}/config', body: [] },
  { name: 'patch config: malformed JSON', setup: running, method: 'PATCH', path: '/connectors/{c}/config', body: '{' },
  { name: 'patch config: no body', setup: running, method: 'PATCH', path: '/connectors/{c}/config' },
  {
    name: 'patch config: a stopped one',
    setup: stoppedSource,
    method: 'PATCH',
    path: '/connectors/{c}/config',
    body: { file: '{out}' },
    after: [status],
  },
  {
    name: 'patch config: text/plain',
    setup: running,
    method: 'PATCH',
    path: '/connectors/{c}/config',
    body: '{}',
    headers: { 'content-type': 'text/plain' },
  },
];

/** Pause, resume, stop: each on each state. */
const states: readonly RestCase[] = (['pause', 'resume', 'stop'] as const).flatMap((verb) => {
  const end = state(({ pause: 'PAUSED', resume: 'RUNNING', stop: 'STOPPED' } as const)[verb]);
  const call = { method: 'PUT', path: `/connectors/{c}/${verb}` };
  return [
    { name: `${verb}: a running one`, setup: runningSink, ...call, after: [end, status] },
    { name: `${verb}: a paused one`, setup: paused, ...call, after: [end, status] },
    // A stopped connector that is paused gets no tasks before it is resumed.
    {
      name: `${verb}: a stopped one`,
      setup: stopped,
      ...call,
      after:
        verb === 'pause'
          ? [
              until<{ connector: { state: string } }>(
                '/connectors/{c}/status',
                (body) => body.connector.state === 'PAUSED',
              ),
            ]
          : [end, status],
    },
    { name: `${verb}: unknown`, ...call },
    { name: `${verb}: wrong method`, setup: runningSink, method: 'POST', path: `/connectors/{c}/${verb}` },
    { name: `${verb}: GET`, setup: runningSink, method: 'GET', path: `/connectors/{c}/${verb}` },
    { name: `${verb}: with a JSON body`, setup: runningSink, ...call, body: {} },
    {
      name: `${verb}: with a text body`,
      setup: runningSink,
      ...call,
      body: 'x',
      headers: { 'content-type': 'text/plain' },
    },
  ];
});

const restarts: readonly RestCase[] = [
  {
    name: 'restart: a running one',
    setup: runningSink,
    method: 'POST',
    path: '/connectors/{c}/restart',
    after: [state('RUNNING'), status],
  },
  { name: 'restart: a stopped one', setup: stopped, method: 'POST', path: '/connectors/{c}/restart', after: [status] },
  { name: 'restart: unknown', method: 'POST', path: '/connectors/{c}/restart' },
  { name: 'restart: PUT', setup: runningSink, method: 'PUT', path: '/connectors/{c}/restart' },
  ...[
    'includeTasks=true',
    'includeTasks=TRUE',
    'includeTasks=yes',
    'onlyFailed=true',
    'includeTasks=true&onlyFailed=true',
    'includeTasks=false&onlyFailed=false',
  ].flatMap((query) => [
    {
      name: `restart: ${query}, running`,
      setup: runningSink,
      method: 'POST',
      path: `/connectors/{c}/restart?${query}`,
    },
    {
      name: `restart: ${query}, a failed task`,
      setup: failing,
      method: 'POST',
      path: `/connectors/{c}/restart?${query}`,
      after: [failedTask],
    },
    { name: `restart: ${query}, unknown`, method: 'POST', path: `/connectors/{c}/restart?${query}` },
  ]),
  {
    name: 'restart: includeTasks=true, stopped',
    setup: stopped,
    method: 'POST',
    path: '/connectors/{c}/restart?includeTasks=true',
  },
  {
    name: 'restart task: a running one',
    setup: runningSink,
    method: 'POST',
    path: '/connectors/{c}/tasks/0/restart',
    after: [state('RUNNING'), status],
  },
  {
    name: 'restart task: a failed one',
    setup: failing,
    method: 'POST',
    path: '/connectors/{c}/tasks/0/restart',
    after: [failedTask],
  },
  { name: 'restart task: no such task', setup: runningSink, method: 'POST', path: '/connectors/{c}/tasks/7/restart' },
  { name: 'restart task: no number', setup: runningSink, method: 'POST', path: '/connectors/{c}/tasks/x/restart' },
  { name: 'restart task: unknown connector', method: 'POST', path: '/connectors/{c}/tasks/0/restart' },
  { name: 'restart task: of a stopped one', setup: stopped, method: 'POST', path: '/connectors/{c}/tasks/0/restart' },
  { name: 'restart task: GET', setup: runningSink, method: 'GET', path: '/connectors/{c}/tasks/0/restart' },
];

const deletes: readonly RestCase[] = [
  {
    name: 'delete: a running one',
    setup: runningSink,
    method: 'DELETE',
    path: '/connectors/{c}',
    after: [get('/connectors/{c}'), status, get('/connectors')],
  },
  {
    name: 'delete: a stopped one',
    setup: stopped,
    method: 'DELETE',
    path: '/connectors/{c}',
    after: [get('/connectors')],
  },
  {
    name: 'delete: one with a failed task',
    setup: failing,
    method: 'DELETE',
    path: '/connectors/{c}',
    after: [get('/connectors')],
  },
  { name: 'delete: unknown', method: 'DELETE', path: '/connectors/{c}' },
  {
    name: 'delete: twice',
    setup: [...runningSink, request('DELETE', '/connectors/{c}')],
    method: 'DELETE',
    path: '/connectors/{c}',
  },
  {
    name: 'delete: offsets stay',
    setup: [...flowingSource, request('DELETE', '/connectors/{c}'), create(source)],
    method: 'GET',
    path: '/connectors/{c}/offsets',
  },
];

const topics: readonly RestCase[] = [
  { name: 'topics: of a source that has written', setup: flowingSource, method: 'GET', path: '/connectors/{c}/topics' },
  { name: 'topics: of a sink that has read', setup: flowingSink, method: 'GET', path: '/connectors/{c}/topics' },
  {
    name: 'topics reset: known',
    setup: flowingSource,
    method: 'PUT',
    path: '/connectors/{c}/topics/reset',
    after: [get('/connectors/{c}/topics')],
  },
  { name: 'topics reset: unknown', method: 'PUT', path: '/connectors/{c}/topics/reset' },
  { name: 'topics reset: GET', setup: running, method: 'GET', path: '/connectors/{c}/topics/reset' },
  { name: 'topics: wrong method', setup: running, method: 'PUT', path: '/connectors/{c}/topics' },
];

const failures: readonly RestCase[] = [
  {
    name: 'a sink whose record cannot be converted fails',
    setup: [
      write('{"broken\n'),
      request('POST', '/connectors', {
        name: '{c}-in',
        config: { ...source, 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' },
      }),
      create(sink),
      failedTask,
    ],
    method: 'GET',
    path: '/connectors/{c}/status',
  },
];

export const connectorCases: readonly RestCase[] = [
  ...reads,
  ...taskReads,
  ...puts,
  ...patches,
  ...states,
  ...restarts,
  ...deletes,
  ...topics,
  ...failures,
];
