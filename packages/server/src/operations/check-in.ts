import type { AgentFacts, Inventory } from '@muster/core/agent/inventory.ts'
import { macAddressToNumber, parseMacAddress } from '@muster/core/device/mac-address.ts'
import { type DeviceKind, internDeviceKinds } from '../db/agents/intern-device-kinds.ts'
import { saveCheckIns } from '../db/agents/save-check-ins.ts'
import type { Int8, Queryable } from '../db/pool.ts'
import { storableJson } from './storable-json.ts'

/** What an agent reports of its device and of itself. */
export interface Report {
  readonly deviceKey: Int8
  /** The enrolment that it was said in. */
  readonly generation: number
  readonly agent: AgentFacts
  readonly inventory: Inventory
  readonly peer: string | undefined
}

/** Takes many devices' reports in a handful of statements; what did not change is not rewritten. */
export async function checkInDevices(db: Queryable, accountId: number, reports: readonly Report[]): Promise<void> {
  if (reports.length === 0) return
  const kinds = new Map<string, DeviceKind>()
  const kindTexts = reports.map((report) => {
    const kind = kindOf(report)
    const text = JSON.stringify(kind)
    kinds.set(text, kind)
    return text
  })
  const ids = await internDeviceKinds(db, [...kinds.values()])
  const idOf = new Map([...kinds.keys()].map((text, index) => [text, ids[index]!]))
  await saveCheckIns(
    db,
    accountId,
    reports.map(({ deviceKey, inventory, peer }, index) => ({
      deviceKey,
      kindId: idOf.get(kindTexts[index]!)!,
      hostname: inventory.hostname,
      deviceType: inventory.machine_type,
      osName: inventory.os.name,
      osVersion: inventory.os.version,
      publicIp: peer ?? '',
      userName: inventory.user_name,
      inventory: storableJson(pickFields(inventory)),
      macs: macsOf(inventory),
    })),
  )
}

/** Fields of a later version are let through by the parser, and not kept: they have no bounds. */
function pickFields({ hostname, os, machine_type, user_name, network }: Inventory): Inventory {
  const { family, name, version, architecture } = os
  return {
    hostname,
    os: { family, name, version, architecture },
    machine_type,
    user_name,
    network: network.map(({ name, mac, ipv4, ipv6, dhcp }) => ({ name, mac, ipv4, ipv6, ...(dhcp && pickDhcp(dhcp)) })),
  }
}

function pickDhcp({ server, obtained_at, expires_at }: NonNullable<Inventory['network'][number]['dhcp']>) {
  return { dhcp: { server, obtained_at, expires_at } }
}

export function kindOf({ agent, inventory }: { agent: AgentFacts; inventory: Inventory }): DeviceKind {
  return {
    agentType: 'persistent',
    agentName: agent.name,
    agentVersion: agent.version,
    os: inventory.os.family,
    abilities: [...new Set(agent.abilities)].sort(),
  }
}

/** Loopback and tunnels report zeros; they identify nothing. */
export function macsOf({ network }: Inventory): number[] {
  const macs = network.flatMap(({ mac }) => parseMacAddress(mac) ?? []).map(macAddressToNumber)
  return [...new Set(macs)].filter((mac) => mac !== 0).sort((a, b) => a - b)
}
