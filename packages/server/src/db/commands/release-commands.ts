import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Queryable } from '../pool.ts'
import type { ClaimedCommand } from './claim-commands.ts'

/** Ends the lease of commands, which wait again; one that was leased anew since, or answered, stays as it is. */
export async function releaseCommands(
  db: Queryable,
  accountId: number,
  commands: readonly Pick<ClaimedCommand, 'action_id' | 'position'>[],
  offeredUntil: Date,
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'release-commands',
    text: `update target t set state = ${stateCode('queued')}, offered_until = null
           from unnest($2::uuid[], $3::integer[]) as given (action_id, position)
           where t.account_id = $1 and t.action_id = given.action_id and t.position = given.position
             and t.open and t.state = ${stateCode('offered')} and t.offered_until = $4`,
    values: [
      accountId,
      commands.map(({ action_id }) => action_id),
      commands.map(({ position }) => position),
      offeredUntil,
    ],
  })
  return rowCount ?? 0
}
