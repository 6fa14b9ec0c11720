import { severitySql, statusSql } from '../devices/status-sql.ts'
import type { Queryable } from '../pool.ts'

export interface AccountFacts {
  readonly name: string
  readonly created_at: Date
  /** Null: no limit. */
  readonly devices_allowed: number | null
  /** Of the first administrator who may sign in; null where nobody may. */
  readonly owner_email: string | null
  readonly owner_signed_in_at: Date | null
}

export async function findAccountFacts(db: Queryable, accountId: number): Promise<AccountFacts | undefined> {
  const { rows } = await db.query<AccountFacts>({
    name: 'find-account-facts',
    text: `select a.name, a.created_at, a.devices_allowed, owner.email as owner_email,
             owner.last_sign_in_at as owner_signed_in_at
           from account a left join lateral (
             select email, last_sign_in_at from app_user
             where account_id = $1 and role = 'administrator' and disabled_at is null
             order by created_at, user_id limit 1
           ) owner on true
           where a.account_id = $1`,
    values: [accountId],
  })
  return rows[0]
}

/** How many devices are so, in codes of core/device/facts and core/compliance/severity; exemptions as of `at`. */
export async function countByStatusAndSeverity(
  db: Queryable,
  accountId: number,
  at: Date,
): Promise<{ readonly status: number; readonly severity: number; readonly devices: number }[]> {
  const { rows } = await db.query<{ status: number; severity: number; devices: number }>({
    name: 'count-by-status-and-severity',
    text: `select ${statusSql('$2')} as status, ${severitySql} as severity, count(*)::integer as devices
           from device d
           where d.account_id = $1 and d.removed_at is null and not d.archived
           group by 1, 2`,
    values: [accountId, at],
  })
  return rows
}
