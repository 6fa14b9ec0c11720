import type { Caller } from '../caller.ts'
import { revokeToken as revokeTokenRow } from '../db/oauth/revoke-token.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { callerOfClient, type OAuthClient } from './authenticate-client.ts'
import { writeAudit } from './write-audit.ts'

/** Ends a token at its own application's request. One that is not the application's, or no more, is left alone. */
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
}
