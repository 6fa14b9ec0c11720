import { forgetIdempotencyKeys } from '../db/idempotency-keys.ts'
import { forgetExpiredTokens } from '../db/jobs/forget-expired-tokens.ts'
import { forgetSignIns } from '../db/jobs/forget-sign-ins.ts'
import type { Services } from '../services.ts'

const dayMilliseconds = 24 * 3600 * 1000

/** Forgets what has outlived its use, after a day: answers kept for repeated requests, expired tokens, ended sessions. */
export async function applyRetention({ pool, now }: Pick<Services, 'pool' | 'now'>): Promise<void> {
  const before = new Date(now().getTime() - dayMilliseconds)
  await forgetIdempotencyKeys(pool, before)
  await forgetExpiredTokens(pool, before)
  await forgetSignIns(pool, before)
}
