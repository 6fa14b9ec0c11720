import { findDhclient } from './dhclient.ts'
import { findDhcpcd } from './dhcpcd.ts'
import { findMacLeases } from './ipconfig-mac.ts'
import { findWindowsLeases } from './ipconfig-windows.ts'
import type { FindLeased, LeasedInterface } from './leased-interface.ts'
import { networkManagerFinder } from './network-manager.ts'
import { networkdFinder } from './systemd-networkd.ts'
import { findUdhcpc } from './udhcpc.ts'

/** Managers before plain clients: NetworkManager may run a dhclient of its own. */
const linux: readonly FindLeased[] = [networkdFinder(), networkManagerFinder(), findDhcpcd, findDhclient, findUdhcpc]

/**
 * Interfaces whose DHCP client is known, each once, by name. One whose client nobody knows is not among them. An
 * inventory without leases is better than none, so a client that cannot be looked for counts as not there.
 */
export async function findLeasedInterfaces(
  finders: readonly FindLeased[] = findersOf(process.platform),
  signal?: AbortSignal,
): Promise<LeasedInterface[]> {
  const found = await Promise.all(finders.map((find) => find(signal).catch(() => [])))
  const byName = new Map<string, LeasedInterface>()
  for (const leased of found.flat()) if (!byName.has(leased.interface)) byName.set(leased.interface, leased)
  return [...byName.values()].sort((a, b) => (a.interface < b.interface ? -1 : 1))
}

function findersOf(platform: NodeJS.Platform): readonly FindLeased[] {
  switch (platform) {
    case 'linux':
      return linux
    case 'darwin':
      return [findMacLeases]
    case 'win32':
      return [findWindowsLeases]
    default:
      return []
  }
}
