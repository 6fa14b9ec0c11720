import type { Route } from '../route.ts'
import type { Metrics } from './metrics.ts'

export interface Readiness {
  /** What keeps this node from serving; undefined where nothing does. */
  problem(): Promise<string | undefined>
}

/** Liveness, readiness and metrics: for the machine that watches, without a token. */
export function observeRoutes(metrics: Metrics, readiness: Readiness): Route[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      access: { kind: 'public' },
      summary: 'Whether the process lives',
      tag: 'operations',
      handle: async () => ({ status: 200, body: { status: 'ok' } }),
    },
    {
      method: 'GET',
      path: '/readyz',
      access: { kind: 'public' },
      summary: 'Whether this node can serve',
      tag: 'operations',
      handle: async () => {
        const problem = await readiness.problem()
        return problem === undefined
          ? { status: 200, body: { status: 'ready' } }
          : { status: 503, body: { status: 'not_ready', problem } }
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      access: { kind: 'public' },
      summary: 'Prometheus metrics',
      tag: 'operations',
      handle: async () => ({
        status: 200,
        contentType: metrics.registry.contentType,
        body: await metrics.registry.metrics(),
      }),
    },
  ]
}
