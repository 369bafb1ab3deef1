import { type Herder, RequestError } from '../runtime/index.ts';
import { empty, json } from './answer.ts';
import { nameOf, route } from './connector-routes.ts';
import { readJson } from './json-body.ts';
import { readTaskConfigs } from './json-shapes.ts';
import type { RestRequest, Route } from './router.ts';

/** /connectors/{connector}/tasks and below. */
export function taskRoutes(herder: Herder): Route[] {
  return [
    {
      ...route('/connectors/{connector}/tasks', {
        GET: (request) => json(200, herder.tasks(nameOf(request))),
        POST: (request) => {
          readTaskConfigs(readJson(request.body));
          throw new RequestError(
            500,
            'Kafka Connect in standalone mode does not support externally setting task configurations.',
          );
        },
      }),
      consumesAnything: ['POST'],
    },
    route('/connectors/{connector}/tasks/{task}/status', {
      GET: (request) => json(200, herder.taskStatus(nameOf(request), taskOf(request))),
    }),
    route('/connectors/{connector}/tasks/{task}/restart', {
      POST: async (request) => {
        await herder.restartTask(nameOf(request), taskOf(request));
        return empty(204);
      },
    }),
  ];
}

/** A Java int, or no such resource. */
function taskOf(request: RestRequest): number {
  const text = request.path['task']!;
  const task = Number(text);
  if (/^[+-]?\d+$/.test(text) && task === (task | 0)) return task;
  throw new RequestError(404, 'HTTP 404 Not Found');
}
