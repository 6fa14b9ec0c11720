import type { Log } from '../../log.ts'
import { tellHelpers } from './helper/tell-helpers.ts'
import type { Notice, Shown } from './notice.ts'
import { showByNotifySend } from './notify-send.ts'

/** By the helpers of the users at the desk; whoever has none is shown it by the agent itself, where it can. */
export async function showOnLinux(notice: Notice, log: Log): Promise<Shown> {
  const helped = await tellHelpers(notice, {
    told: (uid) =>
      log.info('a user who came later was shown the question', { id: notice.open.command_id, to: `uid ${uid}` }),
  })
  const shown = await showByNotifySend(notice, { except: helped.uids() })
  return {
    to: [...helped.uids().map((uid) => `uid ${uid}`), ...shown.to],
    async withdraw() {
      helped.withdraw()
      await shown.withdraw()
    },
  }
}
