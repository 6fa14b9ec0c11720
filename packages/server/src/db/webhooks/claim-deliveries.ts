import type { Int8, Queryable, Tx } from '../pool.ts'
import type { WebhookFormat } from './webhooks.ts'

export interface ClaimedWebhook {
  readonly account_id: number
  readonly webhook_id: string
  readonly format: WebhookFormat
  readonly url: string
  /** Under seal. */
  readonly secret: string
}

/** Webhooks that something is due for and nobody delivers to: they are the caller's until then. */
export async function claimWebhooks(
  db: Queryable,
  { now, busyUntil, limit }: { now: Date; busyUntil: Date; limit: number },
): Promise<ClaimedWebhook[]> {
  const { rows } = await db.query<ClaimedWebhook>({
    name: 'claim-webhooks',
    text: `update webhook set busy_until = $2
           where (account_id, webhook_id) in (
             select account_id, webhook_id from webhook w
             where enabled and coalesce(busy_until, '-infinity') <= $1 and coalesce(held_until, '-infinity') <= $1
               and exists (
                 select from webhook_delivery d
                 where d.account_id = w.account_id and d.webhook_id = w.webhook_id and state = 'waiting' and due_at <= $1
               )
             order by account_id, webhook_id limit $3 for update skip locked
           )
           returning account_id, webhook_id, format, url, secret`,
    values: [now, busyUntil, limit],
  })
  return rows
}

export interface DueDelivery {
  readonly event_key: Int8
  readonly event_id: string
  readonly type: string
  readonly occurred_at: Date
  readonly data: unknown
  readonly attempts: number
}

/** In the order in which it happened. */
export async function listDueDeliveries(
  db: Queryable,
  { account_id, webhook_id }: ClaimedWebhook,
  { now, limit }: { now: Date; limit: number },
): Promise<DueDelivery[]> {
  const { rows } = await db.query<DueDelivery>({
    name: 'list-due-webhook-deliveries',
    text: `select event_key, e.event_id, e.type, e.occurred_at, e.data, d.attempts
           from webhook_delivery d join webhook_event e using (account_id, event_key)
           where d.account_id = $1 and d.webhook_id = $2 and d.state = 'waiting' and d.due_at <= $3
           order by event_key limit $4`,
    values: [account_id, webhook_id, now, limit],
  })
  return rows
}

export async function releaseWebhook(db: Queryable, { account_id, webhook_id }: ClaimedWebhook): Promise<void> {
  await db.query({
    name: 'release-webhook',
    text: 'update webhook set busy_until = null where account_id = $1 and webhook_id = $2',
    values: [account_id, webhook_id],
  })
}

export interface Attempt {
  readonly eventKey: Int8
  readonly at: Date
  readonly busyUntil: Date
  readonly status: number | null
}

/** Webhooks that failed so often in a row were away: what waits for its turn after failures is sent now. */
const awayFailures = 5

export async function noteDelivered(tx: Tx, webhook: ClaimedWebhook, attempt: Attempt): Promise<void> {
  const { account_id, webhook_id } = webhook
  await tx.query({
    name: 'note-delivered-event',
    text: `update webhook_delivery
           set state = 'delivered', attempts = attempts + 1, due_at = null, ended_at = $4, last_attempt_at = $4,
             last_status = $5, last_problem = null
           where account_id = $1 and webhook_id = $2 and event_key = $3 and state = 'waiting'`,
    values: [account_id, webhook_id, attempt.eventKey, attempt.at, attempt.status],
  })
  await tx.query({
    name: 'note-webhook-delivered',
    text: `with former as (
             select failures_in_row from webhook where account_id = $1 and webhook_id = $2 for update
           ), back as (
             update webhook_delivery set due_at = $3
             where account_id = $1 and webhook_id = $2 and state = 'waiting' and due_at > $3
               and (select failures_in_row from former) >= ${awayFailures}
           )
           update webhook set failures_in_row = 0, held_until = null, last_delivered_at = $3, busy_until = $4
           where account_id = $1 and webhook_id = $2 and exists (select from former)`,
    values: [account_id, webhook_id, attempt.at, attempt.busyUntil],
  })
}

export interface FailedAttempt extends Attempt {
  readonly problem: string
  /** Null: that was the last. */
  readonly dueAt: Date | null
  /** So many failures in a row switch the webhook off; null: none do. */
  readonly failuresMax: number | null
}

/** So many failures in a row nothing may overtake. */
const heldFailures = 3

/** Whether it was switched off by this one. */
export async function noteFailed(tx: Tx, webhook: ClaimedWebhook, attempt: FailedAttempt): Promise<boolean> {
  const { account_id, webhook_id } = webhook
  await tx.query({
    name: 'note-failed-event',
    text: `update webhook_delivery
           set state = case when $7::timestamptz is null then 'dead' else 'waiting' end, attempts = attempts + 1,
             due_at = $7, ended_at = case when $7 is null then $4::timestamptz end, last_attempt_at = $4,
             last_status = $5, last_problem = $6
           where account_id = $1 and webhook_id = $2 and event_key = $3 and state = 'waiting'`,
    values: [account_id, webhook_id, attempt.eventKey, attempt.at, attempt.status, attempt.problem, attempt.dueAt],
  })
  const { rows } = await tx.query<{ switched_off: boolean }>({
    name: 'note-webhook-failed',
    text: `update webhook
           set failures_in_row = failures_in_row + 1, last_failed_at = $3, busy_until = $4,
             held_until = case when failures_in_row < ${heldFailures} then $5::timestamptz end,
             enabled = enabled and not coalesce(failures_in_row + 1 >= $6, false),
             switched_off_at = case
               when enabled and failures_in_row + 1 >= $6 then $3 else switched_off_at end
           where account_id = $1 and webhook_id = $2
           returning coalesce(switched_off_at = $3, false) as switched_off`,
    values: [account_id, webhook_id, attempt.at, attempt.busyUntil, attempt.dueAt, attempt.failuresMax],
  })
  return rows[0]?.switched_off ?? false
}
