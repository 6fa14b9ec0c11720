import { statusCode } from '@muster/core/device/facts.ts'
import { systemCaller } from '../caller.ts'
import { addDeviceEvents } from '../db/agents/add-device-event.ts'
import type { EnrolmentKey } from '../db/agents/ended-enrolments.ts'
import { returnDevices as returnRows } from '../db/agents/return-devices.ts'
import { closeStaleCommands } from '../db/commands/close-commands.ts'
import type { Int8 } from '../db/pool.ts'
import { tellAdded } from '../db/webhooks/tell-devices.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { keepWithinLicence } from './compliance/licence.ts'
import { mutateAgain } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

export interface ReturningDevice extends EnrolmentKey {
  readonly deviceId: string
}

const listedMax = 100

/**
 * Deleted devices whose agents connected again come back as new ones, under their ids: another generation than all
 * before, so that whatever was meant for those stays closed. Answers the new generations; a device that is missing
 * there was brought back or enrolled by somebody else at this moment.
 */
export function returnDevices(
  services: Services,
  accountId: number,
  devices: readonly ReturningDevice[],
): Promise<Map<Int8, number>> {
  return mutateAgain(services, async ({ tx }) => {
    const at = services.now()
    const generations = await returnRows(tx, accountId, devices, { now: at, baseStatus: statusCode('compliant') })
    if (generations.size === 0) return generations
    const keys = [...generations.keys()]
    await keepWithinLicence(tx, { accountId, deviceKeys: keys, at })
    const closed = await closeStaleCommands(tx, accountId, keys, at)
    await addDeviceEvents(
      tx,
      accountId,
      keys.map((deviceKey) => ({
        eventId: uuidV7(at),
        deviceKey,
        at,
        event: 'returned',
        details: { generation: generations.get(deviceKey) },
      })),
    )
    await tellAdded(tx, { accountId, at, deviceKeys: keys })
    const returned = devices.filter(({ deviceKey }) => generations.has(deviceKey))
    await writeAudit(tx, systemCaller(accountId, 'system', 'agents'), {
      at,
      event: 'device.returned',
      deviceKey: keys.length === 1 ? keys[0] : undefined,
      details: {
        count: returned.length,
        commands_closed: closed,
        devices: returned.slice(0, listedMax).map(({ deviceId, deviceKey, generation }) => ({
          device_id: deviceId,
          generation,
          returned_as: generations.get(deviceKey),
        })),
      },
    })
    return generations
  })
}
