import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConfigInfos, ConfigKeyInfo, PluginInfo, TargetState } from '../../src/core/index.ts';

interface FakeConnector {
  config: Record<string, string>;
  target: TargetState;
  /** What the tasks run with: it follows the config `lagMs` later, as on a real worker. */
  taskConfig: Record<string, string> | undefined;
  status: { connector: string; tasks: { id: number; state: string; trace?: string }[] };
  offsets: unknown[];
}

export interface FakeOptions {
  readonly version?: string;
  /** How long an old status and old task configs stand after a write. */
  readonly lagMs?: number;
  /** A trace makes the tasks of such a config fail. */
  failWith?(config: Readonly<Record<string, string>>): string | undefined;
  /** false: tasks get their own keys and not the connector's. */
  readonly passesKeysOn?: boolean;
  /** Answers before the fake does; true: it has answered. */
  intercept?(method: string, path: string, response: ServerResponse, body: string): boolean;
  readonly masks?: boolean;
  /** Calls such as `PATCH offsets` that it lacks, whatever its version says. */
  readonly lacks?: readonly string[];
}

/** The paths below a connector that came after the first version. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  stop: ['PUT'],
  offsets: ['GET', 'PATCH', 'DELETE'],
  config: ['GET', 'PUT', 'PATCH'],
};

const FILE = 'org.apache.kafka.connect.file.FileStream';

export const fakePlugins: readonly PluginInfo[] = [
  { class: `${FILE}SinkConnector`, type: 'sink', version: '4.3.1' },
  { class: `${FILE}SourceConnector`, type: 'source', version: '4.3.1' },
  { class: 'org.apache.kafka.connect.json.JsonConverter', type: 'converter', version: '4.3.1' },
  { class: 'org.apache.kafka.connect.storage.StringConverter', type: 'converter', version: '4.3.1' },
];

/** A definition as GET /connector-plugins/{class}/config lists it. */
export function keyInfo(
  name: string,
  type: ConfigKeyInfo['type'],
  default_value: string | null,
  required = false,
): ConfigKeyInfo {
  return {
    name,
    type,
    required,
    default_value,
    importance: 'HIGH',
    documentation: '',
    group: null,
    order_in_group: 1,
    width: 'NONE',
    display_name: name,
    dependents: [],
  };
}

export const fakeKeys: readonly ConfigKeyInfo[] = [
  keyInfo('name', 'STRING', null, true),
  keyInfo('connector.class', 'STRING', null, true),
  keyInfo('tasks.max', 'INT', '1'),
  keyInfo('key.converter', 'CLASS', null),
  keyInfo('value.converter', 'CLASS', null),
  keyInfo('errors.tolerance', 'STRING', 'none'),
  keyInfo('file', 'STRING', null),
  keyInfo('topic', 'STRING', null),
  keyInfo('topics', 'LIST', ''),
  keyInfo('batch.size', 'INT', '2000'),
  keyInfo('connection.password', 'PASSWORD', null),
];

