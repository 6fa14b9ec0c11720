import { stateCode, statesBefore, type TargetState } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Tx } from '../pool.ts'

export interface Superseded {
  readonly action_id: string
  /** Commands that no agent had: they have ended. */
  readonly closed: number
  /** Commands that agents have: they are asked to stop. */
  readonly asked: number
}

const codes = (states: readonly TargetState[]) => states.map(stateCode).join(', ')
const withUs = `t.state in (${codes(['held', 'queued'])})`
const stoppable = codes([...statesBefore('cancelling'), 'held', 'queued'])

/**
 * Where the action has queued a command, older commands of its type for the same device make way: what waits with us
 * ends, what an agent has is to be stopped until `answerBy`. One statement, in the order in which all lock commands.
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
  const { rows } = await tx.query<Superseded>({
    name: 'supersede-commands',
    text: `
      with older as materialized (
        select t.ctid as row_id, ${withUs} as with_us
        from target newer
        cross join lateral (
          select ctid, account_id, action_id, position, state from target
          where account_id = $1 and device_key = newer.device_key and open and action_id <> $2
          offset 0
        ) near
        join target t on t.account_id = near.account_id and t.action_id = near.action_id and t.position = near.position
        join action a on a.account_id = $1 and a.action_id = t.action_id and a.type = $3
        where newer.account_id = $1 and newer.action_id = $2 and newer.open and t.open and t.state in (${stoppable})
        order by t.action_id, t.position
        for update of t
      ),
      changed as (
        update target t
        set state = case when with_us then ${stateCode('superseded')} else ${stateCode('cancelling')} end,
          reason = ${reasonCode('superseded')},
          open = not with_us,
          ended_at = case when with_us then $4::timestamptz end,
          cancel_by = case when with_us then null else $5::timestamptz end,
          message = null
        from older where t.ctid = older.row_id
        returning t.action_id, t.open
      )
      select action_id, count(*) filter (where not open)::integer as closed,
        count(*) filter (where open)::integer as asked
      from changed group by action_id order by action_id`,
    values: [accountId, actionId, type, at, answerBy],
  })
  return rows
}
