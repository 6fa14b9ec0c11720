import { LRUCache } from 'lru-cache'
import { inTransaction } from '../db/transaction.ts'
import type { Services } from '../services.ts'
import { type AgentPeer, agentCaller } from './agent-caller.ts'
import { writeAudit } from './write-audit.ts'

export interface AgentRefusal {
  /** Undefined where not even the account is known: such a refusal is only logged. */
  readonly accountId: number | undefined
  readonly code: string
  /** What it claimed to be; never proven. */
  readonly deviceId?: string | undefined
  readonly deviceKey?: string | undefined
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

export type RefuseAgent = (from: AgentPeer, refusal: AgentRefusal) => void

const repeatMilliseconds = 60_000
const entriesPerRepeat = 120

/**
 * Logs and audits refusals of agents, at most one a minute for each (account, code, claimed device or peer) and 120 a
 * minute in all: somebody who knocks all day fills neither the log nor the chain. The next entry counts those between.
 */
export function createRefuseAgent(services: Services): RefuseAgent {
  const seen = new LRUCache<string, { at: number; left: number }>({ max: 10_000 })
  let minute = { started: 0, entries: 0 }
  return (from, refusal) => {
    const at = services.now()
    const key = JSON.stringify([refusal.accountId, refusal.code, refusal.deviceId ?? from.peer])
    const last = seen.get(key)
    if (last && at.getTime() - last.at < repeatMilliseconds) {
      last.left += 1
      return
    }
    seen.set(key, { at: at.getTime(), left: 0 })
    if (at.getTime() - minute.started >= repeatMilliseconds) minute = { started: at.getTime(), entries: 0 }
    minute.entries += 1
    if (minute.entries > entriesPerRepeat) return
    const details = {
      code: refusal.code,
      device_id: refusal.deviceId?.slice(0, 128),
      not_logged_before: last?.left || undefined,
      ...refusal.details,
    }
    services.log.warn({ peer: from.peer, request_id: from.requestId, ...details }, 'refused an agent')
    if (refusal.accountId === undefined) return
    record(services, from, refusal.accountId, { at, deviceKey: refusal.deviceKey, details }).catch((error: unknown) =>
      services.log.error({ err: error }, 'could not audit the refusal of an agent'),
    )
  }
}

function record(
  { pool }: Services,
  from: AgentPeer,
  accountId: number,
  facts: { at: Date; deviceKey: string | undefined; details: Record<string, unknown> },
): Promise<void> {
  return inTransaction(pool, (tx) => writeAudit(tx, agentCaller(accountId, from), { event: 'agent.refused', ...facts }))
}
