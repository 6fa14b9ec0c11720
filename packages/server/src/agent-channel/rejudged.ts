import { LRUCache } from 'lru-cache'

/** Of which devices it was decided anew which machine they are, and when, counted in decisions. */
export interface Rejudged {
  readonly count: number
  note(accountId: number, deviceKey: string): void
  hasSince(accountId: number, deviceKey: string, count: number): boolean
}

/** Decisions of people: more than these are not made while an agent is let in. */
const rememberedMax = 10_000

/** An agent that is being let in while it is decided which machine its device is cannot be found yet to be told. */
export function createRejudged(): Rejudged {
  const decided = new LRUCache<string, number>({ max: rememberedMax })
  let count = 0
  return {
    get count() {
      return count
    },
    note(accountId, deviceKey) {
      count += 1
      decided.set(`${accountId} ${deviceKey}`, count)
    },
    hasSince: (accountId, deviceKey, before) => (decided.get(`${accountId} ${deviceKey}`) ?? 0) > before,
  }
}
