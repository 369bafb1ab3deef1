import { endpoints, nameOf } from './endpoints.ts';

/** What may be wrong with a request; `fine` is nothing. */
export const kinds = [
  'fine',
  'unknown name',
  'wrong state',
  'wrong type',
  'missing field',
  'malformed',
  'wrong content type',
  'wrong method',
] as const;
export type Kind = (typeof kinds)[number];

/** The name of a row that fills a cell, or why no request can. */
export type Cell = string | { readonly cannot: string };
type Cells = Readonly<Record<Kind, Cell>>;

/** The kinds that a table of its own has no rows for: envelope-cases.ts makes them for every endpoint. */
type Told = Omit<Record<Kind, Cell>, 'malformed' | 'wrong content type' | 'wrong method'>;

const noName = { cannot: 'it names nothing' };
const noState = { cannot: 'it is about no connector' };
const noType = { cannot: 'all that it takes is a name, which any text is' };
const noFields = { cannot: 'it takes no fields' };

/** A GET of one connector, or of a part of it. */
function read(path: string): Told {
  return {
    fine: `read ${path}: a running source`,
    'unknown name': `read ${path}: unknown`,
    'wrong state': `read ${path}: a stopped one`,
    'wrong type': noType,
    'missing field': noFields,
  };
}

/** Pause, resume, stop. */
function change(verb: string): Told {
  return {
    fine: `${verb}: a running one`,
    'unknown name': `${verb}: unknown`,
    'wrong state': `${verb}: a stopped one`,
    'wrong type': noType,
    'missing field': noFields,
  };
}

