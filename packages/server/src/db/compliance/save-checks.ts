import type { CheckName, CheckResult } from '@muster/core/compliance/check-name.ts'
import type { Int8, Tx } from '../pool.ts'

export interface SaidCheck {
  readonly deviceKey: Int8
  readonly check: CheckName
  readonly result: CheckResult
  /** JSON text. */
  readonly facts: string
  readonly takenAt: Date
}

/**
 * Keeps what agents said, one row a device and check; rows that are so already are not rewritten. None twice. A check
 * fails since the server first heard so, and until it passes: not to know does not begin its grace anew.
 */
export async function saveChecks(
  tx: Tx,
  { accountId, checks, at }: { accountId: number; checks: readonly SaidCheck[]; at: Date },
): Promise<void> {
  if (checks.length === 0) return
  await tx.query({
    name: 'save-checks',
    text: `insert into device_check as held (account_id, device_key, check_name, result, facts, taken_at, failing_since)
           select $1, device_key, check_name, result, facts, least(taken_at, $7), case when result = 'fail' then $7 end
           from unnest($2::bigint[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[])
             as said (device_key, check_name, result, facts, taken_at)
           order by device_key, check_name
           on conflict (account_id, device_key, check_name) do update
           set result = excluded.result, facts = excluded.facts, taken_at = excluded.taken_at,
             failing_since = case excluded.result
               when 'fail' then coalesce(held.failing_since, excluded.failing_since)
               when 'unknown' then held.failing_since
             end
           where (held.result, held.facts, held.taken_at)
             is distinct from (excluded.result, excluded.facts, excluded.taken_at)`,
    values: [
      accountId,
      checks.map(({ deviceKey }) => deviceKey),
      checks.map(({ check }) => check),
      checks.map(({ result }) => result),
      checks.map(({ facts }) => facts),
      checks.map(({ takenAt }) => takenAt),
      at,
    ],
  })
}
