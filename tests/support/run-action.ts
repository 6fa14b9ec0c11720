import { applyAction } from '@muster/server/operations/apply-action.ts'
import { mutate } from '@muster/server/operations/mutate.ts'
import type { Services } from '@muster/server/services.ts'
import { testCaller } from './services.ts'

/** On services that are at hand already. */
export type ActionRunner = typeof runAction extends (services: Services, ...action: infer Action) => infer Result
  ? (...action: Action) => Result
  : never

/** Applies an action to these devices, and tells what became of each, and how many attempts it took. */
export async function runAction(
  services: Services,
  accountId: number,
  type: string,
  params: Record<string, unknown>,
  ids: string[],
  { by = 'id', ...more }: { supersede?: boolean; by?: 'id' | 'mac' } = {},
) {
  const caller = testCaller(accountId)
  let actionId = ''
  let states: string[] = []
  let commandIds: (string | undefined)[] = []
  let attempts = 0
  await mutate(services, caller, undefined, async (unit) => {
    const devices = { by, identifiers: ids }
    const applied = await applyAction(services, unit, caller, { type, params, edition: 'narrowed', devices, ...more })
    actionId = applied.actionId
    attempts = unit.attempt
    states = ids.map((_, place) => applied.outcomes.stateAt(place))
    commandIds = ids.map((_, place) => applied.outcomes.commandIdAt(place))
    return { status: 200, contentType: 'text/plain', body: '' }
  })
  return { actionId, states, commandIds, attempts }
}

/** Until a statement waits for what another transaction holds. */
export async function somebodyWaits({ pool }: Pick<Services, 'pool'>): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    if (rows.length > 0) return
  }
}
