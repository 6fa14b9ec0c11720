import type { Int8, Queryable, Tx } from '../pool.ts'

export type DeliveryState = 'waiting' | 'delivered' | 'dead'

export interface DeliveryRow {
  readonly event_key: Int8
  readonly event_id: string
  readonly type: string
  readonly occurred_at: Date
  readonly state: DeliveryState
  readonly attempts: number
  readonly due_at: Date | null
  readonly last_attempt_at: Date | null
  readonly last_status: number | null
  readonly last_problem: string | null
  readonly ended_at: Date | null
}

export interface DeliveryListing {
  readonly accountId: number
  readonly webhookId: string
  readonly state: DeliveryState | undefined
  readonly before: Int8 | undefined
  readonly limit: number
}

/** Newest first. */
export async function listDeliveries(db: Queryable, listing: DeliveryListing): Promise<DeliveryRow[]> {
  const { rows } = await db.query<DeliveryRow>({
    name: 'list-webhook-deliveries',
    text: `select event_key, e.event_id, e.type, e.occurred_at, d.state, d.attempts, d.due_at, d.last_attempt_at,
             d.last_status, d.last_problem, d.ended_at
           from webhook_delivery d join webhook_event e using (account_id, event_key)
           where d.account_id = $1 and d.webhook_id = $2 and ($3::text is null or d.state = $3)
             and d.event_key < coalesce($4, 9223372036854775807)
           order by d.event_key desc limit $5`,
    values: [listing.accountId, listing.webhookId, listing.state ?? null, listing.before ?? null, listing.limit],
  })
  return rows
}

/** Puts dead letters, all or these, back in line with all their attempts; returns how many. */
export async function resendDeliveries(
  tx: Tx,
  resent: { accountId: number; webhookId: string; eventIds: readonly string[] | undefined; at: Date },
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'resend-webhook-deliveries',
    text: `update webhook_delivery d set state = 'waiting', attempts = 0, due_at = $4, ended_at = null
           from webhook_event e
           where d.account_id = $1 and d.webhook_id = $2 and d.state = 'dead'
             and e.account_id = $1 and e.event_key = d.event_key
             and ($3::uuid[] is null or e.event_id = any($3))`,
    values: [resent.accountId, resent.webhookId, resent.eventIds ?? null, resent.at],
  })
  return rowCount ?? 0
}

/** An event for one webhook, whatever it is to be told. */
export async function addTestDelivery(
  tx: Tx,
  test: { accountId: number; webhookId: string; eventId: string; type: string; data: object; at: Date },
): Promise<DeliveryRow> {
  await tx.query({
    name: 'add-webhook-test',
    text: `with told as (
             insert into webhook_event (account_id, event_id, type, occurred_at, data)
             values ($1, $3, $4, $6, $5) returning event_key
           )
           insert into webhook_delivery (account_id, webhook_id, event_key, due_at)
           select $1, $2, event_key, $6 from told`,
    values: [test.accountId, test.webhookId, test.eventId, test.type, JSON.stringify(test.data), test.at],
  })
  const [row] = await listDeliveries(tx, { ...test, state: undefined, before: undefined, limit: 1 })
  return row!
}
