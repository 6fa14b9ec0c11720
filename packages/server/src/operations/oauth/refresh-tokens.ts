import { createHmac, randomBytes } from 'node:crypto'
import type { Caller } from '../../caller.ts'
import {
  addRefreshToken,
  findRefreshToken,
  type RefreshTokenRow,
  replaceRefreshToken,
} from '../../db/oauth/refresh-tokens.ts'
import { holdFamily } from '../../db/oauth/token-families.ts'
import type { Tx } from '../../db/pool.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import type { OAuthClient } from '../authenticate-client.ts'
import { mutateAgain } from '../mutate.ts'
import { addUserToken, findHindrance, type NoTokens, type TokenOrder, type UserTokens } from './add-user-token.ts'
import { endReusedFamily } from './end-family.ts'

/** An answer that was lost is asked for again at once; two workers of one client ask at the same moment. */
const toleranceMilliseconds = 10_000

/** Only to look. Undefined: there is none, or it is another client's. */
export async function findOwnRefreshToken(
  { pool }: Pick<Services, 'pool'>,
  client: OAuthClient,
  token: string,
): Promise<RefreshTokenRow | undefined> {
  const row = await findRefreshToken(pool, sha256Of(token))
  return row?.account_id === client.accountId && row.app_id === client.application.id ? row : undefined
}

/**
 * Gives new tokens for a refresh token, which is good no more. The one that was replaced within the last seconds is
 * answered with the same successor, as long as that was not used: no second line of tokens begins by it. Any other old
 * one means that two hold it: the whole family ends.
 */
export async function refresh(
  services: Services,
  asked: Caller,
  client: OAuthClient,
  { token, order }: { token: string; order: TokenOrder },
): Promise<UserTokens | NoTokens> {
  return mutateAgain(services, async ({ tx }) => {
    const tokenHash = sha256Of(token)
    const { accountId } = client
    const familyId = (await findRefreshToken(tx, tokenHash))?.family_id
    const family = familyId && (await holdFamily(tx, accountId, familyId))
    // As it is now that nobody else changes it.
    const row = await findRefreshToken(tx, tokenHash)
    const at = services.now()
    if (!family || !row || row.expires_at <= at) return { refused: 'over' }
    const hindrance = findHindrance(family, order)
    if (hindrance !== undefined) return hindrance
    const successor = await succeed(tx, row, { token, at, lifetimeSeconds: order.refreshLifetimeSeconds })
    if (successor === undefined) {
      await endReusedFamily(services, tx, asked, { client, family, reason: 'refresh_token_reused' })
      return { refused: 'over' }
    }
    const issued = await addUserToken(services, tx, asked, { client, family, order })
    return 'refused' in issued ? issued : { ...issued, refreshToken: successor }
  })
}

/** Undefined: this one has had its turn. */
async function succeed(
  tx: Tx,
  row: RefreshTokenRow,
  { token, at, lifetimeSeconds }: { token: string; at: Date; lifetimeSeconds: number },
): Promise<string | undefined> {
  if (row.replaced_at !== null) {
    const isRecent = at.getTime() - row.replaced_at.getTime() <= toleranceMilliseconds
    return isRecent && row.successor_salt !== null ? successorOf(token, row.successor_salt) : undefined
  }
  const salt = randomBytes(32)
  const successor = successorOf(token, salt)
  const { account_id: accountId, family_id: familyId } = row
  await replaceRefreshToken(tx, { accountId, familyId, tokenHash: sha256Of(token), salt, at })
  const expiresAt = new Date(at.getTime() + lifetimeSeconds * 1000)
  await addRefreshToken(tx, { accountId, familyId, tokenHash: sha256Of(successor), createdAt: at, expiresAt })
  return successor
}

/** Random to everybody but who holds the token before: what the database keeps does not suffice to make it. */
function successorOf(token: string, salt: Buffer): string {
  return `mrt_${createHmac('sha256', token).update(salt).digest('base64url')}`
}
