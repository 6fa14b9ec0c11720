import { byKeys, inTransaction } from '../db/transaction.ts'
import type { Services } from '../services.ts'
import type { UnitOfWork } from './mutate.ts'

/** unique_violation, serialization_failure, deadlock_detected: the other one was first; look again at what is there. */
const losersCodes = ['23505', '40001', '40P01']
const attemptsMax = 5

/**
 * A transaction for work that nobody's Idempotency-Key guards, run anew when it lost a race: parallel enrolments of one
 * machine, gathered results against a cancellation.
 */
export async function mutateAgain<T>(services: Services, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const notifications: (() => void)[] = []
    try {
      const result = await inTransaction(
        services.pool,
        (tx) => work({ tx, attempt, afterCommit: (notify) => void notifications.push(notify) }),
        { settings: byKeys },
      )
      for (const notify of notifications) notify()
      return result
    } catch (error) {
      const { code } = error as { code?: string }
      if (attempt === attemptsMax || code === undefined || !losersCodes.includes(code)) throw error
    }
  }
}
