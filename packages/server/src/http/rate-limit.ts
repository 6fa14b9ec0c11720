import type { FastifyReply } from 'fastify'
import { Refusal } from '../refusal.ts'
import type { TokenHolder } from '../token-holder.ts'

export interface RateLimitState {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

/** Counts one request under the key; `limit` is in requests a minute. */
export type ConsumeRateLimit = (key: string, limit: number) => Promise<RateLimitState>

/**
 * One bucket an account and API. An application with a limit of its own has a bucket of its own, so that it
 * cannot use up what the account's other applications have. Nothing that a client sends is part of the key.
 */
export function rateLimitKey({ accountId, application, rateLimit }: TokenHolder, api: string): string {
  return rateLimit === undefined ? `${accountId}:${api}` : `${accountId}:${api}:${application?.id}`
}

/** Tells the limit in the vendor's headers and in those of the IETF draft (draft-ietf-httpapi-ratelimit-headers). */
export function tellRateLimit(reply: FastifyReply, api: string, state: RateLimitState): void {
  reply.headers({
    'x-ratelimit-limit': state.limit,
    'x-ratelimit-remaining': state.remaining,
    'x-ratelimit-reset-time': state.resetSeconds,
    'ratelimit-policy': `"${api}";q=${state.limit};w=60`,
    ratelimit: `"${api}";r=${state.remaining};t=${state.resetSeconds}`,
  })
}

/** @throws Refusal rate_limited, with Retry-After set on the reply */
export function requireAllowed(reply: FastifyReply, { allowed, limit, resetSeconds }: RateLimitState): void {
  if (allowed) return
  reply.header('retry-after', Math.max(1, resetSeconds))
  throw new Refusal('rate_limited', `More than ${limit} requests a minute to this API; try again in ${resetSeconds} s.`)
}
