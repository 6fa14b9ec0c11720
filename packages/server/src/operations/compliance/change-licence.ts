import type { CurrentLicence, Licence } from '@muster/core/api/licence.ts'
import type { Caller } from '../../caller.ts'
import { countLicensed, findLicence, saveLicence } from '../../db/compliance/licence.ts'
import type { Queryable } from '../../db/pool.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { writeAudit } from '../write-audit.ts'
import { fillLicence } from './licence.ts'

export async function showLicence(db: Queryable, { accountId }: Caller): Promise<CurrentLicence> {
  return { devices_allowed: await findLicence(db, accountId), devices_counted: await countLicensed(db, accountId) }
}

/** Whoever waits for room comes in where there is some now; nobody who is in goes out. */
export async function changeLicence(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { devices_allowed }: Licence,
): Promise<CurrentLicence> {
  const { accountId } = caller
  const at = now()
  const before = await saveLicence(tx, accountId, devices_allowed)
  await fillLicence(tx, { accountId, at, allowed: devices_allowed })
  const after = await showLicence(tx, caller)
  await writeAudit(tx, caller, { at, event: 'licence.changed', details: { devices_allowed, before } })
  return after
}
