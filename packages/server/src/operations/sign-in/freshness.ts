import type { Caller } from '../../caller.ts'
import { Refusal } from '../../refusal.ts'

const freshMilliseconds = 10 * 60_000

/** Until when what is dangerous may be done without signing in again; null where that is over. */
export function freshUntil(authenticatedAt: Date, now: Date): Date | null {
  const until = new Date(authenticatedAt.getTime() + freshMilliseconds)
  return until > now ? until : null
}

/** Tokens are not asked: nobody leaves one open on a desk. @throws Refusal fresh_sign_in_needed */
export function requireFresh({ session }: Caller): void {
  if (session !== undefined && !session.isFresh) throw new Refusal('fresh_sign_in_needed')
}
