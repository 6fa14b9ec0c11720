import { judgeDevices } from '../../db/compliance/judge-devices.ts'
import type { Int8, Tx } from '../../db/pool.ts'
import { tellStatuses } from '../../db/webhooks/tell-devices.ts'

/** Judges devices, and tells webhooks whose status became another; the device log has it as well. */
export async function judgeAndTell(
  tx: Tx,
  judged: { accountId: number; deviceKeys: readonly Int8[]; at: Date },
): Promise<void> {
  await tellStatuses(tx, { ...judged, changes: await judgeDevices(tx, judged) })
}
