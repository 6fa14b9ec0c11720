import type { Caller } from '../../caller.ts'
import { inTransaction } from '../../db/transaction.ts'
import type { UserSecrets } from '../../db/users/find-user.ts'
import type { Services } from '../../services.ts'
import { writeAudit } from '../write-audit.ts'
import { userCaller } from './start-session.ts'

export interface RefusedSignIn {
  readonly accountId: number
  readonly user: Pick<UserSecrets, 'userId' | 'email'> | undefined
  readonly reason:
    | 'unknown_email'
    | 'unknown_passkey'
    | 'disabled'
    | 'password'
    | 'second_factor'
    | 'passkey'
    | 'openid'
}

/** What was typed for an unknown address may be anything, a password too: it is not written down. */
export async function recordRefusal(
  services: Services,
  asked: Caller,
  { accountId, user, reason }: RefusedSignIn,
): Promise<void> {
  const caller: Caller = user
    ? userCaller(asked, { account_id: accountId, user_id: user.userId, email: user.email })
    : { accountId, channel: 'console', scopes: [], peer: asked.peer, requestId: asked.requestId }
  await inTransaction(services.pool, (tx) =>
    writeAudit(tx, caller, { at: services.now(), event: 'session.refused', details: { reason } }),
  )
}
