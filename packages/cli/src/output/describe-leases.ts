import { Inventory } from '@muster/core/agent/inventory.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const Networks = Type.Object({ network: Inventory.properties.network })

/** The DHCP leases of a device's inventory, in a line; empty where its agent told of none. */
export function describeLeases(inventory: Readonly<Record<string, unknown>>): string {
  if (!Value.Check(Networks, inventory)) return ''
  return inventory.network
    .flatMap(({ name, dhcp }) => {
      if (dhcp === undefined) return []
      const words = [
        ...(dhcp.server === null ? [] : [`from ${dhcp.server}`]),
        `obtained ${toTime(dhcp.obtained_at)}`,
        `expires ${toTime(dhcp.expires_at)}`,
      ]
      return [`${name}: ${words.join(', ')}`]
    })
    .join('; ')
}

function toTime(seconds: number | null): string {
  return seconds === null ? 'unknown' : new Date(seconds * 1000).toISOString()
}
