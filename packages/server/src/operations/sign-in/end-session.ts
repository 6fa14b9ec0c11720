import type { Caller } from '../../caller.ts'
import { endSessions } from '../../db/sign-in/sessions.ts'
import { inTransaction } from '../../db/transaction.ts'
import type { Services } from '../../services.ts'
import { writeAudit } from '../write-audit.ts'

/** Signs out: the caller's own session is over on every node at once. */
export async function endSession({ pool, now }: Services, caller: Caller): Promise<void> {
  const at = now()
  const { accountId, userId, session } = caller
  await inTransaction(pool, async (tx) => {
    const ended = await endSessions(tx, { accountId, userId: userId!, at, sessionId: session!.id })
    if (ended.length === 0) return
    await writeAudit(tx, caller, { at, event: 'session.ended', details: { session_ids: [session!.id] } })
  })
}
