import { listUnwantedSoftware } from '../../db/compliance/list-unwanted-software.ts'
import type { Int8 } from '../../db/pool.ts'
import type { Services } from '../../services.ts'

/** What the agents of these devices are to look for, by device. */
export function findUnwantedSoftware(
  { pool }: Services,
  accountId: number,
  deviceKeys: readonly Int8[],
): Promise<Map<Int8, string[]>> {
  return listUnwantedSoftware(pool, accountId, deviceKeys)
}
