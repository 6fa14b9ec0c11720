import { CurrentRetention, Retention } from '@muster/core/api/retention.ts'
import { changeRetention, showRetention } from '../operations/retention/retention-settings.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const one = { path: `${prefix}/retention`, tag: 'server', response: CurrentRetention } as const

export function retentionRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...one,
      method: 'GET',
      operationId: 'showRetention',
      summary: 'Show what is kept for how long, and what went by that',
      access: needs('read'),
      handle: async ({ caller }) => json(await showRetention(services.pool, caller)),
    },
    {
      ...one,
      method: 'PUT',
      operationId: 'changeRetention',
      summary: 'Say what is kept for how long',
      description:
        'Takes the place of the whole of it. A job removes what is older every hour, in small steps; what is gone does ' +
        'not come back. The audit log is kept for ever.',
      access: needs('admin', { fresh: true }),
      body: Retention,
      example: { body: { unseen_devices: { days: 180, record: 'archive' }, logs_days: 400, reports_days: 30 } },
      handle: (request) =>
        change(services, request, (unit, caller) => changeRetention(services, unit, caller, request.body as Retention)),
    },
  ]
}
