import type { Inventory } from '@muster/core/agent/inventory.ts'
import { findLeasedInterfaces } from '../dhcp/find-leased-interfaces.ts'
import type { Lease, LeasedInterface } from '../dhcp/leased-interface.ts'

export type InventoryLease = NonNullable<Inventory['network'][number]['dhcp']>

/** By interface. Reading them may cost processes, so an inventory takes what was read last. */
let known: ReadonlyMap<string, InventoryLease> = new Map()

export function knownLeases(): ReadonlyMap<string, InventoryLease> {
  return known
}

/** Reads the leases of all interfaces whose DHCP client is known. */
export async function refreshLeases(
  find: () => Promise<readonly LeasedInterface[]> = findLeasedInterfaces,
): Promise<void> {
  const found = await find()
  const leases = await Promise.all(found.map((leased) => leased.readLease().catch(() => undefined)))
  known = new Map(
    found.flatMap(({ interface: name }, index) => {
      const lease = leases[index]
      return lease === undefined || lease.address === null ? [] : [[name, toInventory(lease, known.get(name))]]
    }),
  )
}

function toInventory({ server, startsAt, endsAt }: Lease, before: InventoryLease | undefined): InventoryLease {
  return {
    server: server?.slice(0, 256) ?? null,
    obtained_at: steady(startsAt, before?.obtained_at),
    expires_at: steady(endsAt, before?.expires_at),
  }
}

/** Some sources differ by a second from one reading to the next; that is no change. */
function steady(time: number | null, before: number | null | undefined): number | null {
  if (time === null) return null
  const seconds = Math.max(0, Math.round(time))
  return typeof before === 'number' && Math.abs(seconds - before) <= 1 ? before : seconds
}
