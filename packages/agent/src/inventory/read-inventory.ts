import { hostname, type NetworkInterfaceInfo, networkInterfaces, userInfo } from 'node:os'
import { hinderedAbility } from '@muster/core/action/applicability.ts'
import type { AgentFacts, Inventory } from '@muster/core/agent/inventory.ts'
import type { CommandHandler } from '../handlers/handler.ts'
import { agentName, agentVersion } from '../version.ts'
import { type InventoryLease, knownLeases } from './dhcp-leases.ts'
import { readHardware } from './hardware.ts'
import { readMachineType } from './machine-type.ts'
import { readOperatingSystem } from './operating-system.ts'

/** What does not change while the agent runs is read once: on Windows and macOS it costs a process. */
let machineType: Inventory['machine_type'] | undefined
let hardware: { readonly read: Inventory['hardware'] } | undefined

export function readInventory(): Inventory {
  machineType ??= readMachineType()
  hardware ??= { read: readHardware(machineType === 'vm') }
  return {
    hostname: hostname().slice(0, 256),
    os: readOperatingSystem(),
    machine_type: machineType,
    user_name: readUserName(),
    network: toNetwork(networkInterfaces(), knownLeases()),
    ...(hardware.read && { hardware: hardware.read }),
  }
}

/** The list of handlers is what it can do; it never says more, and of what the device hinders it says why. */
export async function readAgentFacts(handlers: readonly CommandHandler[]): Promise<AgentFacts> {
  const abilities = handlers.map(async ({ type, hindrance }) => {
    const reason = await hindrance?.()
    return reason === undefined ? type : hinderedAbility(type, reason)
  })
  return { name: agentName, version: agentVersion, abilities: (await Promise.all(abilities)).sort() }
}

/** Loopback interfaces tell nothing of a machine. */
export function toNetwork(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
  leases: ReadonlyMap<string, InventoryLease> = new Map(),
): Inventory['network'] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses = []]) => {
      const outward = addresses.filter(({ internal }) => !internal)
      if (outward.length === 0) return []
      const ofFamily = (family: string) => outward.filter((one) => one.family === family).map(({ address }) => address)
      const mac = outward[0]!.mac === '00:00:00:00:00:00' ? '' : outward[0]!.mac
      const dhcp = leases.get(name)
      return [
        {
          name: name.slice(0, 256),
          mac,
          ipv4: ofFamily('IPv4').slice(0, 64),
          ipv6: ofFamily('IPv6').slice(0, 64),
          ...(dhcp && { dhcp }),
        },
      ]
    })
    .slice(0, 256)
}

function readUserName(): string {
  try {
    return userInfo().username.slice(0, 256)
  } catch {
    return ''
  }
}
