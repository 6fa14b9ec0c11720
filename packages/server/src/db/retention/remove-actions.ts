import type { Queryable, Tx } from '../pool.ts'
import type { RetentionStep } from './remove-old.ts'

/** Up to which action was looked, oldest first. */
export interface ActionMark {
  readonly created_at: Date
  readonly action_id: string
}

export interface ActionStep {
  /** How many went. */
  readonly removed: number
  /** Undefined: there are no older ones any more. */
  readonly mark: ActionMark | undefined
}

/**
 * Removes actions of which all ended before; their targets follow. Left are those that devices are exempt by, that
 * brought a report which is still kept, that an agent is still to be told of, or that something waits for.
 */
export async function removeOldActions(
  tx: Tx,
  { accountId, before, limit, after }: RetentionStep & { readonly after: ActionMark | undefined },
): Promise<ActionStep> {
  const { rows } = await tx.query<ActionMark & { removed: boolean }>({
    name: 'remove-old-actions',
    text: `with looked as materialized (
             select action_id, created_at from action
             where account_id = $1 and created_at < $2
               and (created_at, action_id) > (coalesce($4::timestamptz, '-infinity'),
                 coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'))
             order by created_at, action_id limit $3 for update skip locked
           ), removed as (
             delete from action a
             where account_id = $1 and action_id in (select action_id from looked)
               and (lease_until is null or lease_ended_at is not null)
               and not exists (select from report r where r.account_id = $1 and r.action_id = a.action_id)
               and not exists (select from device d where d.account_id = $1 and d.exempt_by = a.action_id)
               and not exists (
                 select from ended_enrolment e
                 where e.account_id = $1 and e.action_id = a.action_id and e.uninstall and e.confirmed_at is null
                   and e.returned_at is null
               )
               and not exists (select from webhook_watch w where w.account_id = $1 and w.action_id = a.action_id)
               and not exists (
                 select from target t
                 where t.account_id = $1 and t.action_id = a.action_id and (t.open or t.ended_at >= $2)
               )
             returning action_id
           ), noted as (
             insert into removed_action (account_id, action_id) select $1, action_id from removed
           )
           select looked.action_id, looked.created_at, removed.action_id is not null as removed
           from looked left join removed using (action_id)
           order by looked.created_at, looked.action_id`,
    values: [accountId, before, limit, after?.created_at ?? null, after?.action_id ?? null],
  })
  const mark = rows.length < limit ? undefined : rows.at(-1)
  return { removed: rows.filter(({ removed }) => removed).length, mark }
}

/** Targets of actions that were removed; returns how many, 0 once all are gone. */
export async function removeTargets(db: Queryable, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'remove-targets',
    text: `delete from target
           where (account_id, action_id, position) in (
             select t.account_id, t.action_id, t.position
             from (select account_id, action_id from removed_action order by account_id, action_id limit 1) gone
             join target t using (account_id, action_id)
             limit $1 for update of t skip locked
           )`,
    values: [limit],
  })
  if (rowCount) return rowCount
  const { rowCount: forgotten } = await db.query({
    name: 'forget-removed-actions',
    text: `delete from removed_action g
           where not exists (select from target t where t.account_id = g.account_id and t.action_id = g.action_id)`,
  })
  return forgotten ?? 0
}
