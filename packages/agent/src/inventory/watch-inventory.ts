import type { AgentFacts, Inventory } from '@muster/core/agent/inventory.ts'
import type { AgentMessage } from '@muster/core/agent/messages.ts'
import type { CommandHandler } from '../handlers/handler.ts'
import type { Log } from '../log.ts'
import { agentName, agentVersion } from '../version.ts'
import { refreshLeases } from './dhcp-leases.ts'
import { readAgentFacts, readInventory } from './read-inventory.ts'

export interface InventoryWatch {
  /** What the agent is, and can do here now. */
  readonly facts: AgentFacts
  /** What is told to the server is remembered: only what differs from it is told again. */
  read(): Inventory
  /** Looks anew, before the agent says hello. */
  prepare(): Promise<void>
  /** Tells the server where something has changed. */
  notice(): Promise<void>
  stop(): void
}

const inventoryMilliseconds = 15 * 60_000
const abilitiesMilliseconds = 60_000

/** Looks now and then at what the device is and can do, and says what has changed. */
export function watchInventory({
  handlers,
  log,
  say,
}: {
  handlers: readonly CommandHandler[]
  log: Log
  say: (message: AgentMessage) => void
}): InventoryWatch {
  let facts: AgentFacts = { name: agentName, version: agentVersion, abilities: handlers.map(({ type }) => type) }
  let inventory = ''
  const timers = [
    setInterval(() => void notice(), inventoryMilliseconds),
    setInterval(() => void noticeAbilities(), abilitiesMilliseconds),
  ]

  function read(): Inventory {
    const present = readInventory()
    inventory = JSON.stringify(present)
    return present
  }

  async function notice(): Promise<void> {
    await refreshLeases()
    const before = inventory
    const present = read()
    if (inventory !== before) say({ type: 'inventory', agent: facts, inventory: present })
  }

  /** A scanner may be installed, or go, while the agent runs. */
  async function noticeAbilities(): Promise<void> {
    const before = facts
    facts = await readAgentFacts(handlers)
    if (facts.abilities.join() === before.abilities.join()) return
    log.info('what this device can do has changed', { abilities: facts.abilities.join(' ') })
    say({ type: 'inventory', agent: facts, inventory: read() })
  }

  return {
    get facts() {
      return facts
    },
    read,
    notice,
    async prepare() {
      const [present] = await Promise.all([readAgentFacts(handlers), refreshLeases()])
      facts = present
    },
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}
