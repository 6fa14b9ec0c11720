import { setTimeout as wait } from 'node:timers/promises'
import type { DhcpRenewal } from '@muster/core/report/dhcp-result.ts'
import { hasChanged, type Lease, type LeasedInterface } from './leased-interface.ts'

export interface RenewInterfaceOptions {
  readonly directory: string
  readonly signal: AbortSignal
  readonly secondsMax: number
}

const lookAgainMilliseconds = 250

/**
 * Has one interface's lease renewed, and looks at the lease until it has changed. What is reported is what was seen,
 * never that a client was merely asked. @throws only where it was aborted
 */
export async function renewInterface(leased: LeasedInterface, options: RenewInterfaceOptions): Promise<DhcpRenewal> {
  const { directory, signal, secondsMax } = options
  const timeUp = AbortSignal.timeout(secondsMax * 1000)
  const both = AbortSignal.any([signal, timeUp])
  const before = await leased.readLease(both)
  try {
    const granted = await leased.renew({ directory, signal: both })
    const after = await waitForChange(leased, before, granted, both)
    return report(leased, before, after)
  } catch (error) {
    signal.throwIfAborted()
    const problem = timeUp.aborted
      ? `the lease did not change within ${secondsMax} s of asking; its DHCP server may be away.`
      : (error as Error).message
    return report(leased, before, await leased.readLease(signal), problem)
  }
}

/** What the server granted counts once the interface has its address. */
async function waitForChange(
  leased: LeasedInterface,
  before: Lease,
  granted: Lease | undefined,
  signal: AbortSignal,
): Promise<Lease> {
  for (;;) {
    const now = await leased.readLease(signal)
    if (granted === undefined ? hasChanged(before, now) : now.address === granted.address) return granted ?? now
    await wait(lookAgainMilliseconds, undefined, { signal })
  }
}

function report(leased: LeasedInterface, before: Lease, after: Lease, problem?: string): DhcpRenewal {
  return {
    interface: leased.interface,
    client: leased.client,
    old_address: before.address,
    new_address: after.address,
    server: after.server ?? before.server,
    lease_start: toSeconds(after.startsAt),
    lease_end: toSeconds(after.endsAt),
    renewed: problem === undefined,
    ...(problem !== undefined && { problem: problem.slice(0, 1000) }),
  }
}

function toSeconds(time: number | null): number | null {
  return time === null ? null : Math.max(0, Math.round(time))
}
