import type { Queryable, Tx } from '../pool.ts'

export type WebhookFormat = 'events' | 'device_statuses'

export interface WebhookRow {
  readonly webhook_id: string
  readonly format: WebhookFormat
  readonly url: string
  readonly description: string
  readonly event_types: string[]
  readonly enabled: boolean
  readonly failures_in_row: number
  readonly switched_off_at: Date | null
  readonly last_delivered_at: Date | null
  readonly last_failed_at: Date | null
  readonly waiting: number
  readonly dead: number
  readonly created_at: Date
  readonly modified_at: Date
}

// Never the secret: it is read by who delivers, and by nobody else.
const columns = `webhook_id, format, url, description, event_types, enabled, failures_in_row, switched_off_at,
  last_delivered_at, last_failed_at, created_at, modified_at,
  (select count(*)::integer from webhook_delivery d
   where d.account_id = w.account_id and d.webhook_id = w.webhook_id and d.state = 'waiting') as waiting,
  (select count(*)::integer from webhook_delivery d
   where d.account_id = w.account_id and d.webhook_id = w.webhook_id and d.state = 'dead') as dead`

/** Oldest first; all of them, or the one. */
export async function listWebhooks(db: Queryable, accountId: number, webhookId?: string): Promise<WebhookRow[]> {
  const { rows } = await db.query<WebhookRow>({
    name: 'list-webhooks',
    text: `select ${columns} from webhook w
           where account_id = $1 and ($2::uuid is null or webhook_id = $2) order by webhook_id`,
    values: [accountId, webhookId ?? null],
  })
  return rows
}

export interface NewWebhookRow {
  readonly accountId: number
  readonly webhookId: string
  readonly format: WebhookFormat
  readonly url: string
  readonly description: string
  readonly eventTypes: readonly string[]
  /** Under seal. */
  readonly secret: string
  readonly at: Date
}

/** Holds the account, so that two at once do not both find room; returns what it has already. */
export async function lockWebhooks(tx: Tx, accountId: number): Promise<{ format: WebhookFormat }[]> {
  await tx.query({
    name: 'lock-webhooks-of-account',
    text: 'select from account where account_id = $1 for no key update',
    values: [accountId],
  })
  const { rows } = await tx.query<{ format: WebhookFormat }>({
    name: 'list-webhook-formats',
    text: 'select format from webhook where account_id = $1',
    values: [accountId],
  })
  return rows
}

export async function addWebhook(tx: Tx, row: NewWebhookRow): Promise<void> {
  await tx.query({
    name: 'add-webhook',
    text: `insert into webhook (account_id, webhook_id, format, url, description, event_types, secret, created_at, modified_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    values: [row.accountId, row.webhookId, row.format, row.url, row.description, row.eventTypes, row.secret, row.at],
  })
}

export interface WebhookChangeRow {
  readonly accountId: number
  readonly webhookId: string
  readonly url?: string | undefined
  readonly description?: string | undefined
  readonly eventTypes?: readonly string[] | undefined
  readonly enabled?: boolean | undefined
  readonly secret?: string | undefined
  readonly at: Date
}

/** What is absent stays. Switching it on begins the count of failures anew. */
export async function changeWebhook(tx: Tx, change: WebhookChangeRow): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'change-webhook',
    text: `update webhook
           set url = coalesce($3, url), description = coalesce($4, description),
             event_types = coalesce($5::text[], event_types), enabled = coalesce($6::boolean, enabled),
             secret = coalesce($7, secret), modified_at = $8,
             failures_in_row = case when $6 then 0 else failures_in_row end,
             switched_off_at = case when $6 is null then switched_off_at end,
             held_until = case when $6 then null else held_until end
           where account_id = $1 and webhook_id = $2`,
    values: [
      change.accountId,
      change.webhookId,
      change.url ?? null,
      change.description ?? null,
      change.eventTypes ?? null,
      change.enabled ?? null,
      change.secret ?? null,
      change.at,
    ],
  })
  return rowCount === 1
}

/** With all that it was still to be told. */
export async function deleteWebhook(tx: Tx, accountId: number, webhookId: string): Promise<void> {
  await tx.query({
    name: 'delete-webhook',
    text: 'delete from webhook where account_id = $1 and webhook_id = $2',
    values: [accountId, webhookId],
  })
}
