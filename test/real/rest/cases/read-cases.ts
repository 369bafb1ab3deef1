import { failing, paused, running, runningSink, stopped } from '../connector-setups.ts';
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
  write,
} from '../rest-case.ts';

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
];

const internals: readonly RestCase[] = [
  { name: 'post tasks: a list', setup: stopped, method: 'POST', path: '/connectors/{c}/tasks', body: [] },
  { name: 'post tasks: an object', setup: stopped, method: 'POST', path: '/connectors/{c}/tasks', body: {} },
  { name: 'post tasks: no body', setup: stopped, method: 'POST', path: '/connectors/{c}/tasks' },
  { name: 'post tasks: unknown', method: 'POST', path: '/connectors/{c}/tasks', body: [] },
  { name: 'post tasks: a running one', setup: runningSink, method: 'POST', path: '/connectors/{c}/tasks', body: [] },
  { name: 'fence: a running one', setup: runningSink, method: 'PUT', path: '/connectors/{c}/fence', body: {} },
  { name: 'fence: a stopped one', setup: stopped, method: 'PUT', path: '/connectors/{c}/fence' },
  { name: 'fence: unknown', method: 'PUT', path: '/connectors/{c}/fence', body: {} },
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
  {
    name: 'topics: of a deleted source',
    setup: [...flowingSource, request('DELETE', '/connectors/{c}')],
    method: 'GET',
    path: '/connectors/{c}/topics',
  },
  {
    name: 'topics reset: a stopped one',
    setup: stopped,
    method: 'PUT',
    path: '/connectors/{c}/topics/reset',
    after: [get('/connectors/{c}/topics')],
  },
  { name: 'topics: unknown', method: 'GET', path: '/connectors/{c}/topics' },
  { name: 'topics reset: unknown', method: 'PUT', path: '/connectors/{c}/topics/reset' },
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

/** What can be read of one connector, and of its tasks and topics. */
export const readCases: readonly RestCase[] = [...reads, ...taskReads, ...internals, ...topics, ...failures];
