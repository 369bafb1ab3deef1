import { create, failedTask, get, request, sink, source, state } from './rest-case.ts';

export const running = [create(source), state('RUNNING')];
// A sink ends at once, where a source sleeps through its poll: rows that could take either take this one.
export const runningSink = [create(sink), state('RUNNING')];
export const paused = [...runningSink, request('PUT', '/connectors/{c}/pause'), state('PAUSED')];
export const stopped = [...runningSink, request('PUT', '/connectors/{c}/stop'), state('STOPPED')];
export const pausedSource = [...running, request('PUT', '/connectors/{c}/pause'), state('PAUSED')];
export const stoppedSource = [create(source, 'STOPPED'), state('STOPPED')];
export const failing = [
  create({ ...source, transforms: 't', 'transforms.t.type': 'org.apache.kafka.connect.transforms.InsertField$Value' }),
  failedTask,
];
export const status = get('/connectors/{c}/status');
