import { Overview } from '@muster/core/api/overview.ts'
import { Settings } from '@muster/core/api/settings.ts'
import { showOverview } from '../operations/show-overview.ts'
import { showSettings } from '../operations/show-settings.ts'
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
    {
      method: 'GET',
      path: `${prefix}/settings`,
      tag: 'server',
      operationId: 'showSettings',
      summary: 'What is in force: identity fields, policy, deadlines, signing keys, limits, retention',
      access: needs('read'),
      response: Settings,
      handle: async ({ caller }) => json(await showSettings(services, caller)),
    },
  ]
}
