import { forgetIdempotencyKeys } from '../db/idempotency-keys.ts'
import { forgetExpiredTokens } from '../db/jobs/forget-expired-tokens.ts'
import type { Services } from '../services.ts'

const dayMilliseconds = 24 * 3600 * 1000

/** Forgets what has outlived its use: answers kept for repeated requests, and expired tokens, after a day. */
export async function applyRetention({ pool, now }: Pick<Services, 'pool' | 'now'>): Promise<void> {
  const before = new Date(now().getTime() - dayMilliseconds)
  await forgetIdempotencyKeys(pool, before)
  await forgetExpiredTokens(pool, before)
}
