import { sink, source } from './rest-case.ts';

/** One method of one path of the REST API. */
export interface Endpoint {
  readonly method: string;
  /** `{c}` is a connector of the row's own; other placeholders stand in `examples`. */
  readonly path: string;
  /** A body that it takes, where it takes one. */
  readonly body?: object;
}

/** What stands for the placeholders that no row has names of its own for. */
export const examples: Readonly<Record<string, string>> = {
  '{task}': '0',
  '{plugin}': 'FileStreamSource',
  '{logger}': 'test.endpoint',
};

/** Every endpoint of Kafka Connect 4.3.1; test/worker/rest/rest-matrix.test.ts compares them with the router's. */
export const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/connectors' },
  { method: 'POST', path: '/connectors', body: { name: '{c}', config: sink, initial_state: 'STOPPED' } },
  { method: 'GET', path: '/connectors/{c}' },
  { method: 'DELETE', path: '/connectors/{c}' },
  { method: 'GET', path: '/connectors/{c}/config' },
  { method: 'PUT', path: '/connectors/{c}/config', body: source },
  { method: 'PATCH', path: '/connectors/{c}/config', body: { file: '{out}' } },
  { method: 'GET', path: '/connectors/{c}/status' },
  { method: 'POST', path: '/connectors/{c}/restart' },
  { method: 'PUT', path: '/connectors/{c}/pause' },
  { method: 'PUT', path: '/connectors/{c}/resume' },
  { method: 'PUT', path: '/connectors/{c}/stop' },
  { method: 'GET', path: '/connectors/{c}/topics' },
  { method: 'PUT', path: '/connectors/{c}/topics/reset' },
  { method: 'PUT', path: '/connectors/{c}/fence' },
  { method: 'GET', path: '/connectors/{c}/tasks' },
  { method: 'POST', path: '/connectors/{c}/tasks', body: [] },
  { method: 'GET', path: '/connectors/{c}/tasks/{task}/status' },
  { method: 'POST', path: '/connectors/{c}/tasks/{task}/restart' },
  { method: 'GET', path: '/connectors/{c}/offsets' },
  {
    method: 'PATCH',
    path: '/connectors/{c}/offsets',
    body: { offsets: [{ partition: { filename: '{file}' }, offset: { position: 1 } }] },
  },
  { method: 'DELETE', path: '/connectors/{c}/offsets' },
  { method: 'GET', path: '/connector-plugins' },
  { method: 'GET', path: '/connector-plugins/{plugin}/config' },
  { method: 'PUT', path: '/connector-plugins/{plugin}/config/validate', body: { name: 'x', ...source } },
  { method: 'GET', path: '/admin/loggers' },
  { method: 'GET', path: '/admin/loggers/{logger}' },
  { method: 'PUT', path: '/admin/loggers/{logger}', body: { level: 'INFO' } },
];

/** How rows and the matrix name an endpoint. */
export function nameOf({ method, path }: Pick<Endpoint, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** Each path once, with the methods that it answers to. */
export const methodsByPath: ReadonlyMap<string, readonly string[]> = new Map(
  endpoints.map(({ path }) => [path, endpoints.filter((other) => other.path === path).map(({ method }) => method)]),
);
