import type { Lease } from './leased-interface.ts'

export interface RecordedLease extends Lease {
  readonly interface: string
  readonly address: string
}

/** Reads a file of dhclient's IPv4 leases (dhclient.leases(5)), oldest first. */
export function parseDhclientLeases(text: string): RecordedLease[] {
  return [...text.matchAll(/^lease \{\n([\s\S]*?)^\}/gm)].flatMap(([, block = '']) => {
    const value = (pattern: RegExp) => pattern.exec(block)?.[1]
    const name = value(/^\s*interface "(.*)";/m)
    const address = value(/^\s*fixed-address (\S+);/m)
    if (name === undefined || address === undefined) return []
    const endsAt = readTime(value(/^\s*expire (.*?);/m))
    const seconds = Number(value(/^\s*option dhcp-lease-time (\d+);/m) ?? Number.NaN)
    return [
      {
        interface: name,
        address,
        server: value(/^\s*option dhcp-server-identifier (\S+);/m) ?? null,
        startsAt: endsAt === null || Number.isNaN(seconds) ? null : endsAt - seconds,
        endsAt,
      },
    ]
  })
}

/** `4 2026/01/31 23:59:59` in UTC, `epoch 1769903999`, or `never`. */
function readTime(text = ''): number | null {
  const epoch = /^epoch (\d+)/.exec(text)?.[1]
  if (epoch !== undefined) return Number(epoch)
  const parts = /^\d (\d+)\/(\d+)\/(\d+) (\d+):(\d+):(\d+)/.exec(text)?.slice(1).map(Number)
  if (parts === undefined) return null
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number]
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000
}
