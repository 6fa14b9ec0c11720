import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Int8, Queryable } from '../pool.ts'
import { type ActionRow, actionColumns } from './find-action.ts'

export interface TargetRow {
  readonly position: number
  readonly identifier: string
  readonly device_id: string | null
  readonly hostname: string | null
  readonly state: number
  readonly reason: number
  readonly progress: number | null
  readonly message: string | null
  readonly result: unknown
  readonly late_result: unknown
  readonly accepted_at: Date | null
  readonly finish_by: Date | null
  readonly retry_at: Date | null
  readonly deferrals: number
  readonly ended_at: Date | null
  readonly same_as_action: string | null
  readonly same_as_position: number | null
  /** Only while it waits for a device that is not connected; see core/device/habit. */
  readonly connects: Buffer | null
}

/** States in which a command waits for its device to come. */
const awaiting = [stateCode('held'), stateCode('queued'), stateCode('deferred')].join(', ')

const columns = `t.position, t.identifier, d.device_id, r.hostname, t.state, t.reason, t.progress, t.message, t.result,
  t.late_result, t.accepted_at, t.finish_by, t.retry_at, coalesce(t.deferrals, 0) as deferrals, t.ended_at, t.same_as_action, t.same_as_position, h.connects`

const tables = `target t
  left join device d on d.account_id = t.account_id and d.device_key = t.device_key
  left join device_record r on r.account_id = t.account_id and r.device_key = t.device_key
  left join device_presence p on t.open and p.account_id = t.account_id and p.device_key = t.device_key
  left join device_habit h on t.state in (${awaiting}) and not p.online
    and h.account_id = t.account_id and h.device_key = t.device_key`

export interface TargetPage {
  readonly accountId: number
  readonly actionId: string
  readonly state?: number | undefined
  readonly afterPosition?: number | undefined
  readonly limit: number
}

/** In the order they were asked for. */
export async function listTargetRows(db: Queryable, page: TargetPage): Promise<TargetRow[]> {
  const { rows } = await db.query<TargetRow>({
    name: 'list-targets',
    text: `select ${columns} from ${tables}
           where t.account_id = $1 and t.action_id = $2 and t.position > $3 and ($4::smallint is null or t.state = $4)
           order by t.position limit $5`,
    values: [page.accountId, page.actionId, page.afterPosition ?? -1, page.state ?? null, page.limit],
  })
  return rows
}

export async function findTargetRow(
  db: Queryable,
  accountId: number,
  actionId: string,
  position: number,
): Promise<TargetRow | undefined> {
  const { rows } = await db.query<TargetRow>({
    name: 'find-target',
    text: `select ${columns} from ${tables} where t.account_id = $1 and t.action_id = $2 and t.position = $3`,
    values: [accountId, actionId, position],
  })
  return rows[0]
}

/** The commands that a device has not ended, each with its action, newest first: found by the index of what is open. */
export async function listOpenTargetRows(
  db: Queryable,
  {
    accountId,
    deviceKey,
    before,
    limit,
  }: {
    accountId: number
    deviceKey: Int8
    before: { readonly actionId: string; readonly position: number } | undefined
    limit: number
  },
): Promise<{ action: ActionRow; row: TargetRow }[]> {
  const { rows } = await db.query<TargetRow & { target_action: string }>({
    name: 'list-open-targets',
    text: `select t.action_id as target_action, ${columns} from ${tables}
           where t.account_id = $1 and t.device_key = $2 and t.open
             and ($3::uuid is null or (t.action_id, t.position) < ($3, $4::integer))
           order by t.action_id desc, t.position desc limit $5`,
    values: [accountId, deviceKey, before?.actionId ?? null, before?.position ?? null, limit],
  })
  const { rows: actions } = await db.query<ActionRow>({
    name: 'find-actions',
    text: `select ${actionColumns} from action where account_id = $1 and action_id = any($2::uuid[])`,
    values: [accountId, rows.map(({ target_action }) => target_action)],
  })
  const byId = new Map(actions.map((action) => [action.action_id, action]))
  return rows.map(({ target_action, ...row }) => ({ action: byId.get(target_action)!, row }))
}
