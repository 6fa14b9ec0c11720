import { applyBrakes } from '../operations/apply-brakes.ts'
import type { Services } from '../services.ts'
import { gather } from './gather.ts'
import { perAccount } from './per-account.ts'

/** Failures that come together are looked at together; a large action is so counted four times a second at most. */
const gatherFailures = { milliseconds: 250, itemsMax: 100_000 }

export interface BrakeWatch {
  close(): Promise<void>
}

/** Looks at the brake of an action soon after agents said that they failed; what is lost here, a job finds. */
export function watchBrakes(services: Services): BrakeWatch {
  const { bus, log } = services
  const checks = perAccount((accountId) =>
    gather<string, void>(gatherFailures, async (actionIds) => {
      const actions = Array.from(new Set(actionIds), (actionId) => ({ accountId, actionId }))
      await applyBrakes(services, { actions, channel: 'system' })
      return actionIds.map(() => undefined)
    }),
  )
  const onFailed = ({ accountId, actionId }: { accountId: number; actionId: string }) => {
    checks
      .of(accountId)
      .add(actionId)
      .catch((error: unknown) => log.warn({ err: error, action_id: actionId }, 'could not look at a brake'))
  }
  bus.on('commands-failed', onFailed)
  return {
    async close() {
      bus.off('commands-failed', onFailed)
      await checks.flush()
    },
  }
}
