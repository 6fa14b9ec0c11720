import type { Device } from '@muster/core/api/devices.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'

/** What a rule may look at, and what a person reads; the list has them when a device is picked. */
export type PickedDevice = Pick<
  Device,
  'device_id' | 'hostname' | 'status' | 'agent_type' | 'agent_name' | 'agent_version' | 'os' | 'abilities'
>

/** On which devices something is to be done: those that were picked, or all that a filter matches. Never a guess. */
export type Selection =
  | { readonly by: 'devices'; readonly devices: readonly PickedDevice[] }
  | { readonly by: 'filter'; readonly filter: DeviceFilter; readonly count: number }

export const nothing: Selection = { by: 'devices', devices: [] }

export function countOfSelection(selection: Selection): number {
  return selection.by === 'filter' ? selection.count : selection.devices.length
}

export function pickDevice(device: Device): PickedDevice {
  const { device_id, hostname, status, agent_type, agent_name, agent_version, os, abilities } = device
  return { device_id, hostname, status, agent_type, agent_name, agent_version, os, abilities }
}

/** As the API takes it. An empty filter matches all, and an action must say that aloud. */
export function toSelector(selection: Selection) {
  if (selection.by === 'devices') return { ids: selection.devices.map(({ device_id }) => device_id) }
  const isAll = Object.keys(selection.filter).length === 0
  return { filter: isAll ? { all: true as const } : selection.filter }
}
