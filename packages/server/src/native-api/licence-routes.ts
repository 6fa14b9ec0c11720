import { CurrentLicence, Licence } from '@muster/core/api/licence.ts'
import { changeLicence, showLicence } from '../operations/compliance/change-licence.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const one = { path: `${prefix}/licence`, tag: 'server', response: CurrentLicence } as const

export function licenceRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...one,
      method: 'GET',
      operationId: 'showLicence',
      summary: 'Show how many devices the licence allows, and how many it counts',
      access: needs('read'),
      handle: async ({ caller }) => json(await showLicence(services.pool, caller)),
    },
    {
      ...one,
      method: 'PUT',
      operationId: 'changeLicence',
      summary: 'Say how many devices the licence allows',
      description:
        'With more than before, devices that were outside it come in, the oldest first. With fewer, those that are in ' +
        'it stay; new ones are outside until there is room.',
      access: needs('admin', { fresh: true }),
      body: Licence,
      example: { body: { devices_allowed: 500 } },
      handle: (request) =>
        change(services, request, (unit, caller) => changeLicence(services, unit, caller, request.body as Licence)),
    },
  ]
}
