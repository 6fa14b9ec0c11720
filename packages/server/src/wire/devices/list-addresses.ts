import type { Inventory } from '@muster/core/agent/inventory.ts'
import { formatMacAddress, parseMacAddress } from '@muster/core/device/mac-address.ts'
import type { DescribedDevice } from '../../operations/describe-devices.ts'

export interface WireAddress {
  /** As `00:1a:2b:3c:4d:5e`; empty where the interface has none. */
  readonly mac: string
  /** Empty where there is none. */
  readonly ipv4: string
  readonly ipv6: string
  /** Undefined: no DHCP client of the device leases an address for the interface. */
  readonly dhcp: Inventory['network'][number]['dhcp']
}

/**
 * The vendor has one IPv4 and one IPv6 address an entry: an interface with more has more entries. Of a device that
 * reported no interfaces, its MAC addresses.
 */
export function listAddresses({ inventory, macs }: DescribedDevice): WireAddress[] {
  if (inventory.network === undefined) return macs.map((mac) => ({ mac, ipv4: '', ipv6: '', dhcp: undefined }))
  return inventory.network.flatMap(({ mac, ipv4, ipv6, dhcp }) => {
    const parsed = parseMacAddress(mac)
    const entries = Math.max(ipv4.length, ipv6.length, 1)
    return Array.from({ length: entries }, (_, place) => ({
      mac: parsed === undefined ? '' : formatMacAddress(parsed),
      ipv4: ipv4[place] ?? '',
      ipv6: ipv6[place] ?? '',
      dhcp,
    }))
  })
}
