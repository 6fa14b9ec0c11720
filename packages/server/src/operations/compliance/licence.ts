import { countLicensed, letIn, lockLicence, shutOut } from '../../db/compliance/licence.ts'
import { listBroughtKeys } from '../../db/devices/import/list-brought-keys.ts'
import type { Int8, Tx } from '../../db/pool.ts'
import { tellStatuses } from '../../db/webhooks/tell-devices.ts'

interface Counted {
  readonly accountId: number
  readonly at: Date
}

/** Of devices that came, those for which there is no room in the licence are `out_of_license_usage`. */
export async function keepWithinLicence(
  tx: Tx,
  { accountId, deviceKeys, at }: Counted & { deviceKeys: readonly Int8[] },
): Promise<void> {
  const excess = await findExcess(tx, accountId)
  if (excess > 0) await shutOut(tx, { accountId, deviceKeys, excess, at })
}

/** The same for those that an import brings, from its stage. */
export async function keepImportWithinLicence(tx: Tx, { accountId, at }: Counted): Promise<void> {
  const excess = await findExcess(tx, accountId)
  if (excess > 0) await shutOut(tx, { accountId, deviceKeys: await listBroughtKeys(tx), excess, at })
}

async function findExcess(tx: Tx, accountId: number): Promise<number> {
  const allowed = await lockLicence(tx, accountId)
  return allowed === null ? 0 : (await countLicensed(tx, accountId)) - allowed
}

/** Devices went: whoever waited longest comes in, in the same transaction. Where nothing is counted, nobody waits for that. */
export async function refillLicence(tx: Tx, counted: Counted): Promise<void> {
  const allowed = await lockLicence(tx, counted.accountId)
  if (allowed !== null) await fillLicence(tx, { ...counted, allowed })
}

/** So many are allowed from now on; null: any number. */
export async function fillLicence(
  tx: Tx,
  { accountId, at, allowed }: Counted & { allowed: number | null },
): Promise<void> {
  const room = allowed === null ? null : allowed - (await countLicensed(tx, accountId))
  if (room !== null && room <= 0) return
  await tellStatuses(tx, { accountId, at, changes: await letIn(tx, { accountId, room, at }) })
}
