import type { Page } from '@muster/core/api/page.ts'
import type { ResendAnswer, ResendRequest, WebhookDelivery, WebhookDeliveryQuery } from '@muster/core/api/webhooks.ts'
import { webhookTestType } from '@muster/core/webhook/event-types.ts'
import { Type } from 'typebox'
import type { Caller } from '../../caller.ts'
import { addTestDelivery, type DeliveryRow, listDeliveries, resendDeliveries } from '../../db/webhooks/deliveries.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { uuidV7 } from '../../uuid-v7.ts'
import type { UnitOfWork } from '../mutate.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from '../page.ts'
import { writeAudit } from '../write-audit.ts'
import { showWebhook } from './manage-webhooks.ts'

const cursorKey = Type.Tuple([Type.String({ pattern: '^\\d{1,18}$' })])

/** Newest first. @throws Refusal not_found */
export async function listWebhookDeliveries(
  { pool }: Services,
  caller: Caller,
  webhookId: string,
  { state, cursor, limit }: PageRequest & Pick<WebhookDeliveryQuery, 'state'>,
): Promise<Page<WebhookDelivery>> {
  await showWebhook(pool, caller, webhookId)
  const list = `webhook-deliveries ${webhookId}`
  const [before] = parseCursor(list, cursorKey, cursor) ?? []
  const { accountId } = caller
  const rows = await listDeliveries(pool, { accountId, webhookId, state, before, limit: limit + 1 })
  return toPage(rows, limit, ({ event_key }) => formatCursor(list, [event_key]), toDelivery)
}

/** Has an event of no meaning delivered, in its turn. @throws Refusal: not_found; conflict where it is switched off */
export async function testWebhook(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  webhookId: string,
): Promise<WebhookDelivery> {
  const webhook = await showWebhook(tx, caller, webhookId)
  if (!webhook.enabled) throw new Refusal('conflict', 'The webhook is switched off; switch it on first.')
  const at = now()
  const { accountId } = caller
  const eventId = uuidV7(at)
  const test = { accountId, webhookId, eventId, type: webhookTestType, data: {}, at }
  const row = await addTestDelivery(tx, test)
  await writeAudit(tx, caller, { at, event: 'webhook.tested', details: { webhook_id: webhookId, event_id: eventId } })
  return toDelivery(row)
}

/** Dead letters go out again, with all their attempts, under their old ids. @throws Refusal not_found */
export async function resendDeadLetters(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  webhookId: string,
  { event_ids: eventIds }: ResendRequest,
): Promise<ResendAnswer> {
  await showWebhook(tx, caller, webhookId)
  const at = now()
  const resent = await resendDeliveries(tx, { accountId: caller.accountId, webhookId, eventIds, at })
  await writeAudit(tx, caller, { at, event: 'webhook.resent', details: { webhook_id: webhookId, count: resent } })
  return { resent }
}

function toDelivery({ event_key: _, ...row }: DeliveryRow): WebhookDelivery {
  return {
    ...row,
    occurred_at: row.occurred_at.toISOString(),
    due_at: row.due_at?.toISOString() ?? null,
    last_attempt_at: row.last_attempt_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
  }
}
