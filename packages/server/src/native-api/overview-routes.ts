import { Overview } from '@muster/core/api/overview.ts'
import { showOverview } from '../operations/show-overview.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'
import { toAction } from './to-action.ts'

export function overviewRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${prefix}/overview`,
      tag: 'server',
      operationId: 'showOverview',
      summary: 'Whether the fleet is all right, what is going on, and what needs somebody',
      access: needs('read'),
      response: Overview,
      handle: async ({ caller }) => {
        const { running, ...overview } = await showOverview(services, caller)
        return json({ ...overview, running: { ...running, newest: running.newest.map(toAction) } } satisfies Overview)
      },
    },
  ]
}
