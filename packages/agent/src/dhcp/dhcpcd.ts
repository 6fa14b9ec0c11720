import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listDirectory, readText } from '../read-or-nothing.ts'
import { addressedInterfaces } from './addresses.ts'
import { type FindLeased, type Lease, noLease } from './leased-interface.ts'
import { isProcessOf, signalProcess } from './processes.ts'
import { askProgram } from './run-program.ts'

const runDirectory = '/run/dhcpcd'
const leaseDirectory = '/var/lib/dhcpcd'

/**
 * dhcpcd answers `-U` to everybody, and renews at SIGUSR1, keeping the address while nobody answers. Its `-n` (rebind)
 * gives the address up after some seconds (seen with 9.4), and `-N` starts a second dhcpcd where it finds none.
 */
export const findDhcpcd: FindLeased = async (signal) => {
  const found = await Promise.all(
    runningDhcpcds().map(async ({ pid, interface: only, options }) => {
      const names = addressedInterfaces().filter((name) => only === undefined || name === only)
      const leases = await Promise.all(names.map((name) => readLease(name, options, signal)))
      // One signal has it renew all that it looks after.
      let signalled = false
      return names
        .filter((_, index) => leases[index]!.address !== null)
        .map((name) => ({
          interface: name,
          client: 'dhcpcd' as const,
          readLease: (reading?: AbortSignal) => readLease(name, options, reading),
          renew: async () => {
            if (!signalled) signalProcess(pid, 'SIGUSR1', 'dhcpcd')
            signalled = true
            return undefined
          },
        }))
    }),
  )
  return found.flat()
}

interface RunningDhcpcd {
  readonly pid: number
  /** Undefined: it looks after all that there are. */
  readonly interface: string | undefined
  /** What names this one of several to `dhcpcd -U`. */
  readonly options: readonly string[]
}

function runningDhcpcds(): RunningDhcpcd[] {
  return listDirectory(runDirectory).flatMap((file) => {
    const match = /^(?:(.+?)(-4)?\.)?pid$/.exec(file)
    const pid = match === null ? 0 : Number.parseInt(readText(join(runDirectory, file)), 10)
    if (match === null || !(pid > 0) || !isProcessOf(pid, 'dhcpcd')) return []
    return [{ pid, interface: match[1], options: match[2] === undefined ? [] : [match[2]] }]
  })
}

async function readLease(name: string, options: readonly string[], signal?: AbortSignal): Promise<Lease> {
  const dump = parseDhcpcdDump(await askProgram('dhcpcd', ['-U', ...options, name], signal))
  if (dump.address === null) return noLease
  const startsAt = await readLeaseStart(name, dump.networkName)
  const endsAt = startsAt === null || dump.leaseSeconds === null ? null : startsAt + dump.leaseSeconds
  return { address: dump.address, server: dump.server, startsAt, endsAt }
}

export interface DhcpcdDump {
  readonly address: string | null
  readonly server: string | null
  readonly leaseSeconds: number | null
  /** Of a wireless network; part of the lease file's name. */
  readonly networkName: string | undefined
}

/** Reads what `dhcpcd -U` prints: blocks of shell variables, of which the one of IPv4's protocol counts. */
export function parseDhcpcdDump(output: string): DhcpcdDump {
  const blocks = output
    .split(/^(?=reason=)/m)
    .map((block) => new Map([...block.matchAll(/^(\w+)=(.*)$/gm)].map(([, key, value]) => [key!, unquote(value!)])))
  const lease = blocks.find((block) => block.get('protocol') === 'dhcp')
  const seconds = Number(lease?.get('dhcp_lease_time') ?? Number.NaN)
  return {
    address: lease?.get('ip_address') ?? null,
    server: lease?.get('dhcp_server_identifier') ?? null,
    // All ones: for ever.
    leaseSeconds: Number.isInteger(seconds) && seconds < 2 ** 32 - 1 ? seconds : null,
    networkName: blocks.map((block) => block.get('ifssid')).find((ssid) => ssid !== undefined),
  }
}

function unquote(value: string): string {
  return value.replace(/^'(.*)'$/, '$1')
}

/** The lease file is written when a lease is granted, and at no other time. */
async function readLeaseStart(name: string, networkName: string | undefined): Promise<number | null> {
  const names = [...(networkName === undefined ? [] : [`${name}-${networkName}.lease`]), `${name}.lease`]
  for (const file of names) {
    const seen = await stat(join(leaseDirectory, file)).catch(() => undefined)
    if (seen) return seen.mtimeMs / 1000
  }
  return null
}