/** Kafka Connect's REST contract in memory, with the delays that make waiting hard. */
export async function startFakeConnect(options: FakeOptions = {}) {
  const fake = new FakeConnect(options);
  const server = createServer((request, response) => fake.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  fake.workerId = `127.0.0.1:${port}`;
  return {
    url: `http://127.0.0.1:${port}`,
    fake,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export class FakeConnect {
  readonly connectors = new Map<string, FakeConnector>();
  clusterId = 'cluster-1';
  readonly requests: string[] = [];
  readonly loggers = new Map<string, { level: string; last_modified: number | null }>([
    ['root', { level: 'INFO', last_modified: null }],
  ]);
  workerId = '';
  options: FakeOptions;

  constructor(options: FakeOptions) {
    this.options = options;
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://x');
      const path = url.pathname.split('/').map(decodeURIComponent);
      this.requests.push(`${request.method} ${request.url}`);
      const text = Buffer.concat(chunks).toString();
      if (this.options.intercept?.(request.method ?? '', request.url ?? '', response, text)) return;
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const lacking = this.#lacking(request.method ?? '', path.slice(1));
      if (lacking) return void response.writeHead(lacking.status, lacking.headers).end(lacking.body);
      const answer = this.#route(request.method ?? '', path.slice(1), url.searchParams, body);
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    });
  }

  /** Puts a connector there as if it had been running for long. */
  add(name: string, config: Record<string, string>, state: TargetState = 'RUNNING'): void {
    const connector = this.#fresh(config, state);
    this.connectors.set(name, connector);
    this.#settle(connector);
  }

  #route(method: string, path: string[], query: URLSearchParams, body: unknown): { status: number; body?: unknown } {
    if (path[0] === '') {
      return ok({ version: this.options.version ?? '4.3.1', commit: 'x', kafka_cluster_id: this.clusterId });
    }
    if (path[0] === 'connector-plugins') return this.#plugins(path, body);
    if (path[0] === 'health') return ok({ status: 'healthy', message: 'ready' });
    if (path[0] === 'admin') return this.#loggers(method, path[2], query, body);
    if (path[0] !== 'connectors') return error(404, 'HTTP 404 Not Found');
    if (path.length === 1) return method === 'POST' ? this.#create(body) : this.#list(query);
    const name = path[1]!;
    const connector = this.connectors.get(name);
    if (method === 'PUT' && path[2] === 'config') return this.#put(name, body as Record<string, string>);
    if (!connector) return error(404, `Connector ${name} not found`);
    return this.#one(method, name, connector, path[2], body);
  }

  /** As Jersey answers: OPTIONS with the methods of a path, 405 without the method, a 404 of its own without the path. */
  #lacking(method: string, path: readonly string[]) {
    const methods = path[0] === 'connectors' ? METHODS[path[2] ?? ''] : undefined;
    if (!methods) return undefined;
    const { lacks = [] } = this.options;
    const left = methods.filter((one) => !lacks.includes(`${one} ${path[2]}`));
    const json = { 'content-type': 'application/json' };
    if (left.length === 0) {
      return { status: 404, headers: json, body: '{"error_code":404,"message":"HTTP 404 Not Found"}' };
    }
    const allow = [...left, 'OPTIONS'].join();
    if (method === 'OPTIONS') return { status: 200, headers: { allow, 'content-type': 'text/plain' }, body: allow };
    if (left.includes(method)) return undefined;
    return { status: 405, headers: json, body: '{"error_code":405,"message":"HTTP 405 Method Not Allowed"}' };
  }

  #one(method: string, name: string, connector: FakeConnector, what: string | undefined, body: unknown) {
    const [action, given] = [`${method} ${what ?? ''}`, body as Record<string, string | null>];
    switch (action) {
      case 'GET ':
        return ok(this.#info(name, connector));
      case 'GET config':
        return ok(this.#shown(connector.config));
      case 'GET status':
        return ok(this.#status(name, connector));
      case 'GET tasks':
        return ok(connector.taskConfig ? [{ id: { connector: name, task: 0 }, config: connector.taskConfig }] : []);
      case 'GET offsets':
        return ok({ offsets: connector.offsets });
      case 'GET topics':
        return ok({ [name]: { topics: topicsIn(connector.config) } });
      case 'PATCH offsets':
        if (connector.status.connector !== 'STOPPED') return error(400, 'Connectors must be in the STOPPED state');
        connector.offsets = (body as { offsets: unknown[] }).offsets;
        return ok({ message: 'altered' });
      case 'DELETE offsets':
        connector.offsets = [];
        return ok({ message: 'reset' });
      case 'DELETE ':
        this.connectors.delete(name);
        return { status: 204 };
      case 'PATCH config':
        for (const [key, value] of Object.entries(given)) {
          if (value === null) delete connector.config[key];
          else connector.config[key] = value;
        }
        this.#later(connector);
        return ok(this.#info(name, connector));
      case 'PUT pause':
        return this.#setTarget(connector, 'PAUSED');
      case 'PUT resume':
        return this.#setTarget(connector, 'RUNNING');
      case 'PUT stop':
        return this.#setTarget(connector, 'STOPPED');
      case 'POST restart':
        this.#later(connector);
        return { status: 202, body: this.#status(name, connector) };
      default:
        return error(405, 'HTTP 405 Method Not Allowed');
    }
  }

  #setTarget(connector: FakeConnector, target: TargetState): { status: number } {
    connector.target = target;
    this.#later(connector);
    return { status: 202 };
  }

  #create(body: unknown) {
    const { name, config, initial_state } = body as {
      name: string;
      config: Record<string, string>;
      initial_state?: TargetState;
    };
    if (this.connectors.has(name)) return error(409, `Connector ${name} already exists`);
    const connector = this.#fresh({ ...config, name }, initial_state ?? 'RUNNING');
    this.connectors.set(name, connector);
    this.#later(connector);
    return { status: 201, body: this.#info(name, connector) };
  }

  #put(name: string, config: Record<string, string>) {
    const existing = this.connectors.get(name);
    if (!existing) return this.#create({ name, config });
    existing.config = { ...config, name };
    this.#later(existing);
    return ok(this.#info(name, existing));
  }

  #fresh(config: Record<string, string>, target: TargetState): FakeConnector {
    return { config, target, taskConfig: undefined, status: { connector: '', tasks: [] }, offsets: [] };
  }

  #later(connector: FakeConnector): void {
    const lagMs = this.options.lagMs ?? 30;
    setTimeout(() => this.#settle(connector), lagMs).unref();
  }

  #settle(connector: FakeConnector): void {
    const { target, config } = connector;
    if (target === 'STOPPED') {
      connector.taskConfig = undefined;
      connector.status = { connector: 'STOPPED', tasks: [] };
      return;
    }
    const passes = this.options.passesKeysOn ?? true;
    // As on a real worker, a paused connector's tasks keep the config they have until it is resumed.
    if (target === 'RUNNING' || !connector.taskConfig)
      connector.taskConfig = passes ? { ...config, 'task.class': 'T' } : { own: 'key' };
    const trace = this.options.failWith?.(config);
    connector.status = {
      connector: target,
      tasks: [trace && target === 'RUNNING' ? { id: 0, state: 'FAILED', trace } : { id: 0, state: target }],
    };
  }

  #list(query: URLSearchParams) {
    const expand = query.getAll('expand');
    if (expand.length === 0) return ok([...this.connectors.keys()]);
    const entries: [string, unknown][] = [];
    for (const [name, connector] of this.connectors) {
      // As on a real worker, a connector without a status record is left out of the answer.
      if (connector.status.connector === '') continue;
      entries.push([
        name,
        {
          ...(expand.includes('info') && { info: this.#info(name, connector) }),
          ...(expand.includes('status') && { status: this.#status(name, connector) }),
        },
      ]);
    }
    return ok(Object.fromEntries(entries));
  }

  #info(name: string, connector: FakeConnector) {
    return {
      name,
      config: this.#shown(connector.config),
      tasks: connector.taskConfig ? [{ connector: name, task: 0 }] : [],
      type: typeOf(connector.config),
    };
  }

  #shown(config: Record<string, string>): Record<string, string> {
    if (!this.options.masks) return config;
    return Object.fromEntries(Object.entries(config).map(([k, v]) => [k, /password$/.test(k) ? '••••••••' : v]));
  }

  #status(name: string, connector: FakeConnector) {
    const worker_id = this.workerId;
    return {
      name,
      connector: { state: connector.status.connector || 'UNASSIGNED', worker_id },
      tasks: connector.status.tasks.map((task) => ({ ...task, worker_id })),
      type: typeOf(connector.config),
    };
  }

  #loggers(method: string, name: string | undefined, query: URLSearchParams, body: unknown) {
    if (name === undefined) return ok(Object.fromEntries(this.loggers));
    if (method === 'PUT') {
      this.loggers.set(name, { level: (body as { level: string }).level, last_modified: 1_700_000_000_000 });
      return query.get('scope') === 'cluster' ? { status: 204 } : ok([name]);
    }
    const logger = this.loggers.get(name);
    return logger ? ok(logger) : error(404, `Logger ${name} not found.`);
  }

  #plugins(path: string[], body: unknown) {
    if (path.length === 1) return ok(fakePlugins);
    if (path[3] !== 'validate') return ok(fakeKeys);
    return ok(validate(body as Record<string, string>));
  }
}

function validate(config: Readonly<Record<string, string>>): ConfigInfos {
  const errors =
    config['tasks.max'] === 'abc' ? ['Invalid value abc for configuration tasks.max: Not a number of type INT'] : [];
  return {
    name: config['connector.class'] ?? '',
    error_count: errors.length,
    groups: [],
    configs: [
      { definition: null, value: { name: 'tasks.max', value: null, recommended_values: [], errors, visible: true } },
    ],
  };
}

function topicsIn(config: Readonly<Record<string, string>>): string[] {
  return (config['topics'] ?? config['topic'] ?? '').split(',').filter((topic) => topic !== '');
}

function typeOf(config: Readonly<Record<string, string>>): string {
  return /Sink/.test(config['connector.class'] ?? '') ? 'sink' : 'source';
}

function ok(body: unknown): { status: number; body: unknown } {
  return { status: 200, body };
}

function error(status: number, message: string): { status: number; body: unknown } {
  return { status, body: { error_code: status, message } };
}
