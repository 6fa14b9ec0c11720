import { tellEnded } from '../db/webhooks/tell-actions.ts'
import { mutateAgain } from '../operations/mutate.ts'
import type { Services } from '../services.ts'

const actionsPerTransaction = 100

/** Has webhooks told of actions of which nothing is open any more; returns how many. */
export async function tellEndedActions(services: Services): Promise<number> {
  let total = 0
  for (;;) {
    const ended = await mutateAgain(services, ({ tx }) =>
      tellEnded(tx, { at: services.now(), limit: actionsPerTransaction }),
    )
    total += ended
    if (ended < actionsPerTransaction) return total
  }
}
