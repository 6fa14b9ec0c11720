import { listEndedEnrolments } from '../db/agents/list-ended-enrolments.ts'
import type { Int8 } from '../db/pool.ts'
import type { Services } from '../services.ts'

/** Of connections, those whose enrolment is over: the device was deleted or enrolled anew. One look for all. */
export async function findEndedSessions<Session extends { readonly deviceKey: Int8; readonly generation: number }>(
  { pool }: Pick<Services, 'pool'>,
  accountId: number,
  sessions: readonly Session[],
): Promise<Session[]> {
  const ended = new Set(
    (await listEndedEnrolments(pool, accountId, sessions)).map((row) => `${row.device_key} ${row.generation}`),
  )
  return sessions.filter(({ deviceKey, generation }) => ended.has(`${deviceKey} ${generation}`))
}
