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

// Where all are alike, which is nearly always, nothing needs to be looked up for each.
const alike = `
  insert into target (${columns})
  select $1, $2::uuid, place - 1, identifier, nullif(device_key, '')::bigint, $6::integer, $4::smallint, $5::smallint,
    $7::boolean, $8::bigint, $9::integer, $10::uuid, $11::timestamptz, null, null, $3::timestamptz
  from rows from (string_to_table($12, ','), string_to_table($13, E'\\x1f'))
    with ordinality as given (device_key, identifier, place)`

// The groups are joined, not looked up in arrays: as many as there are devices may differ in what they were before.
const mixed = `
  insert into target (${columns})
  select $1, $2::uuid, (place - 1)::integer, identifier, nullif(device_key, '')::bigint, generation, state, reason, open,
    case when open then $4::bigint end, before_group_key, before_exempt_by, before_exempt_until,
    case when same_as <> '' then coalesce(same_as_action, $2::uuid) end, nullif(same_as, '')::integer,
    case when not open then $3::timestamptz end
  from rows from (
      string_to_table($5, ','), string_to_table($6, E'\\x1f'), string_to_table($7, ','), string_to_table($8, ',')
    ) with ordinality as given (device_key, identifier, group_of, same_as, place)
  join unnest($9::smallint[], $10::smallint[], $11::integer[], $12::boolean[], $13::integer[], $14::uuid[],
      $15::timestamptz[], $16::uuid[]) with ordinality
    as alike (state, reason, generation, open, before_group_key, before_exempt_by, before_exempt_until, same_as_action, number)
    on number = group_of::bigint + 1`

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
      workKey ?? null,
      deviceKeys,
      identifiers.join(separator),
      groupOf,
      sameAs,
      column('state'),
      column('reason'),
      column('generation'),
      groups.map(({ state }) => isOpen(stateOfCode(state))),
      column('before_group_key'),
      column('before_exempt_by'),
      column('before_exempt_until'),
      column('same_as_action'),
    ],
  })
}
