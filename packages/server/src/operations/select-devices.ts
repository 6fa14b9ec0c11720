import { selectTargetIds } from '../db/actions/select-target-ids.ts'
import { selectDeviceIds } from '../db/devices/select-device-ids.ts'
import type { Queryable } from '../db/pool.ts'
import { invalidField, Refusal } from '../refusal.ts'
import type { DeviceSelection } from './action-request.ts'
import { type AskedIdentifiers, askForIdentifiers } from './asked-identifiers.ts'

/** There is no implicit "all": an empty list or an empty filter is refused. */
export async function selectDevices(
  db: Queryable,
  { accountId, devices, at, targetsMax }: { accountId: number; devices: DeviceSelection; at: Date; targetsMax: number },
): Promise<{ by: 'id' | 'mac'; asked: AskedIdentifiers }> {
  if (devices.by === 'targets') {
    const ids = await selectTargetIds(db, { accountId, ...devices, limit: targetsMax + 1 })
    if (ids === undefined) throw new Refusal('not_found', 'There is no such action.')
    if (ids.length === 0) throw new Refusal('conflict', nobodyLeft)
    if (ids.length > targetsMax) throw invalidField('targets', `are more than ${targetsMax} devices`)
    return { by: 'id', asked: askForIdentifiers('id', ids) }
  }
  if (devices.by !== 'filter') {
    const field = `${devices.by}s`
    if (devices.identifiers.length === 0) throw invalidField(field, 'name at least one device')
    if (devices.identifiers.length > targetsMax) throw invalidField(field, `more than ${targetsMax} identifiers`)
    return { by: devices.by, asked: askForIdentifiers(devices.by, devices.identifiers) }
  }
  if (Object.keys(devices.filter).length === 0) {
    throw invalidField('filter', 'an empty filter would mean every device; say which')
  }
  const ids = await selectDeviceIds(db, { accountId, filter: devices.filter, at, limit: targetsMax + 1 })
  if (ids.length > targetsMax) throw invalidField('filter', `matches more than ${targetsMax} devices`)
  return { by: 'id', asked: askForIdentifiers('id', ids) }
}

const nobodyLeft =
  'No device of the action is in one of these states, or none of them is there any more; nobody is left to do it for.'
