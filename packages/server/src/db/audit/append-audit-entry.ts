import type { Queryable } from '../pool.ts'

export interface NewAuditEntry {
  readonly accountId: number
  readonly at: Date
  readonly event: string
  readonly channel: string
  readonly actionId?: string | undefined
  readonly deviceKey?: string | undefined
  readonly content: string
}

export async function appendAuditEntry(db: Queryable, entry: NewAuditEntry): Promise<void> {
  const { rows } = await db.query<{ sequence: string | null }>({
    name: 'append-audit-entry',
    text: 'select append_audit_entry($1, $2, $3, $4, $5, $6, $7) as sequence',
    values: [
      entry.accountId,
      entry.at,
      entry.event,
      entry.channel,
      entry.actionId ?? null,
      entry.deviceKey ?? null,
      entry.content,
    ],
  })
  if (rows[0]?.sequence == null) throw new Error(`account ${entry.accountId} has no head of its audit chain`)
}
