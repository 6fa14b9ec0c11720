import type { Device } from '@muster/core/api/devices.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { pickDevice } from '../../selection/selection.ts'
import { select, useSelection } from '../../selection/use-selection.ts'

/**
 * The boxes before the rows of one page, over a selection that holds devices of any page. Where all that match are
 * selected, taking one row out leaves the devices of this page that stay ticked: what is beyond it is not shown, and
 * nothing that is not shown is taken for meant.
 */
export function useRowSelection(items: readonly Device[], filter: DeviceFilter) {
  const selection = useSelection()
  const isAll = selection.by === 'filter' && JSON.stringify(selection.filter) === JSON.stringify(filter)
  const picked = new Set(selection.by === 'devices' ? selection.devices.map(({ device_id }) => device_id) : [])
  const selectedRecords = items.filter(({ device_id }) => isAll || picked.has(device_id))
  return {
    selectedRecords,
    onSelectedRecordsChange: (ticked: Device[]) => {
      const onPage = new Set(items.map(({ device_id }) => device_id))
      const elsewhere =
        selection.by === 'devices' ? selection.devices.filter(({ device_id }) => !onPage.has(device_id)) : []
      select({ by: 'devices', devices: [...elsewhere, ...ticked.map(pickDevice)] })
    },
    getRecordSelectionCheckboxProps: ({ hostname, device_id }: Device) => ({
      'aria-label': `Select ${hostname || device_id}`,
    }),
    allRecordsSelectionCheckboxProps: { 'aria-label': 'Select every device on this page' },
  }
}
