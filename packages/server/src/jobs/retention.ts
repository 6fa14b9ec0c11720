import { forgetIdempotencyKeys } from '../db/idempotency-keys.ts'
import { forgetExpiredTokens } from '../db/jobs/forget-expired-tokens.ts'
import { forgetSignIns } from '../db/jobs/forget-sign-ins.ts'
import { forgetTokenFamilies } from '../db/jobs/forget-token-families.ts'
import { forgetWebhookEvents } from '../db/jobs/forget-webhook-events.ts'
import { retentionSeconds } from '../operations/retention-seconds.ts'
import type { Services } from '../services.ts'

/** What webhooks were told can be looked up for a week; what they were not, for a month. */
const deliveredMilliseconds = 7 * 86_400_000
const undeliveredMilliseconds = 30 * 86_400_000

const webhookRowsPerStep = 5000

/** Forgets what has outlived its use, after a day: answers kept for repeated requests, expired tokens, ended sessions. */
export async function applyRetention({ pool, now }: Pick<Services, 'pool' | 'now'>): Promise<void> {
  const at = now()
  const before = new Date(at.getTime() - retentionSeconds * 1000)
  await forgetIdempotencyKeys(pool, before)
  await forgetExpiredTokens(pool, before)
  await forgetTokenFamilies(pool, before)
  await forgetSignIns(pool, { before, now: at })
  const deliveredBefore = new Date(at.getTime() - deliveredMilliseconds)
  const happenedBefore = new Date(at.getTime() - undeliveredMilliseconds)
  const step = { deliveredBefore, happenedBefore, limit: webhookRowsPerStep }
  while ((await forgetWebhookEvents(pool, step)) > 0);
}
