import type { Lease } from './leased-interface.ts'

/** Leases that this agent saw being granted, and that the client's own files do not tell of; by interface. */
const witnessed = new Map<string, Lease>()

export function rememberLease(name: string, lease: Lease): void {
  witnessed.set(name, lease)
}

/**
 * Of the address that the interface has now, for the first half of its time: from then on its client renews it by itself,
 * unseen.
 */
export function recallLease(name: string, address: string | null, now = Date.now() / 1000): Lease | undefined {
  const lease = witnessed.get(name)
  if (lease === undefined || lease.address !== address || lease.startsAt === null || lease.endsAt === null) {
    return undefined
  }
  return now < (lease.startsAt + lease.endsAt) / 2 ? lease : undefined
}
