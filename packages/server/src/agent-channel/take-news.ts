import type { CommandNews } from '@muster/core/agent/messages.ts'
import { isDatabaseAway } from '../is-database-away.ts'
import type { CommandBook } from '../operations/command-book.ts'
import type { EnrolTools } from '../operations/enrol-device.ts'
import { type AgentNews, type NewsAnswer, recordCommandNews } from '../operations/record-command-news.ts'
import { gather } from './gather.ts'
import { perAccount } from './per-account.ts'
import { type AgentSession, tell } from './session.ts'

export interface NewsTaker {
  /** What the agent said of a command; it is told when its result is stored, to stop, or that the command is not its own. */
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
      gather<AgentNews, NewsAnswer>(gatherNews, (items) => recordCommandNews({ services, book }, accountId, items)),
    ),
  )

  function answer(session: AgentSession, { type, command_id }: CommandNews, what: NewsAnswer): void {
    if (what === 'nothing') return
    tell(session, what === 'cancel' ? { type: what, command_id } : { type: what, command_ids: [command_id] })
    if (what !== 'disowned') return
    const { accountId, deviceId, deviceKey } = session
    refuse(session.from, {
      accountId,
      code: 'foreign_command',
      deviceId,
      deviceKey,
      details: { said: type, command_id },
    })
  }

  return {
    take(session, news) {
      const { accountId, deviceKey, generation } = session
      gatherers[Number(BigInt(deviceKey) % BigInt(lanes))]!.of(accountId)
        .add({ deviceKey, generation, news })
        .then((what) => answer(session, news, what))
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
