import { stateCode } from '@muster/core/action/life-cycle.ts'
import { deviceStatuses } from '@muster/core/device/facts.ts'
import { statusSql } from '../devices/status-sql.ts'
import type { Tx } from '../pool.ts'
import { tellOneSql, tellSql } from './tell-sql.ts'

export interface ToldAction {
  readonly accountId: number
  readonly actionId: string
  readonly at: Date
}

/** Of an action that is written already. One that has commands is watched until its end, where somebody wants that. */
export async function tellApplied(
  tx: Tx,
  { accountId, actionId, at }: ToldAction,
  { details, isCommand }: { details: object; isCommand: boolean },
): Promise<void> {
  const values = [accountId, at, actionId, JSON.stringify(details)]
  const one = { account: '$1::integer', at: '$2::timestamptz' }
  const data = `jsonb_build_object('action_id', $3::text) || $4::jsonb`
  await tx.query({ name: 'tell-applied', text: tellOneSql({ ...one, type: 'action.applied', data }), values })
  if (isCommand) {
    await tx.query({
      name: 'watch-action-for-webhooks',
      text: `insert into webhook_watch (account_id, action_id)
             select $1, $2 where exists (
               select from webhook where account_id = $1 and enabled and 'action.ended' = any(event_types))`,
      values: [accountId, actionId],
    })
  } else {
    await tx.query({ name: 'tell-ended-at-once', text: tellOneSql({ ...one, type: 'action.ended', data }), values })
  }
}

/** What an action made of a device's status comes from its before-image, read after the devices were changed. */
export type StatusChangeKind = 'exemption' | 'ignored' | 'unignored'

export async function tellActionStatuses(
  tx: Tx,
  { accountId, actionId, at }: ToldAction,
  kind: StatusChangeKind,
): Promise<void> {
  await tx.query({
    name: `tell-statuses-of-${kind}`,
    text: tellSql({
      type: 'device.status_changed',
      account: '$1::integer',
      at: '$2::timestamptz',
      list: 'devices',
      common: `jsonb_build_object('action_id', $3::text)`,
      each: `select jsonb_build_object('device_id', device_id, 'status', ($4::text[])[status + 1],
               'former_status', ($4::text[])[former + 1]) as one
             from (
               select d.device_id, t.position, ${statusSql('$2')} as status, ${formerSql(kind)} as former
               from target t
               join device d on d.account_id = $1 and d.device_key = t.device_key and d.removed_at is null
               left join action earlier on earlier.account_id = $1 and earlier.action_id = t.before_exempt_by
               where t.account_id = $1 and t.action_id = $3::uuid and t.state = ${stateCode('succeeded')}
             ) changed
             where status <> former
             order by position`,
    }),
    values: [accountId, at, actionId, deviceStatuses],
  })
}

/** Whether an exemption was from critical issues only is in the parameters of the action that it came from. */
function formerSql(kind: StatusChangeKind): string {
  const { ignored, until, critical } =
    kind === 'exemption'
      ? {
          ignored: 'd.ignored',
          until: 't.before_exempt_until',
          critical: `coalesce(earlier.params::jsonb ->> 'scope' = 'critical', false)`,
        }
      : { ignored: String(kind === 'unignored'), until: 'd.exempt_until', critical: 'd.exempt_critical' }
  return `device_status(d.base_status, ${ignored}, ${until}, ${critical}, d.warning_issues, $2)`
}

export async function tellDeleted(tx: Tx, { accountId, actionId, at }: ToldAction): Promise<void> {
  await tx.query({
    name: 'tell-deleted-devices',
    text: tellSql({
      type: 'device.deleted',
      account: '$1::integer',
      at: '$2::timestamptz',
      list: 'devices',
      common: `jsonb_build_object('action_id', $3::text)`,
      each: `select jsonb_build_object('device_id', d.device_id) as one
             from target t join device d on d.account_id = $1 and d.device_key = t.device_key
             where t.account_id = $1 and t.action_id = $3::uuid and t.state = ${stateCode('succeeded')}
               and d.removed_at is not null
             order by t.position`,
    }),
    values: [accountId, at, actionId],
  })
}

export interface ToldFailure {
  readonly actionId: string
  readonly position: number
  readonly commandId: string
  readonly state: string
  readonly reason: string | undefined
}

export async function tellFailures(
  tx: Tx,
  { accountId, at, failures }: { accountId: number; at: Date; failures: readonly ToldFailure[] },
): Promise<void> {
  if (failures.length === 0) return
  await tx.query({
    name: 'tell-failed-commands',
    text: tellSql({
      type: 'command.failed',
      account: '$1::integer',
      at: '$2::timestamptz',
      list: 'commands',
      common: `'{}'::jsonb`,
      each: `select jsonb_build_object('action_id', failure.action_id, 'command_id', command_id,
               'device_id', d.device_id, 'state', failure.state, 'reason', failure.reason) as one
             from rows from (
               unnest($3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[])
             ) with ordinality as failure (action_id, position, command_id, state, reason, place)
             join target t on t.account_id = $1 and t.action_id = failure.action_id
               and t.position = failure.position
             join device d on d.account_id = $1 and d.device_key = t.device_key
             order by place`,
    }),
    values: [
      accountId,
      at,
      failures.map(({ actionId }) => actionId),
      failures.map(({ position }) => position),
      failures.map(({ commandId }) => commandId),
      failures.map(({ state }) => state),
      failures.map(({ reason }) => reason ?? null),
    ],
  })
}

/** Tells of watched actions of which nothing is open any more; returns how many there were. */
export async function tellEnded(tx: Tx, { at, limit }: { at: Date; limit: number }): Promise<number> {
  const { rows } = await tx.query<{ account_id: number; action_id: string }>({
    name: 'take-ended-actions',
    text: `delete from webhook_watch w
           where (account_id, action_id) in (
             select account_id, action_id from webhook_watch w
             where not exists (
               select from target t where t.account_id = w.account_id and t.action_id = w.action_id and t.open)
             order by account_id, action_id limit $1 for update skip locked
           )
           returning account_id, action_id`,
    values: [limit],
  })
  for (const [accountId, own] of Map.groupBy(rows, ({ account_id }) => account_id)) {
    await tx.query({
      name: 'tell-ended-actions',
      text: `with wanting as materialized (
               select webhook_id from webhook where account_id = $1 and enabled and 'action.ended' = any(event_types)
             ), told as (
               insert into webhook_event (account_id, event_id, type, occurred_at, data)
               select $1, gen_random_uuid(), 'action.ended', $2,
                 jsonb_build_object('action_id', action_id, 'type', type, 'targets', target_count)
               from action where account_id = $1 and action_id = any($3::uuid[]) and exists (select from wanting)
               order by action_id
               returning event_key
             )
             insert into webhook_delivery (account_id, webhook_id, event_key, due_at)
             select $1, webhook_id, event_key, $2 from told cross join wanting`,
      values: [accountId, at, own.map(({ action_id }) => action_id)],
    })
  }
  return rows.length
}
