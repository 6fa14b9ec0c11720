import { join } from 'node:path'
import { listDirectory, readText } from '../read-or-nothing.ts'
import { readKernelExpiry } from './addresses.ts'
import { type FindLeased, type Lease, type LeasedInterface, noLease, type RenewalTools } from './leased-interface.ts'
import { runProgram } from './run-program.ts'

/** networkd keeps a file for each lease, named by the interface's index; when it ends, the kernel knows. */
export function networkdFinder(leases = '/run/systemd/netif/leases', interfaces = '/sys/class/net'): FindLeased {
  return async () => {
    const indexes = new Set(listDirectory(leases))
    return listDirectory(interfaces).flatMap((name): LeasedInterface[] => {
      const index = readText(join(interfaces, name, 'ifindex')).trim()
      const path = join(leases, index)
      // The file outlasts a lease that ran out as long as networkd does; without an address it is none.
      if (!indexes.has(index) || parseNetworkdLease(readText(path)).address === null) return []
      return [
        {
          interface: name,
          client: 'systemd-networkd',
          readLease: (signal) => readLease(name, path, signal),
          renew: renew(name),
        },
      ]
    })
  }
}

async function readLease(name: string, path: string, signal?: AbortSignal): Promise<Lease> {
  const { address, server, leaseSeconds } = parseNetworkdLease(readText(path))
  if (address === null) return noLease
  const endsAt = await readKernelExpiry(name, address, signal)
  const startsAt = endsAt === null || leaseSeconds === null ? null : endsAt - leaseSeconds
  // The kernel counts down in whole seconds.
  return { address, server, startsAt, endsAt, errorSeconds: 1.2 }
}

/** Renewing needs no privilege that polkit does not give; the lease stays until the server answers. */
function renew(name: string) {
  return async ({ signal }: RenewalTools): Promise<undefined> => {
    const { code, errors } = await runProgram('networkctl', ['renew', name], { signal })
    if (code === 0) return undefined
    const said = errors.trim().split('\n').at(-1) ?? ''
    const privilege = /denied|authentication|not permitted/i.test(said)
      ? ' The agent needs root, or polkit’s consent.'
      : ''
    throw new Error(`networkctl renew failed: ${said.slice(0, 300)}${privilege}`)
  }
}

export function parseNetworkdLease(text: string): Pick<Lease, 'address' | 'server'> & { leaseSeconds: number | null } {
  const value = (key: string) => new RegExp(`^${key}=(.+)$`, 'm').exec(text)?.[1] ?? null
  const seconds = /^(\d+)(?:s|sec)?$/.exec(value('LIFETIME') ?? '')?.[1]
  return {
    address: value('ADDRESS'),
    server: value('SERVER_ADDRESS'),
    leaseSeconds: seconds === undefined ? null : Number(seconds),
  }
}
