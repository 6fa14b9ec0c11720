import type { AuditEvent } from '@muster/core/audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { appendAuditEntry } from '../db/audit/append-audit-entry.ts'
import type { Tx } from '../db/pool.ts'

export interface AuditFacts {
  readonly at: Date
  readonly event: AuditEvent
  readonly actionId?: string | undefined
  readonly deviceKey?: string | undefined
  /** Counts, ids, parameters; never a secret. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** Written in the transaction of what it records, and as its last statement: the chain's head is locked from here on. */
export async function writeAudit(tx: Tx, caller: Caller, { at, event, actionId, deviceKey, details }: AuditFacts) {
  const content = JSON.stringify({
    v: 1,
    at: at.toISOString(),
    event,
    channel: caller.channel,
    user: caller.userName,
    user_id: caller.userId,
    application: caller.application,
    token_id: caller.tokenId,
    peer: caller.peer,
    request_id: caller.requestId,
    action_id: actionId,
    details,
  })
  await appendAuditEntry(tx, {
    accountId: caller.accountId,
    at,
    event,
    channel: caller.channel,
    actionId,
    deviceKey,
    content,
  })
}
