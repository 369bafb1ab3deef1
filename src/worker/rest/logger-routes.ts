import { trimJava } from '../config/index.ts';
import { type LevelName, type LogLevels, levelNames } from '../log/index.ts';
import { RequestError } from '../runtime/index.ts';
import { empty, json } from './answer.ts';
import { readJson } from './json-body.ts';
import { readConfig } from './json-shapes.ts';
import type { Route } from './router.ts';

/** /admin/loggers (KIP-495, KIP-976). */
export function loggerRoutes(levels: LogLevels): Route[] {
  return [
    { path: '/admin/loggers', methods: { GET: () => json(200, levels.all()) }, consumesJson: true, isAdmin: true },
    {
      path: '/admin/loggers/{logger}',
      methods: {
        GET: ({ path }) => {
          const name = path['logger']!;
          const level = levels.get(name);
          if (!level) throw new RequestError(404, `Logger ${name} not found.`);
          return json(200, level);
        },
        PUT: ({ path, query, body }) => {
          const level = readLevel(body);
          const changed = levels.set(path['logger']!, level);
          // A cluster of one worker is this one.
          return query.get('scope')?.toLowerCase() === 'cluster' ? empty(204) : json(200, changed);
        },
      },
      consumesJson: true,
      isAdmin: true,
    },
  ];
}

function readLevel(body: string): LevelName {
  const text = readConfig(readJson(body), 'the body')['level'] ?? null;
  if (text === null) throw new RequestError(400, "Desired 'level' parameter was not specified in request.");
  const wanted = trimJava(text).toUpperCase();
  if (wanted === '') throw new RequestError(400, 'Illegal null or empty Level name.');
  const level = levelNames.find((name) => name === wanted);
  if (level === undefined) throw new RequestError(404, `invalid log level '${text}'.`);
  return level;
}
