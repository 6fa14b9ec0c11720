import { readFileSync } from 'node:fs'
import { readAddresses } from './addresses.ts'
import { askBesideDhclient } from './dhclient-bystander.ts'
import { parseDhclientLeases, type RecordedLease } from './dhclient-leases.ts'
import { type DhclientOptions, readDhclientOptions } from './dhclient-options.ts'
import { type FindLeased, type Lease, noLease } from './leased-interface.ts'
import { findProcesses } from './processes.ts'
import { recallLease, rememberLease } from './witnessed-leases.ts'

/**
 * A running dhclient cannot be told to renew: every signal that it takes has it release the lease, and OMAPI is off
 * unless somebody configured it (4.4). So a bystander asks for the lease that the file has, and lets dhclient's own
 * script put it into effect. The running one goes on, and renews at the time that it had planned.
 */
export const findDhclient: FindLeased = async () =>
  findProcesses('dhclient').flatMap((client) => {
    const options = readDhclientOptions(client.args)
    if (options.other) return []
    return namesOf(options).map((name) => ({
      interface: name,
      client: 'dhclient' as const,
      readLease: async () => readLease(name, options),
      renew: async (tools) => {
        const address = readLease(name, options).address
        const granted = await askBesideDhclient({ name, address, options, client, tools })
        rememberLease(name, granted)
        return granted
      },
    }))
  })

function namesOf({ interfaces, leaseFile }: DhclientOptions): string[] {
  if (interfaces.length > 0) return interfaces.filter((name) => readAddresses(name).length > 0)
  const leases = readLeases(leaseFile).filter((lease) => readAddresses(lease.interface).includes(lease.address))
  return [...new Set(leases.map((lease) => lease.interface))]
}

function readLease(name: string, { leaseFile }: DhclientOptions): Lease {
  const addresses = readAddresses(name)
  const recorded = readLeases(leaseFile)
    .filter((lease) => lease.interface === name && addresses.includes(lease.address))
    .at(-1)
  const witnessed = addresses.map((address) => recallLease(name, address)).find((lease) => lease !== undefined)
  if (witnessed && (witnessed.endsAt ?? 0) > (recorded?.endsAt ?? 0)) return witnessed
  if (recorded === undefined) return { ...noLease, address: addresses[0] ?? null }
  const { interface: _, ...lease } = recorded
  return lease
}

function readLeases(path: string): RecordedLease[] {
  try {
    return parseDhclientLeases(readFileSync(path, 'utf8'))
  } catch {
    return []
  }
}
