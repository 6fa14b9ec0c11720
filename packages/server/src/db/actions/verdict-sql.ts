import { deviceStatuses } from '@muster/core/device/facts.ts'
import { statusSql } from '../devices/status-sql.ts'

/**
 * The verdict on device `d`, state × 100 + reason; null for a kind that the table lacks. Found by a binary search among
 * the kinds and an index into the verdicts, as a join on two values made the planner compare every device with all.
 * `kinds`: integer[] in order; `verdicts`: smallint[], for each kind one a status.
 */
export function verdictSql({ kinds, verdicts, now }: { kinds: string; verdicts: string; now: string }): string {
  const slot = `width_bucket(d.kind_id, ${kinds}::integer[])`
  const status = statusSql(`${now}::timestamptz`)
  return `case when (${kinds}::integer[])[${slot}] = d.kind_id
    then (${verdicts}::smallint[])[(${slot} - 1) * ${deviceStatuses.length} + ${status} + 1] end`
}
