import { Command } from '@muster/core/api/actions.ts'
import { PageQuery, pageOf } from '@muster/core/api/page.ts'
import { TimelineEntry } from '@muster/core/api/timeline.ts'
import { listDeviceCommands } from '../operations/list-device-commands.ts'
import { listTimeline } from '../operations/list-timeline.ts'
import type { PageRequest } from '../operations/page.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'
import { toCommand } from './to-action.ts'

const tag = 'devices'
const path = `${prefix}/devices/:device_id`

export function deviceHistoryRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${path}/timeline`,
      tag,
      operationId: 'listDeviceTimeline',
      summary: 'List what was done to a device and what happened to it, newest first, with channel and actor',
      access: needs('read'),
      query: PageQuery,
      response: pageOf(TimelineEntry),
      errors: ['not_found'],
      handle: async ({ caller, params, query }) =>
        json(await listTimeline(services, caller, params.device_id!, query as unknown as PageRequest)),
    },
    {
      method: 'GET',
      path: `${path}/commands`,
      tag,
      operationId: 'listDeviceCommands',
      summary: 'List the commands that wait for a device, or that it works on, newest first',
      access: needs('read'),
      query: PageQuery,
      response: pageOf(Command),
      errors: ['not_found'],
      handle: async ({ caller, params, query }) => {
        const page = await listDeviceCommands(services, caller, params.device_id!, query as unknown as PageRequest)
        return json({ ...page, items: page.items.map(toCommand) })
      },
    },
  ]
}
