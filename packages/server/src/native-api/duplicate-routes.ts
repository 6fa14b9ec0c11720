import { Duplicate, DuplicateQuery, DuplicateResolution } from '@muster/core/api/duplicates.ts'
import { pageOf, Uuid } from '@muster/core/api/page.ts'
import { Uninstall, UninstallQuery } from '@muster/core/api/uninstalls.ts'
import { Type } from 'typebox'
import { listDuplicates } from '../operations/list-duplicates.ts'
import { listUninstalls } from '../operations/list-uninstalls.ts'
import type { PageRequest } from '../operations/page.ts'
import { resolveDuplicate } from '../operations/resolve-duplicate.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'devices'

/** Which machine is which device, and what became of the agents of deleted ones. */
export function duplicateRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${prefix}/duplicates`,
      tag,
      operationId: 'listDuplicates',
      summary: 'List machines that pass for another’s device, newest first',
      access: needs('read'),
      query: DuplicateQuery,
      response: pageOf(Duplicate),
      handle: async ({ caller, query }) =>
        json(await listDuplicates(services, caller, query as unknown as PageRequest & { open?: boolean })),
    },
    {
      method: 'POST',
      path: `${prefix}/duplicates/:duplicate_id/resolve`,
      tag,
      operationId: 'resolveDuplicate',
      summary: 'Say which machine is the device, and end its quarantine',
      description:
        '`same`: the newcomer is the device, with other hardware. `separate`: the one that does not keep the device ' +
        'becomes a device of its own when it connects, or wants to enrol, again.',
      access: needs('operate'),
      params: Type.Object({ duplicate_id: Uuid }),
      body: DuplicateResolution,
      response: Duplicate,
      example: { body: { resolution: 'separate', keeps: 'known' } },
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          resolveDuplicate(services, unit, caller, request.params.duplicate_id!, request.body as DuplicateResolution),
        ),
    },
    {
      method: 'GET',
      path: `${prefix}/uninstalls`,
      tag,
      operationId: 'listUninstalls',
      summary: 'List what became of the agents of deleted devices, the latest deletion first',
      access: needs('read'),
      query: UninstallQuery,
      response: pageOf(Uninstall),
      handle: async ({ caller, query }) =>
        json(await listUninstalls(services, caller, query as unknown as PageRequest & { action_id?: string })),
    },
  ]
}
