import type { Gatherer } from './gather.ts'

/** A gatherer for each account, made when it is first needed: a statement never mixes accounts. */
export function perAccount<Item, Answer>(make: (accountId: number) => Gatherer<Item, Answer>) {
  const gatherers = new Map<number, Gatherer<Item, Answer>>()
  return {
    of(accountId: number): Gatherer<Item, Answer> {
      const known = gatherers.get(accountId)
      if (known) return known
      const made = make(accountId)
      gatherers.set(accountId, made)
      return made
    },
    async flush(): Promise<void> {
      await Promise.all([...gatherers.values()].map((gatherer) => gatherer.flush()))
    },
  }
}
