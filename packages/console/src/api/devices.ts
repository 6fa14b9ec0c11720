import type { Command } from '@muster/core/api/actions.ts'
import type { Device, DeviceCount, DeviceDetails, DeviceFacets, DeviceSort } from '@muster/core/api/devices.ts'
import type { Page, PageQuery } from '@muster/core/api/page.ts'
import type { TimelineEntry } from '@muster/core/api/timeline.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { Endpoint } from './endpoint.ts'

export const listDevices: Endpoint<{ query: DeviceFilter & PageQuery & { sort?: DeviceSort } }, Page<Device>> = {
  method: 'GET',
  path: '/devices',
}
export const countDevices: Endpoint<{ query: DeviceFilter }, DeviceCount> = { method: 'GET', path: '/devices/count' }
export const showFacets: Endpoint<{ query: DeviceFilter }, DeviceFacets> = { method: 'GET', path: '/devices/facets' }
type One = { params: { device_id: string } }

export const showDevice: Endpoint<One, DeviceDetails> = {
  method: 'GET',
  path: '/devices/:device_id',
}
export const listTimeline: Endpoint<One & { query: PageQuery }, Page<TimelineEntry>> = {
  method: 'GET',
  path: '/devices/:device_id/timeline',
}
export const listDeviceCommands: Endpoint<One & { query: PageQuery }, Page<Command>> = {
  method: 'GET',
  path: '/devices/:device_id/commands',
}
