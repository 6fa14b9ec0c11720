import { DeviceCount, DeviceFacets } from '@muster/core/api/devices.ts'
import { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { countDevices } from '../operations/count-devices.ts'
import { countFacets } from '../operations/count-facets.ts'
import type { Services } from '../services.ts'
import { readDeviceFilter } from './device-query.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'devices'
const path = `${prefix}/devices`

export function deviceCountRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${path}/count`,
      tag,
      operationId: 'countDevices',
      summary: 'Count the devices that a filter matches, exactly',
      access: needs('read'),
      querySchema: DeviceFilter,
      response: DeviceCount,
      handle: async ({ caller, query }) => json(await countDevices(services, caller, readDeviceFilter(query))),
    },
    {
      method: 'GET',
      path: `${path}/facets`,
      tag,
      operationId: 'countDeviceFacets',
      summary: 'Count, for each key of a filter bar, the devices of each value beside the rest of the filter',
      access: needs('read'),
      querySchema: DeviceFilter,
      response: DeviceFacets,
      handle: async ({ caller, query }) => json(await countFacets(services, caller, readDeviceFilter(query))),
    },
  ]
}
