import type { Herder } from '../runtime/index.ts';
import type { Route } from './router.ts';

/** /metrics, which Kafka Connect has not: there a Java agent serves it, on a port of its own. */
export function metricsRoutes(herder: Herder): Route[] {
  const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
  return [
    {
      path: '/metrics',
      methods: { GET: () => ({ status: 200, headers, body: herder.metricsPage() }) },
      consumesJson: false,
      produces: 'text/plain',
      isAdmin: true,
    },
  ];
}
