import { forgetIdempotencyKeys } from '../db/idempotency-keys.ts'
import { forgetExpiredTokens } from '../db/jobs/forget-expired-tokens.ts'
import { forgetSignIns } from '../db/jobs/forget-sign-ins.ts'
import { forgetTokenFamilies } from '../db/jobs/forget-token-families.ts'
import { retentionSeconds } from '../operations/retention-seconds.ts'
import type { Services } from '../services.ts'

/** Forgets what has outlived its use, after a day: answers kept for repeated requests, expired tokens, ended sessions. */
export async function applyRetention({ pool, now }: Pick<Services, 'pool' | 'now'>): Promise<void> {
  const at = now()
  const before = new Date(at.getTime() - retentionSeconds * 1000)
  await forgetIdempotencyKeys(pool, before)
  await forgetExpiredTokens(pool, before)
  await forgetTokenFamilies(pool, before)
  await forgetSignIns(pool, { before, now: at })
}
