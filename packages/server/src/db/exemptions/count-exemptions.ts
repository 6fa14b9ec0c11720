import type { Queryable } from '../pool.ts'

export interface ExemptionCountsRow {
  readonly ending: number
  readonly ending_in_24_hours: number
  readonly ending_in_7_days: number
  readonly endless: number
}

/** Of the devices that are exempt at that time. */
export async function countExemptions(db: Queryable, accountId: number, at: Date): Promise<ExemptionCountsRow> {
  const { rows } = await db.query<ExemptionCountsRow>({
    name: 'count-exemptions',
    text: `select
             count(*) filter (where exempt_until < 'infinity')::integer as ending,
             count(*) filter (where exempt_until <= $2::timestamptz + interval '24 hours')::integer as ending_in_24_hours,
             count(*) filter (where exempt_until <= $2::timestamptz + interval '7 days')::integer as ending_in_7_days,
             count(*) filter (where exempt_until = 'infinity')::integer as endless
           from device
           where account_id = $1 and exempt_until > $2 and removed_at is null and not archived`,
    values: [accountId, at],
  })
  return rows[0]!
}
