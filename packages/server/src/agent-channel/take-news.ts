import type { CommandNews } from '@muster/core/agent/messages.ts'
import { isDatabaseAway } from '../is-database-away.ts'
import type { CommandBook } from '../operations/command-book.ts'
import type { EnrolTools } from '../operations/enrol-device.ts'
import { type AgentNews, recordCommandNews } from '../operations/record-command-news.ts'
import { gather } from './gather.ts'
import { perAccount } from './per-account.ts'
import { type AgentSession, tell } from './session.ts'

export interface NewsTaker {
  /** What the agent said of a command; it is told when its result is stored, or that the command is not its own. */
  take(session: AgentSession, news: CommandNews): void
  flush(): Promise<void>
}

/** A set this large is worked out in some 10 ms; longer nobody else should wait. */
const gatherNews = { milliseconds: 25, itemsMax: 2000 }

/** Sets of one account that are written at a time; what one device says stays in order. */
const lanes = 3

export function createNewsTaker({ services, refuse }: EnrolTools, book: CommandBook): NewsTaker {
  const gatherers = Array.from({ length: lanes }, () =>
    perAccount((accountId) =>
      gather<AgentNews, boolean>(gatherNews, (items) => recordCommandNews({ services, book }, accountId, items)),
    ),
  )

  function answer(session: AgentSession, { type, command_id }: CommandNews, own: boolean): void {
    if (own) {
      if (type === 'result') tell(session, { type: 'stored', command_ids: [command_id] })
      return
    }
    const { accountId, deviceId, deviceKey } = session
    const details = { said: type, command_id }
    refuse(session.from, { accountId, code: 'foreign_command', deviceId, deviceKey, details })
    tell(session, { type: 'disowned', command_ids: [command_id] })
  }

  return {
    take(session, news) {
      const { accountId, deviceKey, generation } = session
      gatherers[Number(BigInt(deviceKey) % BigInt(lanes))]!.of(accountId)
        .add({ deviceKey, generation, news })
        .then((own) => answer(session, news, own))
        // The agent keeps what was not stored, and says it again.
        .catch((error: unknown) => {
          services.log.warn({ err: error }, 'could not record what an agent said')
          if (!isDatabaseAway(error)) session.transport.close('overloaded', 'what was said could not be recorded')
        })
    },
    async flush() {
      await Promise.all(gatherers.map((lane) => lane.flush()))
    },
  }
}
