import type { Caller } from '../caller.ts'
import { revokeToken as revokeTokenRow } from '../db/oauth/revoke-token.ts'
import { revokeFamily } from '../db/oauth/token-families.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { callerOfClient, type OAuthClient } from './authenticate-client.ts'
import { callerOfFamily } from './oauth/add-user-token.ts'
import { findOwnRefreshToken } from './oauth/refresh-tokens.ts'
import { writeAudit } from './write-audit.ts'

/**
 * Ends a token at its own application's request; with a refresh token all that came from the same authorization. One
 * that is not the application's, or no more, is left alone.
 */
export async function revokeToken(
  services: Services,
  asked: Caller,
  client: OAuthClient,
  token: string,
): Promise<void> {
  const tokenHash = sha256Of(token)
  const at = services.now()
  const revoked = await inTransaction(services.pool, async (tx) => {
    const { accountId, application } = client
    const tokenId = await revokeTokenRow(tx, { tokenHash, accountId, appId: application.id, at })
    if (tokenId === undefined) return false
    await writeAudit(tx, { ...callerOfClient(client, asked), tokenId }, { at, event: 'token.revoked' })
    return true
  })
  if (revoked) services.bus.emit('token-revoked', { tokenHash })
  else await revokeByRefreshToken(services, asked, client, token)
}

async function revokeByRefreshToken(
  services: Services,
  asked: Caller,
  client: OAuthClient,
  token: string,
): Promise<void> {
  const row = await findOwnRefreshToken(services, client, token)
  if (row === undefined) return
  const { family_id: familyId } = row
  const at = services.now()
  await inTransaction(services.pool, async (tx) => {
    if (!(await revokeFamily(tx, client.accountId, familyId, at))) return
    const details = { family_id: familyId }
    await writeAudit(tx, callerOfFamily(client, asked, row), { at, event: 'token.revoked', details })
  })
}
