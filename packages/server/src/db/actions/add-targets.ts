import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Queryable } from '../pool.ts'
import { type ChosenWay, planFor } from './choose-way.ts'
import { type JudgedGroup, type JudgeParams, judgedGroups, judgedTargets, judgeValues } from './judged-targets.ts'

export interface AddTargets extends JudgeParams {
  readonly actionId: string
  /** What the before-image must hold, so that the action can be undone. */
  readonly before: 'group' | 'exemption' | 'nothing'
}

const applied = `judged.state in (${stateCode('succeeded')}, ${stateCode('queued')})`
const queued = `judged.state = ${stateCode('queued')}`

/**
 * Resolves, judges and writes the targets, in one statement; every way but `completely` leaves out identifiers that
 * need a second look. Returns those written. Fails on `target_open` where an equal command got in between, and unless
 * `completely` also on that or on `target_pkey` where several devices report one MAC address or several addresses name
 * one device.
 */
export async function addTargets(
  db: Queryable,
  how: ChosenWay | 'completely',
  add: AddTargets,
): Promise<JudgedGroup[]> {
  const { by } = add
  const quickly = how === 'completely' ? undefined : `of-${how.way}${how.equalWorkMayWait ? '-past-equal-work' : ''}`
  const text = `with ${how === 'completely' ? judgedTargets.completely[by] : judgedTargets.quickly(by, how)},
      added as (
        insert into target (account_id, action_id, position, identifier, device_key, generation, state, reason, open,
          work_key, before_group_key, before_exempt_by, before_exempt_until, same_as_action, same_as_position, ended_at)
        select $1, $11, position, identifier, device_key, case when ${applied} then generation else 0 end,
          state, reason, ${queued}, case when ${queued} then $10::bigint end,
          case when $12 = 'group' then group_key end,
          case when $12 = 'exemption' then exempt_by end, case when $12 = 'exemption' then exempt_until end,
          case when same_as_position is not null then coalesce(same_as_action, $11) end, same_as_position,
          case when not ${queued} then $7 end
        from judged
        returning position, state, reason, generation, same_as_action, same_as_position
      )
      ${judgedGroups(quickly !== undefined && by === 'id' ? 'added' : 'judged')}`
  const values = [...judgeValues(add), add.actionId, add.before]
  const insert = () => db.query<JudgedGroup>({ name: `add-targets-${quickly ?? 'completely'}-by-${by}`, text, values })
  const { rows } = await planFor(db, how === 'completely' ? 'each' : how.way, insert)
  return rows
}

/** The same verdicts, and nothing written. */
export async function judgeTargets(db: Queryable, params: JudgeParams): Promise<JudgedGroup[]> {
  const { rows } = await db.query<JudgedGroup>({
    name: `judge-targets-by-${params.by}`,
    text: `with ${judgedTargets.completely[params.by]} ${judgedGroups('judged')}`,
    values: judgeValues(params),
  })
  return rows
}
