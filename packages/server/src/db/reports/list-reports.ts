import type { Queryable } from '../pool.ts'

export interface ListedReportRow {
  readonly position: number
  readonly device_id: string | null
  readonly media_type: string
  readonly completed_at: Date
}

/** What an action brought back and is stored in whole, in the order of its targets. */
export async function listReports(db: Queryable, accountId: number, actionId: string): Promise<ListedReportRow[]> {
  const { rows } = await db.query<ListedReportRow>({
    name: 'list-reports',
    text: `select r.position, d.device_id, r.media_type, r.completed_at
           from report r
           join target t using (account_id, action_id, position)
           left join device d on d.account_id = t.account_id and d.device_key = t.device_key
           where r.account_id = $1 and r.action_id = $2 and r.completed_at is not null
           order by r.position`,
    values: [accountId, actionId],
  })
  return rows
}
