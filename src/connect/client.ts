import type {
  ConfigInfos,
  ConfigKeyInfo,
  ConnectorInfo,
  ConnectorOffsets,
  ConnectorStateInfo,
  CreateConnectorRequest,
  ExpandedConnectors,
  FlatConfig,
  LoggerLevel,
  PluginInfo,
  ServerInfo,
  TaskInfo,
} from '../core/index.ts';
import { ConnectFailure, failureOfAnswer, isCallMissing, notConnect } from './connect-failure.ts';
import { type RebalanceWait, throughRebalance } from './through-rebalance.ts';
import { type Answer, createTransport, type TransportOptions } from './transport.ts';

export type { ConnectAuth, ConnectTls } from './transport.ts';

export type ConnectClientOptions = Omit<TransportOptions, 'timeoutMs'> & {
  readonly timeoutMs?: number;
  /** Requests that meet a rebalance are repeated; without it a 409 is thrown. */
  readonly rebalance?: RebalanceWait | undefined;
};

/**
 * One method a REST call of Kafka Connect. Each throws a ConnectFailure: CC7001 nobody answers (or a worker is
 * starting), CC7002 Connect's own error with status and message, CC7003 an answer that is not Connect's.
 */
export interface ConnectClient {
  /** Where requests go: the URL that answered last, without credentials. */
  readonly url: string;
  /** Requests sent so far: a plan's budget is counted with it. */
  readonly requestCount: number;
  serverInfo(): Promise<ServerInfo>;
  names(): Promise<readonly string[]>;
  expanded(): Promise<ExpandedConnectors>;
  /** `?expand=status` alone: what all waits of an apply share. */
  statuses(): Promise<ExpandedConnectors>;
  get(name: string): Promise<ConnectorInfo>;
  config(name: string): Promise<FlatConfig>;
  status(name: string): Promise<ConnectorStateInfo>;
  tasks(name: string): Promise<readonly TaskInfo[]>;
  create(request: CreateConnectorRequest): Promise<ConnectorInfo>;
  putConfig(name: string, config: FlatConfig): Promise<ConnectorInfo>;
  /** null takes a key away. From 3.8. */
  patchConfig(name: string, patch: Readonly<Record<string, string | null>>): Promise<ConnectorInfo>;
  delete(name: string): Promise<void>;
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  restart(name: string, flags: { readonly includeTasks: boolean; readonly onlyFailed: boolean }): Promise<void>;
  restartTask(name: string, task: number): Promise<void>;
  offsets(name: string): Promise<ConnectorOffsets>;
  /** The offsets as JSON text, so that 64-bit integers survive a way through us. */
  offsetsText(name: string): Promise<string>;
  /** Takes the JSON text `{"offsets":[…]}`; returns the worker's message. */
  alterOffsets(name: string, offsetsJson: string): Promise<string>;
  resetOffsets(name: string): Promise<string>;
  /**
   * The methods that the worker has for offsets, whatever connector is named: none before 3.5, PATCH and DELETE from 3.6.
   * Undefined where it does not tell.
   */
  offsetMethods(name: string): Promise<readonly string[] | undefined>;
  /** Every plugin where the worker tells (3.2 and later), connectors alone before. */
  plugins(): Promise<readonly PluginInfo[]>;
  pluginConfig(className: string): Promise<readonly ConfigKeyInfo[]>;
  validate(className: string, config: FlatConfig): Promise<ConfigInfos>;
  /** The topics a connector has used since it was created or its list was reset. From 2.5. */
  topics(name: string): Promise<readonly string[]>;
  /** Loggers with a level of their own, by name. From 2.4. */
  loggers(): Promise<Readonly<Record<string, LoggerLevel>>>;
  logger(name: string): Promise<LoggerLevel>;
  /** Names of the loggers it changed on this worker; with scope `cluster` (3.7) every worker changes and none is told. */
  setLogLevel(name: string, level: string, scope: 'worker' | 'cluster'): Promise<readonly string[]>;
  /** What the worker says of itself. From 3.9. */
  health(): Promise<{ readonly status: string; readonly message: string }>;
  /** The worker's clock, in milliseconds since the epoch to the second; undefined when it sends no Date. */
  clockMs(): Promise<number | undefined>;
  /** Lets go of kept-alive connections. */
  close(): void;
}

