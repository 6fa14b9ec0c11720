import type { ApplicationGrant } from '@muster/core/api/applications.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { Caller } from '../../caller.ts'
import { type ConsentRow, listConsents, removeConsent } from '../../db/oauth/consents.ts'
import { revokeFamiliesOfUser } from '../../db/oauth/token-families.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { writeAudit } from '../write-audit.ts'

/** All on one page: nobody has many. */
export async function listOwnGrants({ pool }: Services, caller: Caller): Promise<Page<ApplicationGrant>> {
  const rows = await listConsents(pool, caller.accountId, caller.userId!)
  return { items: rows.map(toGrant), next_cursor: null }
}

/** As it was. The application's tokens for this user end at once, and it has to ask anew. @throws Refusal not_found */
export async function revokeOwnGrant(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  appId: string,
): Promise<ApplicationGrant> {
  const key = { accountId: caller.accountId, userId: caller.userId!, appId }
  const at = now()
  const row = await removeConsent(tx, key)
  if (row === undefined) throw new Refusal('not_found', 'You have let in no such application.')
  const authorizations = await revokeFamiliesOfUser(tx, { ...key, at })
  await writeAudit(tx, caller, {
    at,
    event: 'authorization.revoked',
    details: { app_id: appId, name: row.name, authorizations },
  })
  return toGrant(row)
}

function toGrant(row: ConsentRow): ApplicationGrant {
  return { ...row, granted_at: row.granted_at.toISOString() }
}
