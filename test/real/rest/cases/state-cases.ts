import { failing, paused, runningSink, status, stopped } from '../connector-setups.ts';
import { create, failedTask, flowingSource, get, type RestCase, request, source, state, until } from '../rest-case.ts';

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
    { name: `${verb}: with a JSON body`, setup: runningSink, ...call, body: {} },
    { name: `${verb}: one with a failed task`, setup: failing, ...call },
    {
      name: `${verb}: the forward parameter`,
      setup: runningSink,
      ...call,
      path: `/connectors/{c}/${verb}?forward=true`,
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
  { name: 'restart: a paused one', setup: paused, method: 'POST', path: '/connectors/{c}/restart', after: [status] },
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
  { name: 'restart task: of a paused one', setup: paused, method: 'POST', path: '/connectors/{c}/tasks/0/restart' },
  { name: 'restart task: negative', setup: runningSink, method: 'POST', path: '/connectors/{c}/tasks/-1/restart' },
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

/** Pause, resume, stop, restart, delete. */
export const stateCases: readonly RestCase[] = [...states, ...restarts, ...deletes];
