import { type Herder, RequestError } from '../runtime/index.ts';
import { json } from './answer.ts';
import { nameOf, route } from './connector-routes.ts';
import { readJson } from './json-body.ts';
import { readOffsets } from './json-shapes.ts';
import type { Route } from './router.ts';

/** /connectors/{connector}/offsets (KIP-875). */
export function offsetRoutes(herder: Herder): Route[] {
  return [
    route('/connectors/{connector}/offsets', {
      DELETE: async (request) => json(200, { message: await herder.resetOffsets(nameOf(request)) }),
      GET: async (request) => json(200, { offsets: await herder.offsets(nameOf(request)) }),
      PATCH: async (request) => {
        const offsets = readOffsets(readJson(request.body));
        if (offsets.length === 0) {
          throw new RequestError(400, 'Partitions / offsets need to be provided for an alter offsets request');
        }
        return json(200, { message: await herder.alterOffsets(nameOf(request), offsets) });
      },
    }),
  ];
}
