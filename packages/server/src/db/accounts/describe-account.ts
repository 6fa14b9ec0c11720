import { statusSql } from '../devices/status-sql.ts'
import type { Queryable } from '../pool.ts'

export interface AccountSummary {
  readonly name: string
  readonly created_at: Date
  readonly command_public_key: Buffer
  readonly groups: number
  readonly applications: number
  readonly actions: number
}

export async function describeAccount(db: Queryable, accountId: number): Promise<AccountSummary | undefined> {
  const { rows } = await db.query<AccountSummary>({
    name: 'describe-account',
    text: `select name, created_at, command_public_key,
             (select count(*)::integer from device_group where account_id = $1) as groups,
             (select count(*)::integer from application where account_id = $1 and revoked_at is null) as applications,
             (select count(*)::integer from action where account_id = $1) as actions
           from account where account_id = $1`,
    values: [accountId],
  })
  return rows[0]
}

/** By status code; exemptions that end at or before `at` are over. */
export async function countDevices(
  db: Queryable,
  accountId: number,
  at: Date,
): Promise<{ readonly status: number; readonly devices: number; readonly online: number }[]> {
  const { rows } = await db.query<{ status: number; devices: number; online: number }>({
    name: 'count-devices',
    text: `select ${statusSql('$2')} as status, count(*)::integer as devices,
             count(*) filter (where p.online)::integer as online
           from device d left join device_presence p using (account_id, device_key)
           where d.account_id = $1 and d.removed_at is null
           group by 1 order by 1`,
    values: [accountId, at],
  })
  return rows
}
