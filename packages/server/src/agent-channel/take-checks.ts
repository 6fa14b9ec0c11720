import type { Checks } from '@muster/core/agent/messages.ts'
import { isDatabaseAway } from '../is-database-away.ts'
import { findUnwantedSoftware } from '../operations/compliance/find-unwanted-software.ts'
import { type ChecksAnswer, type ChecksReport, recordChecks } from '../operations/compliance/record-checks.ts'
import { findToMend, type ToMend } from '../operations/remediation/find-to-mend.ts'
import type { Services } from '../services.ts'
import { gather } from './gather.ts'
import type { Hub } from './hub.ts'
import { perAccount } from './per-account.ts'
import { type AgentSession, tell } from './session.ts'

export interface ChecksTaker {
  /** What the agent found; it hears what else to look for, and what there is to mend. */
  take(session: AgentSession, said: Checks): void
  /** Says to those that are connected here what they are to look for from now on, and what there is to mend. */
  tellNewJudgment(accountId: number, deviceKeys: readonly string[]): Promise<void>
  flush(): Promise<void>
}

/** Nobody waits for an answer: a while makes one set of what a fleet says when its server comes back. */
const gatherChecks = { milliseconds: 250, itemsMax: 500 }

export function createChecksTaker(services: Services, hub: Hub): ChecksTaker {
  const gatherers = perAccount((accountId) =>
    gather<ChecksReport, ChecksAnswer | undefined>(gatherChecks, (reports) =>
      recordChecks(services, accountId, reports),
    ),
  )
  return {
    take(session, said) {
      const { accountId, deviceKey, generation, transport } = session
      gatherers
        .of(accountId)
        .add({ deviceKey, generation, said })
        .then((answer) => {
          if (answer === undefined) return
          if (answer.lookFor !== undefined) tell(session, { type: 'look_for', software: [...answer.lookFor] })
          tellToMend(session, answer.toMend)
        })
        .catch((error: unknown) => {
          services.log.warn({ err: error }, 'could not record what an agent found')
          // It says all of it again after its next hello.
          transport.close(
            'overloaded',
            isDatabaseAway(error) ? 'try again soon' : 'what was found could not be recorded',
          )
        })
    },
    async tellNewJudgment(accountId, deviceKeys) {
      const here = deviceKeys.flatMap((key) => hub.find(accountId, key) ?? [])
      if (here.length === 0) return
      const keys = here.map(({ deviceKey }) => deviceKey)
      const unwanted = await findUnwantedSoftware(services, accountId, keys)
      const toMend = await findToMend(services, accountId, here)
      for (const session of here) {
        const software = unwanted.get(session.deviceKey)
        if (software === undefined) continue
        tell(session, { type: 'look_for', software })
        tellToMend(session, toMend.get(session.deviceKey)!)
      }
    },
    flush: () => gatherers.flush(),
  }
}

/** Agents from before there was such a message would take it for a fault, hang up, and come again for ever. */
function tellToMend(session: AgentSession, toMend: ToMend): void {
  if (session.ignoresUnknown) tell(session, { type: 'to_mend', ...toMend })
}
