import type { Pool } from 'pg'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Names follow Prometheus' conventions: base units, `_total` on counters. */
export interface Metrics {
  readonly registry: Registry
  countAnswer(answer: { method: string; route: string; status: number; seconds: number }): void
  countJob(job: string, outcome: 'done' | 'failed', seconds: number): void
  countAction(action: { type: string; channel: string; targets: number }): void
  countWebhook(request: { outcome: 'delivered' | 'failed' }): void
  countRemoved(removed: { kind: string; count: number }): void
  watchPool(pool: Pool): void
  watchAgents(count: () => number): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const answers = new Histogram({
    name: 'muster_http_request_duration_seconds',
    help: 'Time to answer HTTP requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  })
  const jobs = new Histogram({
    name: 'muster_job_duration_seconds',
    help: 'Time of runs of periodic jobs.',
    labelNames: ['job', 'outcome'],
    buckets: [0.005, 0.05, 0.5, 5],
    registers: [registry],
  })
  const actions = new Counter({
    name: 'muster_actions_total',
    help: 'Actions applied.',
    labelNames: ['type', 'channel'],
    registers: [registry],
  })
  const targets = new Counter({
    name: 'muster_action_targets_total',
    help: 'Targets of the actions applied.',
    labelNames: ['type', 'channel'],
    registers: [registry],
  })
  const webhooks = new Counter({
    name: 'muster_webhook_requests_total',
    help: 'Requests to webhooks.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  const removed = new Counter({
    name: 'muster_retention_removed_total',
    help: 'What retention removed: devices, log events, actions, reports, findings.',
    labelNames: ['kind'],
    registers: [registry],
  })
  return {
    registry,
    countAnswer: ({ method, route, status, seconds }) => answers.observe({ method, route, status }, seconds),
    countJob: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    countAction: ({ type, channel, targets: count }) => {
      actions.inc({ type, channel })
      targets.inc({ type, channel }, count)
    },
    countWebhook: ({ outcome }) => webhooks.inc({ outcome }),
    countRemoved: ({ kind, count }) => removed.inc({ kind }, count),
    watchPool: (pool) => {
      gauge(registry, 'muster_database_connections', 'Open connections to the database.', () => pool.totalCount)
      gauge(
        registry,
        'muster_database_waiting_requests',
        'Requests that wait for a connection.',
        () => pool.waitingCount,
      )
    },
    watchAgents: (count) => gauge(registry, 'muster_agents_connected', 'Agents connected to this node.', count),
  }
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}
