import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type FindLeased,
  hasChanged,
  type Lease,
  type LeasedInterface,
  noLease,
  type RenewalTools,
} from './leased-interface.ts'
import { getAppliedConnection, reapply } from './network-manager-bus.ts'
import { ownersSeconds, patientSeconds } from './network-manager-patience.ts'
import { askProgram } from './run-program.ts'

const waitProperty = 'dhcp-timeout'
const lookAgainMilliseconds = 250

/**
 * NetworkManager has no order to renew, and asks the server anew when other IPv4 settings are applied. The settings in
 * force are applied again with another time to wait for the server; once it has answered, as they were before. The saved
 * profile is neither read nor changed: what its owner edited there and did not activate stays so. Activating the
 * connection anew would take the address away first, so it is not done.
 */
export function networkManagerFinder(runDirectory = '/run/NetworkManager'): FindLeased {
  return async (signal) => {
    if (!existsSync(runDirectory)) return []
    return [...(await readLeases([], signal)).keys()].map(
      (name): LeasedInterface => ({
        interface: name,
        client: 'NetworkManager',
        readLease: async (signal) => (await readLeases([name], signal)).get(name) ?? noLease,
        renew: renew(name),
      }),
    )
  }
}

async function readLeases(names: readonly string[], signal?: AbortSignal): Promise<Map<string, Lease>> {
  const words = ['--terse', '--fields', 'GENERAL.DEVICE,DHCP4', 'device', 'show', ...names]
  return parseDevices(await askProgram('nmcli', words, signal))
}

function renew(name: string) {
  return async ({ signal }: RenewalTools): Promise<Lease> => {
    const path = (
      await askProgram('nmcli', ['--get-values', 'GENERAL.DBUS-PATH', 'device', 'show', name], signal)
    ).trim()
    if (path === '') throw new Error('nmcli does not say which device of NetworkManager it is.')
    const readLease = async () => (await readLeases([name], signal)).get(name) ?? noLease
    const before = await readLease()
    await applyWait(path, patientSeconds, signal)
    for (;;) {
      const now = await readLease()
      if (hasChanged(before, now)) {
        // Where somebody has applied other settings meanwhile, theirs count; the lease is renewed all the same.
        await applyWait(path, ownersSeconds, signal).catch(() => undefined)
        return now
      }
      await wait(lookAgainMilliseconds, undefined, { signal })
    }
  }
}

async function applyWait(path: string, change: (seconds: number) => number, signal: AbortSignal): Promise<void> {
  const { settings, version } = await getAppliedConnection(path, signal)
  const data = change(Number(settings.ipv4?.[waitProperty]?.data ?? 0))
  const ipv4 = { ...settings.ipv4, [waitProperty]: { type: 'i', data } }
  await reapply(path, { settings: { ...settings, ipv4 }, version }, signal)
}

/** Reads `nmcli --terse` of devices: a line a property, a backslash before what would end it. */
export function parseDevices(output: string): Map<string, Lease> {
  const devices = new Map<string, Map<string, string>>()
  let current: Map<string, string> | undefined
  for (const line of output.split('\n')) {
    const [, key, escaped] = /^([\w.]+(?:\[\d+\])?):(.*)$/.exec(line) ?? []
    if (key === undefined || escaped === undefined) continue
    const value = escaped.replace(/\\(.)/g, '$1')
    if (key === 'GENERAL.DEVICE') {
      current = new Map()
      devices.set(value, current)
    } else if (key.startsWith('DHCP4.OPTION')) {
      const [name, ...rest] = value.split(' = ')
      current?.set(name!.trim(), rest.join(' = ').trim())
    }
  }
  return new Map(
    [...devices].flatMap(([name, options]) => (options.has('ip_address') ? [[name, toLease(options)]] : [])),
  )
}

function toLease(options: ReadonlyMap<string, string>): Lease {
  const number = (name: string) => (/^\d+$/.test(options.get(name) ?? '') ? Number(options.get(name)) : null)
  const endsAt = number('expiry')
  const seconds = number('dhcp_lease_time')
  return {
    address: options.get('ip_address') ?? null,
    server: options.get('dhcp_server_identifier') ?? null,
    startsAt: endsAt === null || seconds === null ? null : endsAt - seconds,
    endsAt,
  }
}
