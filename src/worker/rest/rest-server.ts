import type { IncomingMessage } from 'node:http';
import type { ServerOptions } from 'node:https';
import { networkInterfaces } from 'node:os';
import type { FlatConfig, ServerInfo } from '../../core/index.ts';
import { keyOptions, protocolOptions, trustOptions } from '../clients/index.ts';
import { ConfigError } from '../config/index.ts';
import type { Logger, LogLevels } from '../log/index.ts';
import type { PluginRegistry } from '../plugins/index.ts';
import type { Herder } from '../runtime/index.ts';
import type { Listener, WorkerConfig } from '../worker-config/index.ts';
import { connectorRoutes } from './connector-routes.ts';
import { corsHeaders } from './cors.ts';
import { Dispatcher } from './dispatcher.ts';
import { headerRules, type ResponseHeaders } from './header-rules.ts';
import { type HttpApp, type HttpListener, openListener } from './http-server.ts';
import { loggerRoutes } from './logger-routes.ts';
import { metricsRoutes } from './metrics-routes.ts';
import { offsetRoutes } from './offset-routes.ts';
import { pluginRoutes } from './plugin-routes.ts';
import { rootRoutes, type WorkerHealth } from './root-routes.ts';
import type { Route } from './router.ts';
import { taskRoutes } from './task-routes.ts';

/** Kafka Connect's, so that who turned its requests off there turns them off here. */
const ACCESS_LOGGER = 'org.apache.kafka.connect.runtime.rest.RestServer';

/** What the resources work on; it is there only once the worker has started. */
export interface RestResources {
  readonly herder: Herder;
  readonly registry: PluginRegistry;
  readonly levels: LogLevels;
  readonly info: ServerInfo;
  readonly health: WorkerHealth;
}

/** The REST API on all of the worker's listeners. */
export class RestServer {
  readonly #config: WorkerConfig;
  readonly #log: Logger;
  readonly #listeners: readonly HttpListener[];
  readonly #adminListeners: readonly HttpListener[];

  /** Opens the ports; every path is 404 until `serve`. @throws Failure CC9003 where a port is taken, ConfigError */
  static async open(config: WorkerConfig, log: Logger): Promise<RestServer> {
    headerRules(config.responseHeaders);
    const opened: HttpListener[] = [];
    const open = async (listener: Listener, prefix: string): Promise<HttpListener> => {
      const tls = listener.protocol === 'https' ? serverTls(config, prefix) : {};
      const http = await openListener(listener, tls);
      opened.push(http);
      return http;
    };
    try {
      const listeners: HttpListener[] = [];
      for (const listener of config.listeners) listeners.push(await open(listener, 'listeners.https.'));
      const admin: HttpListener[] = [];
      for (const listener of config.adminListeners ?? []) admin.push(await open(listener, 'admin.listeners.https.'));
      return new RestServer(config, log, listeners, admin);
    } catch (error) {
      await Promise.all(opened.map((listener) => listener.close(0)));
      throw error;
    }
  }

  private constructor(
    config: WorkerConfig,
    log: Logger,
    listeners: readonly HttpListener[],
    adminListeners: readonly HttpListener[],
  ) {
    this.#config = config;
    this.#log = log;
    this.#listeners = listeners;
    this.#adminListeners = adminListeners;
  }

  /** host:port as other workers would see it: the `worker_id` of every status. */
  get workerId(): string {
    const { host, port, index } = this.#advertised();
    return `${bracketed(host)}:${port ?? this.#listeners[index]!.port}`;
  }

  /** Where the API answers on this machine, such as `http://127.0.0.1:8083`. */
  get url(): string {
    const { protocol, host } = this.#config.listeners[0]!;
    return `${protocol}://${bracketed(isAny(host) ? '127.0.0.1' : host)}:${this.#listeners[0]!.port}`;
  }

  /** Where the admin listeners answer, in their order. */
  get adminPorts(): readonly number[] {
    return this.#adminListeners.map(({ port }) => port);
  }

  serve(resources: RestResources): void {
    const routes = allRoutes(resources);
    const isSplit = this.#config.adminListeners !== null;
    const decorate = decorator(this.#config);
    const access = this.#log.named(ACCESS_LOGGER);
    const app = (wanted: readonly Route[]): HttpApp => {
      const dispatcher = new Dispatcher(wanted, this.#log);
      return { answer: (request) => dispatcher.answer(request), decorate, logAccess: (line) => access.info(line) };
    };
    const normal = app(isSplit ? routes.filter((route) => !route.isAdmin) : routes);
    for (const listener of this.#listeners) listener.serve(normal);
    const admin = { ...app(routes.filter((route) => route.isAdmin)), decorate: () => {} };
    for (const listener of this.#adminListeners) listener.serve(admin);
  }

  async close(timeoutMs: number): Promise<void> {
    await Promise.all([...this.#listeners, ...this.#adminListeners].map((listener) => listener.close(timeoutMs)));
  }

  #advertised(): { readonly host: string; readonly port: number | null; readonly index: number } {
    const { advertised, listeners } = this.#config;
    const protocol = advertised.protocol ?? (listeners.some((l) => l.protocol === 'http') ? 'http' : 'https');
    const index = Math.max(
      0,
      listeners.findIndex((listener) => listener.protocol === protocol),
    );
    const bound = listeners[index]!.host;
    return { host: advertised.host || (isAny(bound) ? localAddress() : bound), port: advertised.port, index };
  }
}

/** Every resource of the API, those of the admin listeners included. */
export function allRoutes(resources: RestResources): Route[] {
  const { herder, registry, levels, info, health } = resources;
  return [
    ...rootRoutes(info, health),
    ...connectorRoutes(herder),
    ...taskRoutes(herder),
    ...offsetRoutes(herder),
    ...pluginRoutes(herder, registry),
    ...loggerRoutes(levels),
    ...metricsRoutes(herder),
  ];
}

function decorator(config: WorkerConfig): HttpApp['decorate'] {
  const addRules = headerRules(config.responseHeaders);
  const cors = { origins: config.corsOrigin, methods: config.corsMethods };
  return (headers: ResponseHeaders, request: IncomingMessage) => {
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    Object.assign(headers, corsHeaders(cors, request.headers.origin, isPreflight));
    addRules(headers, Date.now());
  };
}

/**
 * Settings under the prefix replace the others as a whole (SSLUtils.createServerSideSslContextFactory).
 * @throws ConfigError where a store cannot be read, or there is no key to show
 */
function serverTls({ props, clientAuth }: WorkerConfig, prefix: string): ServerOptions {
  const own = Object.entries(props).filter(([key]) => key.startsWith(prefix));
  const ssl: FlatConfig =
    own.length > 0 ? Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])) : props;
  const wanted = ssl['ssl.client.auth'] ?? clientAuth;
  const key = keyOptions(ssl);
  if (key.pfx === undefined && key.cert === undefined) {
    throw new ConfigError(
      `An https listener needs a key: ssl.keystore.location (or ssl.keystore.certificate.chain and ssl.keystore.key) is not set${own.length > 0 ? ` under ${prefix}` : ''}`,
    );
  }
  return {
    ...key,
    ...trustOptions(ssl),
    ...protocolOptions(ssl),
    requestCert: wanted !== 'none',
    rejectUnauthorized: wanted === 'required',
  } as ServerOptions;
}

function isAny(host: string): boolean {
  return host === '' || host === '0.0.0.0' || host === '::';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function localAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find((address) => address.family === 'IPv4' && !address.internal)?.address ?? '127.0.0.1';
}
