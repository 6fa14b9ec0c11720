import type { Int8, Queryable } from '../pool.ts'
import type { AuditRow } from './list-audit-entries.ts'

/** The last sequence of the account's chain; 0 before its first entry. */
export async function findAuditHead(db: Queryable, accountId: number): Promise<Int8> {
  const { rows } = await db.query<{ sequence: Int8 }>({
    name: 'find-audit-head',
    text: 'select sequence from audit_head where account_id = $1',
    values: [accountId],
  })
  return rows[0]?.sequence ?? '0'
}

/** In the order of the chain: after one sequence, up to another. */
export async function readChain(
  db: Queryable,
  { accountId, after, upTo, limit }: { accountId: number; after: Int8; upTo: Int8; limit: number },
): Promise<AuditRow[]> {
  const { rows } = await db.query<AuditRow>({
    name: 'read-audit-chain',
    text: `select sequence, content, hash from audit_entry
           where account_id = $1 and sequence > $2 and sequence <= $3 order by sequence limit $4`,
    values: [accountId, after, upTo, limit],
  })
  return rows
}

/** The entry that records the action's application, and the hash of the one before it (null: it is the first). */
export async function findActionEntry(
  db: Queryable,
  accountId: number,
  actionId: string,
): Promise<(AuditRow & { readonly previous_hash: Buffer | null }) | undefined> {
  const { rows } = await db.query<AuditRow & { previous_hash: Buffer | null }>({
    name: 'find-action-entry',
    text: `select e.sequence, e.content, e.hash,
             (select p.hash from audit_entry p where p.account_id = e.account_id and p.sequence = e.sequence - 1)
               as previous_hash
           from audit_entry e
           where e.account_id = $1 and e.action_id = $2 and e.event = 'action.applied'`,
    values: [accountId, actionId],
  })
  return rows[0]
}