const told: Readonly<Record<string, Told>> = {
  'GET /': {
    fine: 'root: server info',
    'unknown name': noName,
    'wrong state': noState,
    'wrong type': { cannot: 'it takes nothing' },
    'missing field': noFields,
  },
  'GET /health': {
    fine: 'health: healthy',
    'unknown name': noName,
    'wrong state': { cannot: 'a worker that starts is in test/real/worker-settings.test.ts' },
    'wrong type': { cannot: 'it takes nothing' },
    'missing field': noFields,
  },
  'GET /connectors': {
    fine: 'connectors: one',
    'unknown name': 'connectors: expand=nothing',
    'wrong state': 'connectors: expand with a stopped one',
    'wrong type': 'connectors: expand',
    'missing field': noFields,
  },
  'POST /connectors': {
    fine: 'create: a source',
    'unknown name': 'config: an unknown class',
    'wrong state': 'create: existing',
    'wrong type': 'create: config a list',
    'missing field': 'create: config missing',
  },
  'GET /connectors/{c}': read('/'),
  'DELETE /connectors/{c}': {
    fine: 'delete: a running one',
    'unknown name': 'delete: unknown',
    'wrong state': 'delete: one with a failed task',
    'wrong type': noType,
    'missing field': noFields,
  },
  'GET /connectors/{c}/config': read('/config'),
  'PUT /connectors/{c}/config': {
    fine: 'put config: another file',
    'unknown name': 'put config: a new connector',
    'wrong state': 'put config: on a stopped one',
    'wrong type': 'put config: a list',
    'missing field': 'put config: no class',
  },
  'PATCH /connectors/{c}/config': {
    fine: 'patch config: one key',
    'unknown name': 'patch config: unknown',
    'wrong state': 'patch config: a stopped one',
    'wrong type': 'patch config: a list',
    'missing field': 'patch config: a required key away',
  },
  'GET /connectors/{c}/status': read('/status'),
  'POST /connectors/{c}/restart': {
    fine: 'restart: a running one',
    'unknown name': 'restart: unknown',
    'wrong state': 'restart: a stopped one',
    'wrong type': 'restart: includeTasks=yes, running',
    'missing field': noFields,
  },
  'PUT /connectors/{c}/pause': change('pause'),
  'PUT /connectors/{c}/resume': change('resume'),
  'PUT /connectors/{c}/stop': change('stop'),
  'GET /connectors/{c}/topics': read('/topics'),
  'PUT /connectors/{c}/topics/reset': {
    fine: 'topics reset: known',
    'unknown name': 'topics reset: unknown',
    'wrong state': 'topics reset: a stopped one',
    'wrong type': noType,
    'missing field': noFields,
  },
  'PUT /connectors/{c}/fence': {
    fine: 'fence: a running one',
    'unknown name': 'fence: unknown',
    'wrong state': 'fence: a stopped one',
    'wrong type': noType,
    'missing field': noFields,
  },
  'GET /connectors/{c}/tasks': read('/tasks'),
  'POST /connectors/{c}/tasks': {
    fine: 'post tasks: a list',
    'unknown name': 'post tasks: unknown',
    'wrong state': 'post tasks: a running one',
    'wrong type': 'post tasks: an object',
    'missing field': 'post tasks: no body',
  },
  'GET /connectors/{c}/tasks/{task}/status': {
    ...read('/tasks/0/status'),
    'unknown name': 'task status: no such task',
    'wrong type': 'task status: no number',
  },
  'POST /connectors/{c}/tasks/{task}/restart': {
    fine: 'restart task: a running one',
    'unknown name': 'restart task: no such task',
    'wrong state': 'restart task: of a stopped one',
    'wrong type': 'restart task: no number',
    'missing field': noFields,
  },
  'GET /connectors/{c}/offsets': read('/offsets'),
  'PATCH /connectors/{c}/offsets': {
    fine: 'patch offsets: a source',
    'unknown name': 'patch offsets: unknown',
    'wrong state': 'patch offsets: a running source',
    'wrong type': 'patch offsets: a position that is text',
    'missing field': 'patch offsets: no position',
  },
  'DELETE /connectors/{c}/offsets': {
    fine: 'delete offsets: a source',
    'unknown name': 'delete offsets: unknown',
    'wrong state': 'delete offsets: a running source',
    'wrong type': noType,
    'missing field': noFields,
  },
  'GET /connector-plugins': {
    fine: 'plugins: connectors',
    'unknown name': noName,
    'wrong state': noState,
    'wrong type': 'plugins: connectorsOnly=x',
    'missing field': noFields,
  },
  'GET /connector-plugins/{plugin}/config': {
    fine: 'plugin config: FileStreamSource',
    'unknown name': 'plugin config: unknown',
    'wrong state': noState,
    'wrong type': 'plugin config: a config provider',
    'missing field': noFields,
  },
  'PUT /connector-plugins/{plugin}/config/validate': {
    fine: 'validate: a source',
    'unknown name': 'validate: an unknown plugin',
    'wrong state': 'validate: the name of a connector that there is',
    'wrong type': 'validate: a list',
    'missing field': 'validate: no class',
  },
  'GET /admin/loggers': {
    fine: 'loggers: list',
    'unknown name': noName,
    'wrong state': noState,
    'wrong type': { cannot: 'it takes nothing' },
    'missing field': noFields,
  },
  'GET /admin/loggers/{logger}': {
    fine: 'loggers: root',
    'unknown name': 'loggers: unknown',
    'wrong state': noState,
    'wrong type': noType,
    'missing field': noFields,
  },
  'PUT /admin/loggers/{logger}': {
    fine: 'loggers: set one',
    'unknown name': 'loggers: unknown level',
    'wrong state': noState,
    'wrong type': 'loggers: a number as level',
    'missing field': 'loggers: no level',
  },
};

/** Every endpoint by every kind. */
export const matrix: ReadonlyMap<string, Cells> = new Map(
  endpoints.map((endpoint) => {
    const name = nameOf(endpoint);
    const cells = told[name];
    if (!cells) throw new Error(`matrix.ts has nothing about ${name}`);
    return [
      name,
      {
        ...cells,
        malformed: `${name}: malformed JSON${endpoint.body ? '' : ' that nobody reads'}`,
        'wrong content type': `${name}: text/plain`,
        'wrong method': wrongMethodOf(endpoint.path),
      },
    ];
  }),
);

/** Of the methods that a path has not, the first. */
function wrongMethodOf(path: string): string {
  const offered = endpoints.filter((other) => other.path === path).map(({ method }) => method);
  const method = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].find((other) => !offered.includes(other));
  return `${method} ${path}: no such method`;
}
