import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Int8, Queryable, Tx } from '../pool.ts'

/** The devices of these groups are to be judged anew, from the first; a job does it. */
export async function askForJudgment(
  tx: Tx,
  { accountId, groupKeys, at }: { accountId: number; groupKeys: readonly number[]; at: Date },
): Promise<void> {
  if (groupKeys.length === 0) return
  await tx.query({
    name: 'ask-for-judgment',
    text: `insert into compliance_run (account_id, group_key, asked_at)
           select $1, group_key, $3 from unnest($2::integer[]) as given (group_key) order by group_key
           on conflict (account_id, group_key) do update set asked_at = excluded.asked_at, after_key = 0`,
    values: [accountId, groupKeys, at],
  })
}

/** From here on it is cheaper to judge whole groups, in the background, than to note each device in the action. */
const notedMax = 1000

/** The devices of an action that put them into other groups, `count` of them, are to be judged anew. */
export async function askForMovedDevices(
  tx: Tx,
  { accountId, actionId, count, at }: { accountId: number; actionId: string; count: number; at: Date },
): Promise<void> {
  const moved = `from target t join device d on d.account_id = $1 and d.device_key = t.device_key
           where t.account_id = $1 and t.action_id = $2 and t.state = ${stateCode('succeeded')}`
  await tx.query(
    count <= notedMax
      ? {
          name: 'note-moved-devices',
          text: `insert into compliance_due (account_id, device_key, due_at)
           select $1, d.device_key, $3 ${moved}
             and exists (select from device_check c where c.account_id = $1 and c.device_key = d.device_key)
           order by d.device_key
           on conflict (account_id, device_key) do update set due_at = excluded.due_at`,
          values: [accountId, actionId, at],
        }
      : {
          name: 'ask-for-groups-of-moved-devices',
          text: `insert into compliance_run (account_id, group_key, asked_at)
           select distinct $1::integer, d.group_key, $3::timestamptz ${moved} order by 2
           on conflict (account_id, group_key) do update set asked_at = excluded.asked_at, after_key = 0`,
          values: [accountId, actionId, at],
        },
  )
}

export interface RunStep {
  readonly accountId: number
  readonly groupKey: number
  readonly deviceKeys: readonly Int8[]
}

/**
 * The next devices of a run that no other node has in its hands, held until the transaction ends; the run goes on after
 * them, and ends with a step that is not full. Undefined: nothing is asked for.
 */
export async function takeRunStep(tx: Tx, devicesMax: number): Promise<RunStep | undefined> {
  const { rows } = await tx.query<{ account_id: number; group_key: number; after_key: Int8 }>({
    name: 'take-compliance-run',
    text: `select account_id, group_key, after_key from compliance_run
           order by asked_at, account_id, group_key limit 1 for update skip locked`,
  })
  if (rows[0] === undefined) return undefined
  const { account_id: accountId, group_key: groupKey, after_key: afterKey } = rows[0]
  const devices = await tx.query<{ device_key: Int8 }>({
    name: 'list-run-devices',
    text: `select device_key from device
           where account_id = $1 and group_key = $2 and device_key > $3 and removed_at is null
           order by device_key limit $4`,
    values: [accountId, groupKey, afterKey, devicesMax],
  })
  const deviceKeys = devices.rows.map(({ device_key }) => device_key)
  const last = deviceKeys.length === devicesMax ? deviceKeys.at(-1) : undefined
  await tx.query(
    last === undefined
      ? {
          name: 'end-compliance-run',
          text: 'delete from compliance_run where account_id = $1 and group_key = $2',
          values: [accountId, groupKey],
        }
      : {
          name: 'go-on-with-compliance-run',
          text: 'update compliance_run set after_key = $3 where account_id = $1 and group_key = $2',
          values: [accountId, groupKey, last],
        },
  )
  return { accountId, groupKey, deviceKeys }
}

/** Devices whose time has come, of one account; judging them takes them off the list. */
export async function listDueDevices(
  db: Queryable,
  at: Date,
  devicesMax: number,
): Promise<{ accountId: number; deviceKeys: Int8[] } | undefined> {
  const { rows } = await db.query<{ account_id: number; device_key: Int8 }>({
    name: 'list-due-devices',
    text: `select account_id, device_key from compliance_due where due_at <= $1 order by due_at limit $2`,
    values: [at, devicesMax],
  })
  const accountId = rows[0]?.account_id
  if (accountId === undefined) return undefined
  return {
    accountId,
    deviceKeys: rows.filter((row) => row.account_id === accountId).map(({ device_key }) => device_key),
  }
}
