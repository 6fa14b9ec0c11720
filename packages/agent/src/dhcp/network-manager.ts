import { existsSync } from 'node:fs'
import { type FindLeased, type Lease, type LeasedInterface, noLease, type RenewalTools } from './leased-interface.ts'
import { askProgram, runProgram } from './run-program.ts'

/**
 * NetworkManager has no order to renew. `device reapply` makes versions up to 1.42 ask the server again; later ones
 * leave a connection alone that was not modified, and then the lease does not change, which is reported as it is.
 * Activating the connection anew would take the address away first, so it is not done.
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
  return async ({ signal }: RenewalTools): Promise<undefined> => {
    const { code, errors } = await runProgram('nmcli', ['device', 'reapply', name], {
      signal,
      timeoutMilliseconds: 25_000,
    })
    if (code === 0) return undefined
    const said = errors.trim().split('\n').at(-1) ?? ''
    const privilege = /not authorized|privileges/i.test(said) ? ' The agent needs root, or polkit’s consent.' : ''
    throw new Error(`nmcli device reapply failed: ${said.slice(0, 300)}${privilege}`)
  }
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
