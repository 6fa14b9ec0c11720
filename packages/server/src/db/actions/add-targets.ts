import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Queryable } from '../pool.ts'
import { type JudgeParams, judgedLines, judgedTargets, judgeValues } from './judged-targets.ts'
import { type JudgedTarget, parseJudgedLines } from './parse-judged-lines.ts'

export interface AddTargets extends JudgeParams {
  readonly actionId: string
  /** What the before-image must hold, so that the action can be undone. */
  readonly before: 'group' | 'exemption' | 'nothing'
}

type Thoroughness = 'quickly' | 'completely'

const applied = `judged.state in (${stateCode('succeeded')}, ${stateCode('queued')})`
const queued = `judged.state = ${stateCode('queued')}`

/**
 * Resolves, judges and writes the targets, in one statement. `quickly` leaves out identifiers that need a second look;
 * both leave out a device for which an equal command got in between. Returns those written, in no order.
 */
export async function addTargets(
  db: Queryable,
  thoroughness: Thoroughness,
  add: AddTargets,
): Promise<readonly JudgedTarget[]> {
  const { rows } = await db.query<{ added: string; judged: string; lines: string | null }>({
    name: `add-targets-${thoroughness}-by-${add.by}`,
    text: `with ${judgedTargets[thoroughness][add.by]},
      added as (
        insert into target (account_id, action_id, position, identifier, device_key, generation, state, reason, open,
          work_key, before_group_key, before_exempt_by, before_exempt_until, same_as_action, same_as_position, ended_at)
        select $1, $13, position, identifier, device_key, case when ${applied} then generation else 0 end,
          state, reason, ${queued}, case when ${queued} then $12::bigint end,
          case when $14 = 'group' then group_key end,
          case when $14 = 'exemption' then exempt_by end, case when $14 = 'exemption' then exempt_until end,
          same_as_action, same_as_position, case when not ${queued} then $9 end
        from judged order by position
        on conflict (account_id, device_key, work_key) where open do nothing
        returning position
      )
      select (select count(*) from added) as added, count(*) as judged, ${judgedLines} as lines from judged`,
    values: [...judgeValues(add), add.actionId, add.before],
  })
  const [row] = rows
  const judged = await parseJudgedLines(row?.lines ?? '')
  if (row === undefined || row.added === row.judged) return judged
  const written = await listPositions(db, add.accountId, add.actionId)
  return judged.filter(({ position }) => written.has(position))
}

async function listPositions(db: Queryable, accountId: number, actionId: string): Promise<Set<number>> {
  const { rows } = await db.query<{ positions: number[] }>({
    name: 'list-positions',
    text: `select coalesce(array_agg(position), '{}') as positions from target where account_id = $1 and action_id = $2`,
    values: [accountId, actionId],
  })
  return new Set(rows[0]?.positions)
}

/** The same verdicts, and nothing written. */
export async function judgeTargets(db: Queryable, params: JudgeParams): Promise<readonly JudgedTarget[]> {
  const { rows } = await db.query<{ lines: string | null }>({
    name: `judge-targets-by-${params.by}`,
    text: `with ${judgedTargets.completely[params.by]} select ${judgedLines} as lines from judged`,
    values: judgeValues(params),
  })
  return parseJudgedLines(rows[0]?.lines ?? '')
}

/** Two identifiers of one request named one device: the later ones change nothing of their own. */
export async function markSameDevice(
  db: Queryable,
  { accountId, actionId }: { accountId: number; actionId: string },
  repeats: readonly { position: number; first: number }[],
): Promise<void> {
  await db.query({
    name: 'mark-same-device',
    text: `update target t
           set state = $5, reason = $6, generation = 0, same_as_action = action_id, same_as_position = repeat.first,
             before_group_key = null, before_exempt_by = null, before_exempt_until = null
           from unnest($3::integer[], $4::integer[]) as repeat (position, first)
           where t.account_id = $1 and t.action_id = $2 and t.position = repeat.position`,
    values: [
      accountId,
      actionId,
      repeats.map(({ position }) => position),
      repeats.map(({ first }) => first),
      stateCode('no_op'),
      reasonCode('same_device'),
    ],
  })
}
