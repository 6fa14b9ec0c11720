import { readStatuses } from '../../db/devices/read-statuses.ts'
import type { Int8, Tx } from '../../db/pool.ts'
import { tellStatuses } from '../../db/webhooks/tell-devices.ts'

/** Does what may change the statuses of these few devices, and has webhooks told of those that it changed. */
export async function tellChanged<T>(
  tx: Tx,
  devices: { accountId: number; deviceKeys: readonly Int8[]; at: Date },
  work: () => Promise<T>,
): Promise<T> {
  const before = await readStatuses(tx, devices)
  const result = await work()
  const after = await readStatuses(tx, devices)
  const changes = [...after].flatMap(([deviceKey, status]) => {
    const former = before.get(deviceKey)
    return former === undefined ? [] : [{ device_key: deviceKey, former, status }]
  })
  await tellStatuses(tx, { ...devices, changes })
  return result
}
