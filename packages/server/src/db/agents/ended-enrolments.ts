import type { Int8, Queryable } from '../pool.ts'

/** One enrolment of a device, over or not. */
export interface EnrolmentKey {
  readonly deviceKey: Int8
  readonly generation: number
}

export interface EndedEnrolmentRow {
  readonly device_key: Int8
  readonly generation: number
  readonly agent_key: Buffer
  readonly action_id: string
  readonly uninstall: boolean
  readonly expires_at: Date
  readonly told_at: Date | null
  readonly confirmed_at: Date | null
  readonly returned_as: number | null
}

const these = `(device_key, generation) in (select * from unnest($2::bigint[], $3::integer[]))`

function toColumns(enrolments: readonly EnrolmentKey[]): unknown[] {
  return [enrolments.map(({ deviceKey }) => deviceKey), enrolments.map(({ generation }) => generation)]
}

/** Of these enrolments, those that a deletion ended. */
export async function findEndedEnrolments(
  db: Queryable,
  accountId: number,
  enrolments: readonly EnrolmentKey[],
): Promise<EndedEnrolmentRow[]> {
  if (enrolments.length === 0) return []
  const { rows } = await db.query<EndedEnrolmentRow>({
    name: 'find-ended-enrolments',
    text: `select device_key, generation, agent_key, action_id, uninstall, expires_at, told_at, confirmed_at, returned_as
           from ended_enrolment where account_id = $1 and device_key = any($2::bigint[]) and ${these}`,
    values: [accountId, ...toColumns(enrolments)],
  })
  return rows
}

/** The agents of these are being told to remove themselves; the first time counts. */
export async function markUninstallsTold(
  db: Queryable,
  accountId: number,
  enrolments: readonly EnrolmentKey[],
  now: Date,
): Promise<void> {
  if (enrolments.length === 0) return
  await db.query({
    name: 'mark-uninstalls-told',
    text: `update ended_enrolment set told_at = $4
           where account_id = $1 and device_key = any($2::bigint[]) and ${these} and uninstall and told_at is null`,
    values: [accountId, ...toColumns(enrolments), now],
  })
}

/** Also in the target of the action that ordered it. False where it was confirmed before. */
export async function confirmUninstall(
  db: Queryable,
  accountId: number,
  { deviceKey, generation }: EnrolmentKey,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'confirm-uninstall',
    text: `with confirmed as (
             update ended_enrolment set confirmed_at = $4, told_at = coalesce(told_at, $4)
             where account_id = $1 and device_key = $2 and generation = $3 and uninstall and confirmed_at is null
             returning account_id, action_id, device_key
           )
           update target t set result = $5
           from confirmed c
           where t.account_id = c.account_id and t.action_id = c.action_id and t.device_key = c.device_key
             and t.generation = $3`,
    values: [accountId, deviceKey, generation, now, JSON.stringify({ uninstalled_at: now.toISOString() })],
  })
  return rowCount === 1
}
