import type { Caller } from '../caller.ts'
import { findAskedKeys } from '../db/devices/find-asked-keys.ts'
import { linkUser as linkRow } from '../db/devices/link-user.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { type AskedBy, toAsked } from './describe-asked-devices.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

export interface UserToLink {
  readonly user: string
  readonly group: string | undefined
}

/**
 * Notes whom a device belongs to, as another system says; what its agent says of its user stays as it is. Who it is
 * stands with the device alone: the audit log tells that it was set. @throws Refusal not_found
 */
export async function linkUser(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { by, identifier, user, group }: UserToLink & { by: AskedBy; identifier: string },
): Promise<void> {
  const { accountId } = caller
  const [keys] = await findAskedKeys(tx, accountId, [toAsked(by, identifier)])
  if (keys?.length !== 1) throw new Refusal('not_found', 'Device not found')
  const deviceKey = keys[0]!
  const at = now()
  await linkRow(tx, { accountId, deviceKey, user, group, at })
  await writeAudit(tx, caller, { at, event: 'device.user_linked', deviceKey, details: { identifier } })
}