/** A client of one Connect cluster. `timeoutMs` is for one try on one URL, 95 s unless told: Connect gives up at 90. */
export function createConnectClient(options: ConnectClientOptions): ConnectClient {
  const transport = createTransport({ timeoutMs: 95_000, ...options });
  const { rebalance } = options;
  const send = (method: string, path: string, body?: unknown): Promise<Answer> =>
    rebalance ? throughRebalance(rebalance, () => sendOnce(method, path, body)) : sendOnce(method, path, body);
  const sendOnce = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await transport.send(method, path, text);
    if (answer.status >= 300 || answer.status < 200) {
      throw failureOfAnswer(`${method} ${path}`, answer.url, answer.status, answer.body);
    }
    return answer;
  };
  const read = async <T>(shape: Shape, method: string, path: string, body?: unknown): Promise<T> =>
    decode<T>(shape, `${method} ${path}`, await send(method, path, body));
  const discard = async (method: string, path: string, body?: unknown): Promise<void> => {
    await send(method, path, body);
  };
  const message = async (method: string, path: string, body?: unknown): Promise<string> =>
    (await read<{ message?: string }>('object', method, path, body)).message ?? '';
  return {
    get url() {
      return transport.url;
    },
    get requestCount() {
      return transport.requestCount;
    },
    serverInfo: async () => {
      const answer = await send('GET', '/');
      const info = decode<Partial<ServerInfo>>('object', 'GET /', answer);
      if (typeof info.version !== 'string') throw notConnect('GET /', answer.url, answer.status);
      return { version: info.version, commit: info.commit ?? '', kafka_cluster_id: info.kafka_cluster_id ?? '' };
    },
    names: () => read('array', 'GET', '/connectors'),
    expanded: () => read('object', 'GET', '/connectors?expand=info&expand=status'),
    statuses: () => read('object', 'GET', '/connectors?expand=status'),
    get: (name) => read('object', 'GET', at(name)),
    config: (name) => read('object', 'GET', at(name, '/config')),
    status: (name) => read('object', 'GET', at(name, '/status')),
    tasks: (name) => read('array', 'GET', at(name, '/tasks')),
    create: (request) => read('object', 'POST', '/connectors', request),
    putConfig: (name, config) => read('object', 'PUT', at(name, '/config'), config),
    patchConfig: (name, patch) => read('object', 'PATCH', at(name, '/config'), patch),
    delete: (name) => discard('DELETE', at(name)),
    pause: (name) => discard('PUT', at(name, '/pause')),
    resume: (name) => discard('PUT', at(name, '/resume')),
    stop: (name) => discard('PUT', at(name, '/stop')),
    restart: (name, { includeTasks, onlyFailed }) =>
      discard('POST', at(name, `/restart?includeTasks=${includeTasks}&onlyFailed=${onlyFailed}`)),
    restartTask: (name, task) => discard('POST', at(name, `/tasks/${task}/restart`)),
    offsets: (name) => read('object', 'GET', at(name, '/offsets')),
    offsetsText: async (name) => {
      const [what, answer] = [`GET ${at(name, '/offsets')}`, await send('GET', at(name, '/offsets'))];
      const { offsets } = decode<Partial<ConnectorOffsets>>('object', what, answer);
      if (!Array.isArray(offsets)) throw notConnect(what, answer.url, answer.status);
      return answer.body;
    },
    alterOffsets: (name, offsetsJson) => message('PATCH', at(name, '/offsets'), offsetsJson),
    resetOffsets: (name) => message('DELETE', at(name, '/offsets')),
    offsetMethods: async (name) => {
      try {
        const { allow } = await send('OPTIONS', at(name, '/offsets'));
        return allow?.split(',').map((method) => method.trim().toUpperCase());
      } catch (error) {
        if (!(error instanceof ConnectFailure) || error.kind === 'stopped') throw error;
        return isCallMissing(error) && error.status === 404 ? [] : undefined;
      }
    },
    plugins: () => read('array', 'GET', '/connector-plugins?connectorsOnly=false'),
    pluginConfig: (className) => read('array', 'GET', `/connector-plugins/${encodeURIComponent(className)}/config`),
    validate: (className, config) =>
      read('object', 'PUT', `/connector-plugins/${encodeURIComponent(className)}/config/validate`, config),
    topics: async (name) => {
      const answer = await read<Record<string, { readonly topics?: readonly string[] }>>(
        'object',
        'GET',
        at(name, '/topics'),
      );
      return answer[name]?.topics ?? [];
    },
    loggers: () => read('object', 'GET', '/admin/loggers'),
    logger: (name) => read('object', 'GET', `/admin/loggers/${encodeURIComponent(name)}`),
    setLogLevel: async (name, level, scope) => {
      const path = `/admin/loggers/${encodeURIComponent(name)}${scope === 'cluster' ? '?scope=cluster' : ''}`;
      const answer = await send('PUT', path, { level });
      return answer.body === '' ? [] : decode<string[]>('array', `PUT ${path}`, answer);
    },
    health: async () => {
      const answer = await transport.send('GET', '/health');
      // A worker that is starting or stuck says so with 503 or 500, in the same form.
      const isTold = [200, 500, 503].includes(answer.status) && /"status"/.test(answer.body);
      if (!isTold) throw failureOfAnswer('GET /health', answer.url, answer.status, answer.body);
      return decode('object', 'GET /health', answer);
    },
    clockMs: async () => {
      const { date } = await send('GET', '/');
      const ms = date === undefined ? Number.NaN : Date.parse(date);
      return Number.isNaN(ms) ? undefined : ms;
    },
    close: () => transport.close(),
  };
}

function at(name: string, rest = ''): string {
  return `/connectors/${encodeURIComponent(name)}${rest}`;
}

type Shape = 'array' | 'object';

/** Reads JSON of the outer shape that was promised; what is inside is Connect's contract. */
function decode<T>(shape: Shape, what: string, answer: Answer): T {
  let value: unknown;
  try {
    value = JSON.parse(answer.body);
  } catch {
    throw notConnect(what, answer.url, answer.status);
  }
  const isShape =
    shape === 'array' ? Array.isArray(value) : typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isShape) throw notConnect(what, answer.url, answer.status);
  return value as T;
}
