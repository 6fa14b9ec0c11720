import type { Queryable } from '../pool.ts'

/**
 * Deliveries that were made before, and those that were given up or left waiting long before; then events that nobody is
 * told any more. Returns how many rows went, at most `limit` of each.
 */
export async function forgetWebhookEvents(
  db: Queryable,
  { deliveredBefore, happenedBefore, limit }: { deliveredBefore: Date; happenedBefore: Date; limit: number },
): Promise<number> {
  const deliveries = await db.query({
    name: 'forget-webhook-deliveries',
    text: `delete from webhook_delivery
           where (account_id, webhook_id, event_key) in (
             select d.account_id, d.webhook_id, d.event_key
             from webhook_event e join webhook_delivery d using (account_id, event_key)
             where e.occurred_at < $1 and (d.ended_at < $1 and d.state = 'delivered' or e.occurred_at < $2)
             order by e.occurred_at limit $3 for update of d skip locked
           )`,
    values: [deliveredBefore, happenedBefore, limit],
  })
  const events = await db.query({
    name: 'forget-webhook-events',
    text: `delete from webhook_event
           where (account_id, event_key) in (
             select account_id, event_key from webhook_event e
             where occurred_at < $1 and not exists (
               select from webhook_delivery d where d.account_id = e.account_id and d.event_key = e.event_key)
             order by occurred_at limit $2 for update skip locked
           )`,
    values: [deliveredBefore, limit],
  })
  return (deliveries.rowCount ?? 0) + (events.rowCount ?? 0)
}
