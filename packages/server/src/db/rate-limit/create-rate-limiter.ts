import type { Pool } from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

interface Count {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

const windowSeconds = 60

/**
 * Counts requests in windows of a minute: in PostgreSQL, so that several nodes share the count, or in this process.
 * The limit comes with each request; what was counted belongs to the key alone.
 */
export function createRateLimiter(store: Pool | 'memory'): (key: string, limit: number) => Promise<Count> {
  const memory = new Map<number, RateLimiterMemory | RateLimiterPostgres>()
  const limiterFor = (limit: number) => {
    const known = memory.get(limit)
    if (known !== undefined) return known
    const made = createLimiter(store, limit)
    memory.set(limit, made)
    return made
  }
  return async (key, limit) => {
    try {
      return count(limit, true, await limiterFor(limit).consume(key))
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return count(limit, false, refused)
      throw refused
    }
  }
}

function createLimiter(store: Pool | 'memory', limit: number): RateLimiterMemory | RateLimiterPostgres {
  const options = { points: limit, duration: windowSeconds, keyPrefix: 'api' }
  if (store === 'memory') return new RateLimiterMemory(options)
  return new RateLimiterPostgres({
    ...options,
    storeClient: store,
    storeType: 'pool',
    tableName: 'rate_limit_bucket',
    tableCreated: true,
    // A flood is refused from memory once it is over; the database need not count it.
    inMemoryBlockOnConsumed: limit + 1,
  })
}

function count(limit: number, allowed: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes): Count {
  return { allowed, limit, remaining: remainingPoints, resetSeconds: Math.ceil(Math.max(0, msBeforeNext) / 1000) }
}
