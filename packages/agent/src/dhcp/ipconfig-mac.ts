import { addressedInterfaces } from './addresses.ts'
import { type FindLeased, type Lease, type LeasedInterface, noLease, type RenewalTools } from './leased-interface.ts'
import { askProgram, runProgram } from './run-program.ts'

/** macOS's own client. Written from its manual; not tried on a Mac. */
export const findMacLeases: FindLeased = async (signal) => {
  const names = addressedInterfaces()
  const leases = await Promise.all(names.map((name) => readLease(name, signal)))
  return names
    .filter((_, index) => leases[index]!.address !== null)
    .map(
      (name): LeasedInterface => ({
        interface: name,
        client: 'macOS ipconfig',
        readLease: (reading) => readLease(name, reading),
        renew: renew(name),
      }),
    )
}

async function readLease(name: string, signal?: AbortSignal): Promise<Lease> {
  const [packet, summary] = [
    await askProgram('ipconfig', ['getpacket', name], signal),
    await askProgram('ipconfig', ['getsummary', name], signal),
  ]
  return parseMacLease(packet, summary)
}

function renew(name: string) {
  return async ({ signal }: RenewalTools): Promise<undefined> => {
    const { code, errors, output } = await runProgram('ipconfig', ['set', name, 'DHCP'], { signal })
    if (code !== 0)
      throw new Error(`ipconfig set ${name} DHCP failed: ${(errors || output).trim().slice(0, 300)}. It needs root.`)
    return undefined
  }
}

/** Of the server's last packet; when the lease began, only the summary of macOS 11 and later says, in local time. */
export function parseMacLease(packet: string, summary: string): Lease {
  const address = /^yiaddr = (\S+)/m.exec(packet)?.[1]
  if (address === undefined) return noLease
  const started = /LeaseStartTime : (\d+)\/(\d+)\/(\d+) (\d+):(\d+):(\d+)/.exec(summary)?.slice(1).map(Number)
  const startsAt = started === undefined ? null : toSeconds(started as [number, number, number, number, number, number])
  const lease = /^lease_time \(uint32\): (0x[0-9a-f]+|\d+)/m.exec(packet)?.[1]
  return {
    address,
    server: /^server_identifier \(ip\): (\S+)/m.exec(packet)?.[1] ?? null,
    startsAt,
    endsAt: startsAt === null || lease === undefined ? null : startsAt + Number(lease),
  }
}

function toSeconds([month, day, year, hour, minute, second]: [number, number, number, number, number, number]): number {
  return new Date(year, month - 1, day, hour, minute, second).getTime() / 1000
}
