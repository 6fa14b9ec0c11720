import { randomUUID } from 'node:crypto'
import type { Caller } from '../caller.ts'
import { addAccessToken } from '../db/oauth/add-access-token.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { callerOfClient, type OAuthClient } from './authenticate-client.ts'
import { writeAudit } from './write-audit.ts'

export interface IssuedToken {
  /** A UUID; nobody else ever sees it again, only its hash is kept. */
  readonly token: string
  readonly expiresAt: Date
}

/** Undefined where the application was revoked meanwhile. */
export async function issueToken(
  services: Services,
  asked: Caller,
  client: OAuthClient,
  { scopes, grant, lifetimeSeconds }: { scopes: readonly string[]; grant: string; lifetimeSeconds: number },
): Promise<IssuedToken | undefined> {
  const token = randomUUID()
  const tokenId = randomUUID()
  const at = services.now()
  const expiresAt = new Date(at.getTime() + lifetimeSeconds * 1000)
  return inTransaction(services.pool, async (tx) => {
    const row = { tokenHash: sha256Of(token), tokenId, scopes, createdAt: at, expiresAt }
    const { accountId, application } = client
    if (!(await addAccessToken(tx, { ...row, accountId, appId: application.id }))) return undefined
    await writeAudit(
      tx,
      { ...callerOfClient(client, asked), tokenId },
      { at, event: 'token.issued', details: { grant, scopes, expires_at: expiresAt.toISOString() } },
    )
    return { token, expiresAt }
  })
}

/** A refusal that an account can be told of. */
export async function recordTokenRefusal(
  services: Services,
  asked: Caller,
  client: OAuthClient,
  reason: 'wrong_secret' | 'revoked' | 'invalid_scope',
): Promise<void> {
  await inTransaction(services.pool, (tx) =>
    writeAudit(tx, callerOfClient(client, asked), {
      at: services.now(),
      event: 'token.refused',
      details: { reason },
    }),
  )
}
