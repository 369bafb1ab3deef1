import type { ServerInfo } from '../../core/index.ts';
import { json } from './answer.ts';
import type { Route } from './router.ts';

/** What GET /health tells (KIP-1017). */
export interface WorkerHealth {
  /** Every connector of the command line has been created. */
  isReady(): boolean;
}

/** / and /health. */
export function rootRoutes(info: ServerInfo, health: WorkerHealth): Route[] {
  return [
    { path: '/', methods: { GET: () => json(200, info) }, consumesJson: false },
    {
      path: '/health',
      methods: {
        GET: () =>
          health.isReady()
            ? json(200, {
                status: 'healthy',
                message: 'Worker has completed startup and is ready to handle requests.',
              })
            : json(503, { status: 'starting', message: 'Worker is still starting up.' }),
      },
      consumesJson: false,
    },
  ];
}
