import type { Caller } from '../../caller.ts'
import { addCode } from '../../db/oauth/authorization-codes.ts'
import { addConsent, findConsent } from '../../db/oauth/consents.ts'
import { addFamily } from '../../db/oauth/token-families.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { uuidV7 } from '../../uuid-v7.ts'
import type { OAuthClient } from '../authenticate-client.ts'
import { mutateAgain } from '../mutate.ts'
import { makeSecretToken } from '../sign-in/secret-token.ts'
import { writeAudit } from '../write-audit.ts'

/** A program needs a moment to come for its tokens; a code that leaked should be worth nothing by the time it is found. */
const codeMilliseconds = 60_000

/** What an application asks a user for, checked. */
export interface Authorization {
  readonly client: OAuthClient
  /** One of the registered ones. */
  readonly redirectUri: string
  /** What application and user both may. */
  readonly scopes: readonly string[]
  /** S256. */
  readonly codeChallenge: string | undefined
}

/**
 * Whether the user has agreed to all of it before. Not asked of what cannot prove who it is: a program on the user's
 * machine whose client id any other may use, and whose address any other may listen on.
 */
export async function isAgreedTo(
  { pool }: Services,
  { accountId, userId }: Caller,
  { client, scopes, redirectUri }: Authorization,
): Promise<boolean> {
  if (client.isPublic && !redirectUri.startsWith('https:')) return false
  const agreed = await findConsent(pool, { accountId, userId: userId!, appId: client.application.id })
  return scopes.every((scope) => agreed.includes(scope))
}

/**
 * The code by which the application gets its tokens; only its hash is kept. That the user agreed is remembered.
 * @throws Refusal conflict where user or application ended meanwhile
 */
export async function giveCode(
  services: Services,
  caller: Caller,
  { client, redirectUri, scopes, codeChallenge }: Authorization,
): Promise<string> {
  const { accountId } = caller
  const userId = caller.userId!
  const appId = client.application.id
  const { token, hash } = makeSecretToken('mac')
  await mutateAgain(services, async ({ tx }) => {
    const at = services.now()
    const familyId = uuidV7(at)
    if (!(await addFamily(tx, { accountId, familyId, appId, userId, scopes, at }))) {
      throw new Refusal('conflict', 'The application or the user is not allowed in any more.')
    }
    await addConsent(tx, { accountId, userId, appId, scopes, at })
    const expiresAt = new Date(at.getTime() + codeMilliseconds)
    await addCode(tx, { codeHash: hash, accountId, familyId, redirectUri, codeChallenge, expiresAt })
    await writeAudit(
      tx,
      { ...caller, application: client.application },
      { at, event: 'authorization.given', details: { family_id: familyId, scopes, redirect_uri: redirectUri } },
    )
  })
  return token
}
