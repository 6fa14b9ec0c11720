import type { Caller } from '../../caller.ts'
import { type CodeRow, findCode, useCode } from '../../db/oauth/authorization-codes.ts'
import { addRefreshToken } from '../../db/oauth/refresh-tokens.ts'
import { holdFamily } from '../../db/oauth/token-families.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import type { OAuthClient } from '../authenticate-client.ts'
import { mutateAgain } from '../mutate.ts'
import { makeSecretToken } from '../sign-in/secret-token.ts'
import { addUserToken, findHindrance, type NoTokens, type TokenOrder, type UserTokens } from './add-user-token.ts'
import { endReusedFamily } from './end-family.ts'

/** Only to look: it may be used or over. Undefined: there is none, or it is another client's. */
export async function findOwnCode({ pool }: Services, client: OAuthClient, code: string): Promise<CodeRow | undefined> {
  const row = await findCode(pool, sha256Of(code))
  return row?.account_id === client.accountId && row.app_id === client.application.id ? row : undefined
}

/**
 * Good once, also where what comes with it is then found to be wrong. Whoever comes second, one of the two stole it:
 * what was made from it ends (RFC 6749 §4.1.2).
 */
export async function spendCode(
  services: Services,
  asked: Caller,
  client: OAuthClient,
  code: string,
): Promise<boolean> {
  const codeHash = sha256Of(code)
  return mutateAgain(services, async ({ tx }) => {
    const row = await findCode(tx, codeHash)
    const family = row && (await holdFamily(tx, row.account_id, row.family_id))
    if (row === undefined || family === undefined) return false
    const at = services.now()
    if (await useCode(tx, codeHash, at)) return family.alive && row.expires_at > at
    await endReusedFamily(services, tx, asked, { client, family, reason: 'code_reused' })
    return false
  })
}

/** The first tokens of a family whose code was spent just now. */
export async function issueForCode(
  services: Services,
  asked: Caller,
  client: OAuthClient,
  { familyId, order }: { familyId: string; order: TokenOrder },
): Promise<UserTokens | NoTokens> {
  return mutateAgain(services, async ({ tx }) => {
    const { accountId } = client
    const family = await holdFamily(tx, accountId, familyId)
    // Meanwhile the code may have come a second time.
    const hindrance = findHindrance(family, order)
    if (family === undefined || hindrance !== undefined) return hindrance ?? { refused: 'over' }
    const at = services.now()
    const { token, hash } = makeSecretToken('mrt')
    const expiresAt = new Date(at.getTime() + order.refreshLifetimeSeconds * 1000)
    await addRefreshToken(tx, { tokenHash: hash, accountId, familyId, createdAt: at, expiresAt })
    const issued = await addUserToken(services, tx, asked, { client, family, order })
    return 'refused' in issued ? issued : { ...issued, refreshToken: token }
  })
}
