import { useNavigate } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import { showDevice } from '../../api/devices.ts'
import type { Selection } from '../../selection/selection.ts'
import { pickDevice } from '../../selection/selection.ts'
import { select } from '../../selection/use-selection.ts'

/** From another list to acting: its devices become the selection, and the type is chosen already. */
export function useActOn() {
  const navigate = useNavigate()
  return async (devices: readonly string[] | Extract<Selection, { by: 'filter' }>, type?: string) => {
    if ('by' in devices) select(devices)
    else {
      const found = await Promise.all(devices.map((device_id) => call(showDevice, { params: { device_id } })))
      select({ by: 'devices', devices: found.map(pickDevice) })
    }
    await navigate({ to: '/act', search: type === undefined ? {} : { type } })
  }
}
