import { setTimeout as wait } from 'node:timers/promises'
import type { RetentionKind } from '@muster/core/api/retention.ts'
import { systemCaller } from '../caller.ts'
import { removeTargets } from '../db/retention/remove-actions.ts'
import { listRetentions, noteRetentionRun } from '../db/retention/retention.ts'
import { mutateAgain } from '../operations/mutate.ts'
import { retentionSteps, type TakeStep } from '../operations/retention/retention-steps.ts'
import { writeAudit } from '../operations/write-audit.ts'
import type { Services } from '../services.ts'

/** Between one transaction and the next: requests come first. */
const pauseMilliseconds = 50

/** Of actions that are gone already, at once. */
const targetsPerStep = 2000

/**
 * Removes what accounts no longer keep, in small transactions with pauses between them. It ends early when the server
 * stops, and goes on where it was with its next run: what is left is found again.
 */
export async function applyAccountRetention(
  services: Services,
  pause: () => Promise<unknown> = () => wait(pauseMilliseconds),
): Promise<void> {
  let stopping = false
  const stop = () => {
    stopping = true
  }
  services.bus.once('stopping', stop)
  const repeat = async (take: TakeStep) => {
    let total = 0
    for (;;) {
      if (stopping) return total
      const { removed, goesOn } = await take()
      total += removed
      if (!goesOn) return total
      await pause()
    }
  }
  try {
    for (const { account_id: accountId, retention } of await listRetentions(services.pool)) {
      const removed: Partial<Record<RetentionKind, number>> = {}
      for (const [kind, take] of retentionSteps(services, accountId, retention)) removed[kind] = await repeat(take)
      await noteRuns(services, accountId, removed)
    }
    await repeat(async () => {
      const removed = await removeTargets(services.pool, targetsPerStep)
      return { removed, goesOn: removed > 0 }
    })
  } finally {
    services.bus.off('stopping', stop)
  }
}

async function noteRuns(
  services: Services,
  accountId: number,
  removed: Partial<Record<RetentionKind, number>>,
): Promise<void> {
  const at = services.now()
  const runs = Object.entries(removed) as [RetentionKind, number][]
  await mutateAgain(services, async ({ tx, afterCommit }) => {
    for (const [kind, count] of runs) await noteRetentionRun(tx, { accountId, kind, at, removed: count })
    if (runs.every(([, count]) => count === 0)) return
    await writeAudit(tx, systemCaller(accountId, 'scheduler', 'retention'), {
      at,
      event: 'retention.applied',
      details: { removed },
    })
    afterCommit(() => {
      for (const [kind, count] of runs) services.bus.emit('retention-removed', { kind, count })
    })
  })
}
