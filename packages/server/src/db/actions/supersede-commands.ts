import type { Tx } from '../pool.ts'
import { isStoppable, stopSql } from './stop-sql.ts'

export interface Superseded {
  readonly action_id: string
  /** Commands that no agent had: they have ended. */
  readonly closed: number
  /** Commands that agents have: they are asked to stop. */
  readonly asked: number
}

/**
 * Where the action has queued a command, older commands of its type for the same device make way: what waits with us
 * ends, what an agent has is to be stopped until `answerBy`. First held, in the order in which all lock commands, then
 * changed: what an agent says at this moment moves the row to where one statement does not see it.
 */
export async function supersedeCommands(
  tx: Tx,
  {
    accountId,
    actionId,
    type,
    at,
    answerBy,
  }: { accountId: number; actionId: string; type: string; at: Date; answerBy: Date },
): Promise<Superseded[]> {
  const older = await tx.query<{ row_ids: string | null }>({
    name: 'lock-older-commands',
    text: `
      select string_agg(row_id::text, ';') as row_ids
      from (
        select t.ctid as row_id
        from target newer
        cross join lateral (
          select account_id, action_id, position from target
          where account_id = $1 and device_key = newer.device_key and open and action_id <> $2
          offset 0
        ) near
        join target t on t.account_id = near.account_id and t.action_id = near.action_id and t.position = near.position
        join action a on a.account_id = $1 and a.action_id = t.action_id and a.type = $3
        where newer.account_id = $1 and newer.action_id = $2 and newer.open and ${isStoppable}
        order by t.action_id, t.position
        for update of t
      ) older`,
    values: [accountId, actionId, type],
  })
  const rowIds = older.rows[0]?.row_ids
  if (!rowIds) return []
  const { rows } = await tx.query<Superseded>({
    name: 'supersede-commands',
    text: `
      with changed as (
        update target t set ${stopSql({ state: 'superseded', reason: 'superseded', at: '$3', answerBy: '$4' })}
        from string_to_table($2, ';') as older (row_id)
        where t.ctid = older.row_id::tid and t.account_id = $1
        returning t.action_id, t.open
      )
      select action_id, count(*) filter (where not open)::integer as closed,
        count(*) filter (where open)::integer as asked
      from changed group by action_id order by action_id`,
    values: [accountId, rowIds, at, answerBy],
  })
  return rows
}
