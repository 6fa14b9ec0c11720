import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Queryable } from '../pool.ts'
import { planFor } from './choose-way.ts'
import { keepEndedEnrolments } from './keep-ended-enrolments.ts'
import { verdictSql } from './verdict-sql.ts'

/** Rows of devices as they were judged, one text a column. */
export interface JudgedRows {
  /** Separated by commas. */
  readonly deviceKeys: string
  /** Where each lies, and which version of it was judged; separated by semicolons. */
  readonly rowIds: string
  readonly rowVersions: string
}

/** The targets of an action that its rule let through, written already. */
export interface AppliedTargets {
  readonly accountId: number
  readonly actionId: string
  readonly now: Date
  readonly verdicts: { readonly kindIds: string; readonly verdicts: string }
  readonly rows: JudgedRows
  readonly expected: number
}

/** Hands a value over, and returns how the statement names it. */
type Bind = (value: unknown) => string

/**
 * Each of these changes the devices of the succeeded targets, in the order of their keys; returns how many it changed.
 * Rows that are as they were judged are found where they lie: no index, no second verdict. The others have been written
 * to meanwhile, and are changed as long as the verdict on them and the image kept for undoing it still hold. Fewer than
 * expected: somebody changed a device in a way that matters.
 */
function changing<Value>(
  name: string,
  assign: (bind: Bind, targets: AppliedTargets, value: Value) => string,
  sameAsBefore = 'true',
) {
  return async (db: Queryable, targets: AppliedTargets, value: Value): Promise<number> => {
    const update = async (which: string, from: (bind: Bind) => string) => {
      const values: unknown[] = []
      const bind: Bind = (value) => `$${values.push(value)}`
      const text = `update device d set ${assign(bind, targets, value)} ${from(bind)}`
      const { rowCount } = await planFor(db, 'each', () => db.query({ name: `${name}-${which}`, text, values }))
      return rowCount ?? 0
    }
    const changed = await update('as-judged', (bind) => fromJudgedRows(bind, targets))
    if (changed === targets.expected) return changed
    return changed + (await update('written-to', (bind) => fromTargets(bind, targets, sameAsBefore)))
  }
}

const fromJudgedRows = (bind: Bind, { accountId, rows }: AppliedTargets) => `
  from (
    select row_id::tid, row_version::xid, device_key::bigint
    from rows from (
      string_to_table(${bind(rows.rowIds)}, ';'), string_to_table(${bind(rows.rowVersions)}, ';'),
      string_to_table(${bind(rows.deviceKeys)}, ',')
    ) as words (row_id, row_version, device_key)
    order by device_key::bigint offset 0
  ) judged
  where d.account_id = ${bind(accountId)} and d.ctid = judged.row_id and d.xmin = judged.row_version
    and d.device_key = judged.device_key`

/** Those that this transaction has not changed yet. */
function fromTargets(bind: Bind, { accountId, actionId, now, verdicts }: AppliedTargets, sameAsBefore: string): string {
  const verdict = verdictSql({ kinds: bind(verdicts.kindIds), verdicts: bind(verdicts.verdicts), now: bind(now) })
  const account = bind(accountId)
  return `
  from (
    select device_key, generation, before_group_key, before_exempt_by, before_exempt_until from target
    where account_id = ${account} and action_id = ${bind(actionId)} and state = ${stateCode('succeeded')}
    order by device_key offset 0
  ) t
  where d.account_id = ${account} and d.device_key = t.device_key and d.generation = t.generation
    and d.removed_at is null and d.xmin <> pg_current_xact_id()::xid
    and ${sameAsBefore}
    and ${verdict} = ${stateCode('succeeded') * 100}`
}

const sameGroup = 'd.group_key is not distinct from t.before_group_key'
const sameExemption = `d.exempt_by is not distinct from t.before_exempt_by
    and d.exempt_until is not distinct from t.before_exempt_until`

/** `until`: null is for ever. */
export const exemptDevices = changing<{ until: Date | null; criticalOnly: boolean }>(
  'exempt-devices',
  (bind, { actionId }, { until, criticalOnly }) =>
    `exempt_by = ${bind(actionId)}, exempt_until = ${bind(until ?? 'infinity')}, exempt_critical = ${bind(criticalOnly)}`,
  sameExemption,
)

export const unexemptDevices = changing<undefined>(
  'unexempt-devices',
  () => 'exempt_by = null, exempt_until = null, exempt_critical = false',
  sameExemption,
)

