import { createHash, verify } from 'node:crypto'
import type { Farewell } from '@muster/core/agent/messages.ts'
import { enrolAnewText, enrolmentEndedText, renewedText, uninstallText } from '@muster/core/agent/signed-texts.ts'
import { type Identity, readAccountKey } from '../state/identity.ts'

/** Whether the account whose key we pinned really says this, to this device, of this enrolment. */
export function isBelieved(
  identity: Pick<Identity, 'device_id' | 'generation' | 'account_key'>,
  farewell: Farewell,
): boolean {
  if (farewell.device_id !== identity.device_id || farewell.generation !== identity.generation) return false
  if (farewell.type === 'renewed' && farewell.renewed_as <= identity.generation) return false
  const signature = Buffer.from(farewell.signature, 'base64url')
  return verify(null, Buffer.from(textOf(farewell)), readAccountKey(identity), signature)
}

function textOf(farewell: Farewell): string {
  const { device_id: deviceId, generation } = farewell
  switch (farewell.type) {
    case 'retired':
      return enrolmentEndedText({ deviceId, generation })
    case 'uninstall':
      return uninstallText({ deviceId, generation })
    case 'renewed':
      return renewedText({ deviceId, generation, renewedAs: farewell.renewed_as })
    case 'enrol_anew': {
      const tokenSha256 = createHash('sha256').update(farewell.token).digest('hex')
      return enrolAnewText({ deviceId, generation, tokenSha256 })
    }
  }
}
