import type { ConnectorInfo } from '../../core/index.ts';
import { type NullableConfig, trimJava } from '../config/index.ts';
import { type Herder, RequestError } from '../runtime/index.ts';
import { type Answer, empty, json } from './answer.ts';
import { readJson } from './json-body.ts';
import { readConfig, readCreateRequest } from './json-shapes.ts';
import { encodeName } from './request-path.ts';
import type { RestRequest, Route } from './router.ts';

/** /connectors and what lies below it, but tasks and offsets. */
export function connectorRoutes(herder: Herder): Route[] {
  return [
    route('/connectors', {
      POST: (request) => create(herder, request),
      GET: (request) => list(herder, request),
    }),
    route('/connectors/{connector}', {
      DELETE: async (request) => {
        await herder.remove(nameOf(request));
        return empty(204);
      },
      GET: (request) => json(200, herder.info(nameOf(request))),
    }),
    route('/connectors/{connector}/config', {
      GET: (request) => json(200, herder.info(nameOf(request)).config),
      PUT: (request) => putConfig(herder, request),
      PATCH: async (request) => {
        const patch = readJson(request.body) ?? null;
        if (patch === null) herder.info(nameOf(request));
        return json(200, await herder.patchConfig(nameOf(request), readConfig(patch, 'config')));
      },
    }),
    route('/connectors/{connector}/status', { GET: (request) => json(200, herder.status(nameOf(request))) }),
    route('/connectors/{connector}/restart', { POST: (request) => restart(herder, request) }),
    route('/connectors/{connector}/pause', {
      PUT: async (request) => {
        await herder.setTargetState(nameOf(request), 'PAUSED');
        return empty(202);
      },
    }),
    route('/connectors/{connector}/resume', {
      PUT: async (request) => {
        await herder.setTargetState(nameOf(request), 'RUNNING');
        return empty(202);
      },
    }),
    route('/connectors/{connector}/stop', {
      PUT: async (request) => {
        await herder.stopConnector(nameOf(request));
        return empty(204);
      },
    }),
    route('/connectors/{connector}/topics', {
      GET: (request) => {
        const name = nameOf(request);
        return json(200, { [name]: { topics: herder.activeTopics(name) } });
      },
    }),
    route('/connectors/{connector}/topics/reset', {
      PUT: (request) => {
        herder.resetActiveTopics(nameOf(request));
        return empty(202);
      },
    }),
    {
      ...route('/connectors/{connector}/fence', {
        PUT: () => {
          throw new RequestError(
            500,
            'Kafka Connect in standalone mode does not support exactly-once source connectors.',
          );
        },
      }),
      consumesAnything: ['PUT'],
    },
  ];
}

export function route(path: string, methods: Route['methods']): Route {
  return { path, methods, consumesJson: true };
}

export function nameOf(request: RestRequest): string {
  return request.path['connector']!;
}

function list(herder: Herder, { query }: RestRequest): Answer {
  if (!query.has('expand')) return json(200, herder.names());
  const wanted = query.getAll('expand');
  const expanded: Record<string, object> = {};
  for (const name of herder.names()) {
    const entry = orAbsent(() => ({
      ...(wanted.includes('status') ? { status: herder.status(name) } : {}),
      ...(wanted.includes('info') ? { info: herder.info(name) } : {}),
    }));
    if (entry) expanded[name] = entry;
  }
  return json(200, expanded);
}

/** A connector that is just being made or removed is left out. */
function orAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined;
    throw error;
  }
}

async function create(herder: Herder, request: RestRequest): Promise<Answer> {
  const { name: written, config, initialState } = readCreateRequest(readJson(request.body));
  const name = trimJava(written);
  const { info } = await herder.putConfig(name, withName(config, name), { allowReplace: false, initialState });
  return created(request, info);
}

async function putConfig(herder: Herder, request: RestRequest): Promise<Answer> {
  const name = nameOf(request);
  const config = withName(readConfig(readJson(request.body), 'config'), name);
  const { isNew, info } = await herder.putConfig(name, config, { allowReplace: true });
  return isNew ? created(request, info) : json(200, info);
}

function created(request: RestRequest, info: ConnectorInfo): Answer {
  return json(201, info, { location: `${request.baseUrl}/connectors/${encodeName(info.name)}` });
}

/** The config with its name; one that is written there has to be the same. */
function withName(config: NullableConfig, name: string): NullableConfig {
  const written = Object.hasOwn(config, 'name') ? config['name'] : null;
  if (written === null || written === undefined) return { ...config, name };
  if (written === name) return config;
  throw new RequestError(
    400,
    `Connector name configuration (${written}) doesn't match connector name in the URL (${name})`,
  );
}

async function restart(herder: Herder, request: RestRequest): Promise<Answer> {
  const flag = (name: string) => request.query.get(name)?.toLowerCase() === 'true';
  const parts = { includeTasks: flag('includeTasks'), onlyFailed: flag('onlyFailed') };
  if (parts.includeTasks || parts.onlyFailed) return json(202, await herder.restartParts(nameOf(request), parts));
  await herder.restartConnector(nameOf(request));
  return empty(204);
}
