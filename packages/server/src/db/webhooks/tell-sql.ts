import { type WebhookEventType, webhookBatchMax } from '@muster/core/webhook/event-types.ts'

/**
 * Events of one type and their deliveries, in one statement: `each` is a query that answers a column `one` (jsonb) for
 * each thing that happened, told in batches as the array `list`, beside what they have `common` (a jsonb expression).
 * Where nobody is told events of the type, `each` is not run at all.
 */
export function tellSql(told: {
  readonly type: WebhookEventType
  readonly account: string
  readonly at: string
  readonly list: 'devices' | 'commands'
  readonly common: string
  readonly each: string
}): string {
  const { type, account, at, list, common, each } = told
  return `
    with wanting as materialized (${wantingSql(type, account)}),
    told as (
      insert into webhook_event (account_id, event_id, type, occurred_at, data)
      select ${account}, gen_random_uuid(), '${type}', ${at},
        ${common} || jsonb_build_object('${list}', jsonb_agg(one order by place))
      from (
        select one, row_number() over () - 1 as place from (${each}) happened
        where exists (select from wanting)
      ) placed
      group by place / ${webhookBatchMax}
      order by place / ${webhookBatchMax}
      returning event_key
    )
    ${deliveriesSql(account, at)}`
}

/** The same for one event that happened once: `data` is a jsonb expression. */
export function tellOneSql(told: {
  readonly type: WebhookEventType
  readonly account: string
  readonly at: string
  readonly data: string
}): string {
  const { type, account, at, data } = told
  return `
    with wanting as materialized (${wantingSql(type, account)}),
    told as (
      insert into webhook_event (account_id, event_id, type, occurred_at, data)
      select ${account}, gen_random_uuid(), '${type}', ${at}, ${data} where exists (select from wanting)
      returning event_key
    )
    ${deliveriesSql(account, at)}`
}

function wantingSql(type: WebhookEventType, account: string): string {
  return `select webhook_id from webhook where account_id = ${account} and enabled and '${type}' = any(event_types)`
}

function deliveriesSql(account: string, at: string): string {
  return `
    insert into webhook_delivery (account_id, webhook_id, event_key, due_at)
    select ${account}, webhook_id, event_key, ${at} from told cross join wanting`
}