export const ignoreDevices = changing<boolean>('ignore-devices', (bind, _, ignored) => `ignored = ${bind(ignored)}`)

export const assignDevices = changing<number>(
  'assign-devices',
  (bind, _, groupKey) => `group_key = ${bind(groupKey)}`,
  sameGroup,
)

const endEnrolments = changing<'remove' | 'keep' | 'archive'>(
  'remove-devices',
  (
    bind,
    { now },
    record,
  ) => `generation = d.generation + 1, exempt_by = null, exempt_until = null, exempt_critical = false,
   ignored = false, removed_at = ${bind(record === 'keep' ? null : now)}, archived = ${bind(record === 'archive')}`,
  sameExemption,
)

/** Ends the enrolment as well, and closes what waited for it. */
export async function removeDevices(
  db: Queryable,
  targets: AppliedTargets,
  { record, uninstall, expiresAt }: { record: 'remove' | 'keep' | 'archive'; uninstall: boolean; expiresAt: Date },
) {
  const removed = await endEnrolments(db, targets, record)
  await keepEndedEnrolments(db, { ...targets, uninstall, expiresAt })
  const removedKeys = `
    select device_key from target where account_id = $1 and action_id = $2 and state = ${stateCode('succeeded')}`
  if (record === 'keep') await makeAgentless(db, targets, removedKeys)
  await db.query({
    name: 'end-enrolments',
    text: `update device_record set agent_key = null
           where account_id = $1 and device_key in (${removedKeys}) and agent_key is not null`,
    values: [targets.accountId, targets.actionId],
  })
  // Device by device, whatever the planner thinks: it took to comparing each open command with each device removed.
  const waiting = `(${removedKeys}) removed cross join lateral (
    select ctid as row_id, action_id, position, device_key from target
    where account_id = $1 and device_key = removed.device_key and open offset 0
  ) waiting`
  // First held, in the order in which all lock commands, then changed: what an agent says at this moment moves the row
  // to where one statement does not see it.
  await db.query({
    name: 'lock-commands-of-removed-devices',
    text: `select count(*) from (
             select action_id, position, waiting.device_key from ${waiting} order by action_id, position offset 0
           ) ordered
           cross join lateral (
             select from target
             where account_id = $1 and action_id = ordered.action_id and position = ordered.position
               and device_key = ordered.device_key and open
             offset 0
             for update
           ) held`,
    values: [targets.accountId, targets.actionId],
  })
  await db.query({
    name: 'close-commands-of-removed-devices',
    text: `update target set open = false, ended_at = $3,
             state = ${stateCode('device_removed')}, reason = ${reasonCode('device_removed')}
           from ${waiting}
           where target.ctid = waiting.row_id`,
    values: [targets.accountId, targets.actionId, targets.now],
  })
  return removed
}

/** A record that stays behind when its agent is removed is one without an agent; nothing is sent to it any more. */
async function makeAgentless(db: Queryable, { accountId, actionId }: AppliedTargets, keys: string): Promise<void> {
  await db.query({
    name: 'add-agentless-kinds',
    text: `insert into device_kind (agent_type, agent_name, agent_version, os, abilities)
           select distinct 'none', '', '', kind.os, '{}'::text[]
           from device d join device_kind kind using (kind_id)
           where d.account_id = $1 and d.device_key in (${keys})
           on conflict do nothing`,
    values: [accountId, actionId],
  })
  await db.query({
    name: 'make-agentless',
    text: `update device d set kind_id = agentless.kind_id
           from device_kind kind
           join device_kind agentless on agentless.os = kind.os and agentless.agent_type = 'none'
             and agentless.agent_name = '' and agentless.agent_version = '' and agentless.abilities = '{}'
           where d.account_id = $1 and d.device_key in (${keys}) and kind.kind_id = d.kind_id`,
    values: [accountId, actionId],
  })
}

/** The devices that the action was applied to. */
export async function listAppliedDeviceKeys(db: Queryable, accountId: number, actionId: string): Promise<string[]> {
  const { rows } = await db.query<{ keys: string | null }>({
    name: 'list-applied-device-keys',
    text: `select string_agg(device_key::text, ',') as keys from target
           where account_id = $1 and action_id = $2 and generation > 0`,
    values: [accountId, actionId],
  })
  return rows[0]?.keys?.split(',') ?? []
}
