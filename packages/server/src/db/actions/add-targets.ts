import { isOpen, stateOfCode } from '@muster/core/action/life-cycle.ts'
import type { Queryable } from '../pool.ts'
import type { JudgedGroup } from './judge-targets.ts'
import { separator } from './judgment-sql.ts'

/** What many targets have in common. */
export type TargetGroup = Pick<
  JudgedGroup,
  'state' | 'reason' | 'generation' | 'before_group_key' | 'before_exempt_by' | 'before_exempt_until' | 'same_as_action'
>

export interface NewTargets {
  readonly accountId: number
  readonly actionId: string
  readonly now: Date
  readonly workKey: string | undefined
  /** As sent, by position. */
  readonly identifiers: readonly string[]
  /** By position, separated by commas; empty where it names no one device. */
  readonly deviceKeys: string
  readonly groups: readonly TargetGroup[]
  /** By position, separated by commas: which group each is of; undefined where there is but one. */
  readonly groupOf: string | undefined
  /** By position, separated by commas, empty where it is none: the target whose command already waits. */
  readonly sameAs: string | undefined
}

const columns = `account_id, action_id, position, identifier, device_key, generation, state, reason, open, work_key,
  before_group_key, before_exempt_by, before_exempt_until, same_as_action, same_as_position, ended_at`

const isQueued = (value: string) => `case when ${value} then`

// Where all are alike, which is nearly always, nothing needs to be looked up for each.
const alike = `
  insert into target (${columns})
  select $1, $2::uuid, place - 1, identifier, nullif(device_key, '')::bigint, $6::integer, $4::smallint, $5::smallint,
    $7::boolean, $8::bigint, $9::integer, $10::uuid, $11::timestamptz, null, null, $3::timestamptz
  from rows from (string_to_table($12, ','), string_to_table($13, E'\\x1f'))
    with ordinality as given (device_key, identifier, place)`

const mixed = `
  insert into target (${columns})
  select $1, $2::uuid, (place - 1)::integer, identifier, nullif(device_key, '')::bigint,
    ($6::integer[])[g], ($4::smallint[])[g], ($5::smallint[])[g], ($7::boolean[])[g],
    ${isQueued('($7::boolean[])[g]')} $8::bigint end, ($9::integer[])[g], ($10::uuid[])[g], ($11::timestamptz[])[g],
    case when same_as is not null then coalesce(($14::uuid[])[g], $2::uuid) end, same_as,
    ${isQueued('not ($7::boolean[])[g]')} $3::timestamptz end
  from (
    select place, identifier, device_key, group_of::integer + 1 as g, nullif(same_as, '')::integer as same_as
    from rows from (
      string_to_table($12, ','), string_to_table($13, E'\\x1f'), string_to_table($15, ','), string_to_table($16, ',')
    ) with ordinality as words (device_key, identifier, group_of, same_as, place)
    offset 0
  ) given`

/**
 * One row a target, by position. Fails on `target_open` where two of them are commands for one device, or an equal command
 * got in between, and on `target_pkey` where the action is there already: made at this moment by somebody else.
 */
export async function addTargets(db: Queryable, targets: NewTargets): Promise<void> {
  const { accountId, actionId, now, workKey, identifiers, deviceKeys, groups, groupOf, sameAs } = targets
  const [first] = groups
  if (groupOf === undefined && first !== undefined) {
    const open = isOpen(stateOfCode(first.state))
    await db.query({
      name: 'add-targets-alike',
      text: alike,
      values: [
        accountId,
        actionId,
        open ? null : now,
        first.state,
        first.reason,
        first.generation,
        open,
        open ? (workKey ?? null) : null,
        first.before_group_key,
        first.before_exempt_by,
        first.before_exempt_until,
        deviceKeys,
        identifiers.join(separator),
      ],
    })
    return
  }
  const column = <Key extends keyof TargetGroup>(key: Key) => groups.map((group) => group[key])
  await db.query({
    name: 'add-targets',
    text: mixed,
    values: [
      accountId,
      actionId,
      now,
      column('state'),
      column('reason'),
      column('generation'),
      groups.map(({ state }) => isOpen(stateOfCode(state))),
      workKey ?? null,
      column('before_group_key'),
      column('before_exempt_by'),
      column('before_exempt_until'),
      deviceKeys,
      identifiers.join(separator),
      column('same_as_action'),
      groupOf,
      sameAs ?? '',
    ],
  })
}
