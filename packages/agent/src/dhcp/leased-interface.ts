import type { DhcpClientName } from '@muster/core/report/dhcp-result.ts'

/** What is known of an interface's lease. Times are Unix seconds, with fractions where the source has them. */
export interface Lease {
  /** Null where the interface has none now. */
  readonly address: string | null
  readonly server: string | null
  readonly startsAt: number | null
  readonly endsAt: number | null
  /** By how much two readings of the same lease may differ; absent: not at all. */
  readonly errorSeconds?: number
}

export interface RenewalTools {
  /** Of this run only: for what a client wants in files. */
  readonly directory: string
  /** Aborted when somebody cancels, or when time is up. */
  readonly signal: AbortSignal
}

/** An interface whose IPv4 address comes from a DHCP client that this agent knows how to ask. */
export interface LeasedInterface {
  readonly interface: string
  readonly client: DhcpClientName
  /** An aborted reading knows of no lease. */
  readLease(signal?: AbortSignal): Promise<Lease>
  /**
   * Has the client renew, in a way that leaves the address alone where no server answers. Resolves with the lease
   * where asking itself shows it; else `readLease` will. Throws, with a sentence for a person, where it cannot ask.
   */
  renew(tools: RenewalTools): Promise<Lease | undefined>
}

/** How one DHCP client is found. One file each; `find-leased-interfaces` has the list. */
export type FindLeased = (signal?: AbortSignal) => Promise<readonly LeasedInterface[]>

export const noLease: Lease = { address: null, server: null, startsAt: null, endsAt: null }

/** Another address, or it began or ends later. What was unknown before proves nothing. */
export function hasChanged(before: Lease, after: Lease): boolean {
  if (after.address === null) return false
  if (after.address !== before.address) return true
  const isLater = (one: number | null, other: number | null) =>
    one !== null && other !== null && other > one + (after.errorSeconds ?? 0)
  return isLater(before.startsAt, after.startsAt) || isLater(before.endsAt, after.endsAt)
}
