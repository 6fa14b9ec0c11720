import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Queryable } from '../pool.ts'
import { planFor, type Way } from './choose-way.ts'
import { keepEndedEnrolments } from './keep-ended-enrolments.ts'
import { verdictSql } from './verdict-sql.ts'

/** The targets of an action that its rule let through. */
export interface AppliedTargets {
  readonly accountId: number
  readonly actionId: string
  readonly now: Date
  readonly verdicts: { readonly kindIds: string; readonly verdicts: string }
  readonly way: Way
}

/**
 * Each of these changes the devices of the succeeded targets, in the order of their keys, as long as the verdict on
 * them and the image kept for undoing it still hold; returns how many it changed. Fewer than targets: somebody changed
 * a device in between.
 */
function changing(name: string, assignments: string, sameAsBefore = 'true') {
  const text = `update device d set ${assignments}
    from (
      select device_key, generation, before_group_key, before_exempt_by, before_exempt_until from target
      where account_id = $1 and action_id = $2 and state = ${stateCode('succeeded')}
      order by device_key offset 0
    ) t
    where d.account_id = $1 and d.device_key = t.device_key and d.generation = t.generation and d.removed_at is null
      and ${sameAsBefore}
      and ${verdictSql({ kinds: '$4', verdicts: '$5', now: '$3' })} = ${stateCode('succeeded') * 100}`
  return async (db: Queryable, targets: AppliedTargets, ...values: unknown[]) => {
    const { accountId, actionId, now, verdicts, way } = targets
    const update = () =>
      db.query({
        name: `${name}-of-${way}`,
        text,
        values: [accountId, actionId, now, verdicts.kindIds, verdicts.verdicts, ...values],
      })
    const { rowCount } = await planFor(db, way, update, 'inOrder')
    return rowCount ?? 0
  }
}

const sameGroup = 'd.group_key is not distinct from t.before_group_key'
const sameExemption = `d.exempt_by is not distinct from t.before_exempt_by
            and d.exempt_until is not distinct from t.before_exempt_until`

const exempt = changing('exempt-devices', `exempt_by = $2, exempt_until = $6`, sameExemption)
const unexempt = changing('unexempt-devices', `exempt_by = null, exempt_until = null`, sameExemption)
const ignore = changing('ignore-devices', `ignored = $6`)
const assign = changing('assign-devices', `group_key = $6`, sameGroup)
const remove = changing(
  'remove-devices',
  `generation = d.generation + 1, exempt_by = null, exempt_until = null, ignored = false,
   removed_at = case when $6 = 'keep' then null else $3::timestamptz end, archived = $6 = 'archive'`,
  sameExemption,
)

/** `until`: null is for ever. */
export const exemptDevices = (db: Queryable, targets: AppliedTargets, until: Date | null) =>
  exempt(db, targets, until ?? 'infinity')

export const unexemptDevices = (db: Queryable, targets: AppliedTargets) => unexempt(db, targets)

export const ignoreDevices = (db: Queryable, targets: AppliedTargets, ignored: boolean) => ignore(db, targets, ignored)

export const assignDevices = (db: Queryable, targets: AppliedTargets, groupKey: number) => assign(db, targets, groupKey)

/** Ends the enrolment as well, and closes what waited for it. */
export async function removeDevices(
  db: Queryable,
  targets: AppliedTargets,
  { record, uninstall, expiresAt }: { record: 'remove' | 'keep' | 'archive'; uninstall: boolean; expiresAt: Date },
) {
  const removed = await remove(db, targets, record)
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
    select ctid as row_id from target where account_id = $1 and device_key = removed.device_key and open offset 0`
  // First held, then changed: what an agent says at this moment moves the row to where one statement does not see it.
  await db.query({
    name: 'lock-commands-of-removed-devices',
    text: `select count(*) from ${waiting} for update) waiting`,
    values: [targets.accountId, targets.actionId],
  })
  await db.query({
    name: 'close-commands-of-removed-devices',
    text: `update target set open = false, ended_at = $3,
             state = ${stateCode('device_removed')}, reason = ${reasonCode('device_removed')}
           from ${waiting}) waiting
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
