import type { EnrolAnew, Renewed, Retired, Uninstall } from '@muster/core/agent/messages.ts'
import { enrolAnewText, enrolmentEndedText, renewedText, uninstallText } from '@muster/core/agent/signed-texts.ts'
import { sha256Of } from '../sha256.ts'
import type { AccountRing } from './keyring.ts'

/** What ends a conversation with an agent for good: each under the key it pinned, for one enrolment of one device. */

export function retirement(ring: AccountRing, deviceId: string, generation: number): Retired {
  return {
    type: 'retired',
    device_id: deviceId,
    generation,
    reason: 'This enrolment of the device has ended: the device was deleted, retired or enrolled anew.',
    signature: ring.sign(enrolmentEndedText({ deviceId, generation })),
  }
}

export function uninstallOrder(ring: AccountRing, deviceId: string, generation: number): Uninstall {
  const signature = ring.sign(uninstallText({ deviceId, generation }))
  return { type: 'uninstall', device_id: deviceId, generation, signature }
}

export function renewal(ring: AccountRing, deviceId: string, generation: number, renewedAs: number): Renewed {
  const signature = ring.sign(renewedText({ deviceId, generation, renewedAs }))
  return { type: 'renewed', device_id: deviceId, generation, renewed_as: renewedAs, signature }
}

export function enrolAnewOrder(ring: AccountRing, deviceId: string, generation: number, token: string): EnrolAnew {
  const tokenSha256 = sha256Of(token).toString('hex')
  const signature = ring.sign(enrolAnewText({ deviceId, generation, tokenSha256 }))
  return { type: 'enrol_anew', device_id: deviceId, generation, token, signature }
}
