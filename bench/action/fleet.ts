import { randomUUID } from 'node:crypto'
import { addTestDevices } from '../../tests/support/fleet.ts'
import { getToken } from '../support/get-token.ts'
import type { BenchServer } from '../support/server.ts'

export interface BenchFleet {
  readonly accountId: number
  readonly ids: readonly string[]
  readonly macs: readonly string[]
  /** Devices that no bulk request touches. */
  readonly others: readonly string[]
  /** An access token of an application, got as a client gets it. */
  readonly token: string
}

export const fleetSize = 100_000
const otherDevices = 1_000
const devicesPerInsert = 20_000

export async function addFleet({ url, pool, operatorToken }: BenchServer): Promise<BenchFleet> {
  const { rows } = await pool.query<{ account_id: number }>('select account_id from account')
  const accountId = rows[0]!.account_id
  const all = Array.from({ length: fleetSize + otherDevices }, (_, index) => ({
    deviceId: randomUUID(),
    // Spread over the address space, as makers' prefixes are.
    mac: (index * 104_729 + 1) % 2 ** 40,
  }))
  for (let start = 0; start < all.length; start += devicesPerInsert) {
    const some = all.slice(start, start + devicesPerInsert)
    await addTestDevices(
      pool,
      accountId,
      some.map(({ deviceId, mac }) => ({ deviceId, macs: [mac] })),
    )
  }
  await pool.query('vacuum analyze')
  return {
    accountId,
    ids: all.slice(0, fleetSize).map(({ deviceId }) => deviceId),
    macs: all.slice(0, fleetSize).map(({ mac }) =>
      mac
        .toString(16)
        .padStart(12, '0')
        .replace(/(..)(?!$)/g, '$1:'),
    ),
    others: all.slice(fleetSize).map(({ deviceId }) => deviceId),
    token: await getToken(url, operatorToken),
  }
}
