import type { Application } from '@muster/core/api/applications.ts'
import type { Caller } from '../caller.ts'
import { findApplication } from '../db/applications/list-applications.ts'
import { revokeApplication as revokeRow, revokeTokensOf } from '../db/applications/write-applications.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { toApplication } from './list-applications.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/**
 * Ends the application and all its tokens. Commands of it that no agent holds yet are kept back: their authority is
 * looked at when they are claimed. Twice is harmless. @throws Refusal not_found
 */
export async function revokeApplication(
  { now, bus }: Services,
  { tx, afterCommit }: UnitOfWork,
  caller: Caller,
  appId: string,
): Promise<Application> {
  const { accountId } = caller
  const at = now()
  const revoked = await revokeRow(tx, accountId, appId, at)
  const row = await findApplication(tx, accountId, appId)
  if (row === undefined) throw new Refusal('not_found', 'There is no such application.')
  const tokens = await revokeTokensOf(tx, accountId, appId, at)
  if (revoked || tokens.length > 0) {
    await writeAudit(tx, caller, {
      at,
      event: 'application.revoked',
      details: { app_id: appId, name: row.name, tokens: tokens.length },
    })
  }
  afterCommit(() => {
    for (const tokenHash of tokens) bus.emit('token-revoked', { tokenHash })
  })
  return toApplication(row)
}
