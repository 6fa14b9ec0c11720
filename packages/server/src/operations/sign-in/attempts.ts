import type { Tx } from '../../db/pool.ts'
import {
  type AttemptLimit,
  findLockEnd,
  forgetAttempts,
  returnAttempt,
  takeAttempt,
} from '../../db/sign-in/counters.ts'
import { networkOf } from '../../peer-address.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import { mutateAgain } from '../mutate.ts'

/** Whose attempts are counted together: an account that is guessed at, and an address that guesses. */
export interface Attempt {
  readonly accountId: number
  /** `email:…` or `user:…`; absent where no user is meant yet. */
  readonly user?: string | undefined
  readonly peer: string | undefined
}

const perUser: AttemptLimit = { free: 5, waitSecondsMax: 900, forgetAfterSeconds: 86_400 }
/** Many people may share an address. */
const perPeer: AttemptLimit = { free: 30, waitSecondsMax: 900, forgetAfterSeconds: 3600 }

export function attemptOnEmail(accountId: number, email: string, peer: string | undefined): Attempt {
  // The hash bounds the length, and whoever mistypes a password for his address does not leave it here.
  return { accountId, user: `email:${sha256Of(email.toLowerCase()).toString('base64url')}`, peer }
}

export function attemptOnUser(accountId: number, userId: string, peer: string | undefined): Attempt {
  return { accountId, user: `user:${userId}`, peer }
}

/** Counts the attempt, in a transaction of its own and before anything is compared. @throws Refusal rate_limited */
export async function countAttempt(services: Services, attempt: Attempt): Promise<void> {
  const at = services.now()
  const { accountId } = attempt
  await mutateAgain(services, async ({ tx }) => {
    for (const [key, limit] of keysOf(attempt)) {
      if (await takeAttempt(tx, { accountId, key, at, limit })) continue
      const end = await findLockEnd(tx, accountId, key)
      const retryAfterSeconds = Math.max(1, Math.ceil(((end?.getTime() ?? 0) - at.getTime()) / 1000))
      throw new Refusal('rate_limited', `Too many attempts to sign in; try again in ${retryAfterSeconds} s.`, [], {
        retryAfterSeconds,
      })
    }
  })
}

/** It was no guess: the user's count begins anew, the address gets this attempt back. */
export async function forgiveAttempt(tx: Tx, attempt: Attempt): Promise<void> {
  for (const [key, limit] of keysOf(attempt)) {
    if (limit === perUser) await forgetAttempts(tx, attempt.accountId, key)
    else await returnAttempt(tx, attempt.accountId, key)
  }
}

/** Always in this order, so that attempts do not wait for each other in a circle. */
function keysOf({ user, peer }: Attempt): [key: string, limit: AttemptLimit][] {
  return [
    ...(user === undefined ? [] : [[user, perUser] satisfies [string, AttemptLimit]]),
    ...(peer === undefined ? [] : [[`peer:${networkOf(peer)}`, perPeer] satisfies [string, AttemptLimit]]),
  ]
}
