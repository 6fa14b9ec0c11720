import type { Farewell } from '@muster/core/agent/messages.ts'
import { type EnrolmentKey, findEndedEnrolments, markUninstallsTold } from '../db/agents/ended-enrolments.ts'
import type { EnrolTools } from './enrol-device.ts'
import { retirement, uninstallOrder } from './farewells.ts'
import { judgeEndedEnrolment } from './judge-ended-enrolment.ts'

interface Dismissed extends EnrolmentKey {
  readonly deviceId: string
}

/**
 * What the agents of enrolments that have just ended are told, in their order; undefined: nothing, it may connect again
 * and be judged then.
 */
export async function dismissAgents(
  { services: { pool, now }, keyring }: EnrolTools,
  accountId: number,
  dismissed: readonly Dismissed[],
): Promise<(Farewell | undefined)[]> {
  const at = now()
  const ring = await keyring.of(accountId)
  const rows = await findEndedEnrolments(pool, accountId, dismissed)
  const rowOf = new Map(rows.map((row) => [`${row.device_key} ${row.generation}`, row]))
  // They have just ended. That another enrolment took the place of one is found out where it connects again.
  const verdicts = dismissed.map(({ deviceKey, generation }) => {
    const row = rowOf.get(`${deviceKey} ${generation}`)
    if (row === undefined) return 'retired'
    return judgeEndedEnrolment(row, { hasAgent: false, generation: generation + 1, now: at })
  })
  const uninstalling = dismissed.filter((_, index) => verdicts[index] === 'uninstall')
  await markUninstallsTold(pool, accountId, uninstalling, at)
  return dismissed.map(({ deviceId, generation }, index) => {
    const verdict = verdicts[index]
    if (verdict === 'retired') return retirement(ring, deviceId, generation)
    return verdict === 'uninstall' ? uninstallOrder(ring, deviceId, generation) : undefined
  })
}
