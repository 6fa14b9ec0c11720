import { listDevices } from '../../api/devices.ts'
import { useLook } from '../../api/queries.ts'
import { type PickedDevice, pickDevice, type Selection } from '../../selection/selection.ts'

const sampleSize = 1000

export interface KnownDevices {
  readonly devices: readonly PickedDevice[]
  /** Whether these are all that are selected. */
  readonly isAll: boolean
  /** Host names by device id. */
  readonly names: ReadonlyMap<string, string>
}

/** What this page knows of the selected devices: all that were picked; of a filter, the first thousand. */
export function useSelectedDevices(selection: Selection): KnownDevices {
  const filter = selection.by === 'filter' ? selection.filter : {}
  const sample = useLook(
    listDevices,
    { query: { ...filter, limit: sampleSize } },
    { enabled: selection.by === 'filter' },
  ).data
  const devices = selection.by === 'devices' ? selection.devices : (sample?.items ?? []).map(pickDevice)
  const isAll = selection.by === 'devices' || sample?.next_cursor === null
  return { devices, isAll, names: new Map(devices.map(({ device_id, hostname }) => [device_id, hostname])) }
}
