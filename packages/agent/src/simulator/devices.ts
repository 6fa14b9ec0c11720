import { createHash } from 'node:crypto'
import type { AgentFacts, Inventory } from '@muster/core/agent/inventory.ts'
import { agentName, agentVersion } from '../version.ts'

/** What simulated agents say they can do: each type that is a command. */
export const simulatedFacts: AgentFacts = {
  name: agentName,
  version: agentVersion,
  abilities: ['dhcprenew', 'fetch_agent_log', 're-identify', 'scan_threats'],
}

/** A device of the simulated office; the same for the same hardware id. */
export function inventoryOf(hwid: string, index: number): Inventory {
  const digest = createHash('sha256').update(hwid).digest('hex')
  const [a, b, c] = [index >>> 16, index >>> 8, index].map((part) => part & 255)
  return {
    hostname: `simulated-${String(index).padStart(5, '0')}`,
    os: { family: 'linux', name: 'Debian GNU/Linux', version: '12', architecture: 'x64' },
    machine_type: (['desktop', 'laptop', 'server', 'vm'] as const)[index % 4]!,
    user_name: `user${index}`,
    network: [
      {
        name: 'eth0',
        // Locally administered: nobody's real card has it.
        mac: `02${digest.slice(0, 10)}`.replace(/(..)(?!$)/g, '$1:'),
        ipv4: [`10.${a}.${b}.${c}`],
        ipv6: [],
      },
    ],
  }
}
