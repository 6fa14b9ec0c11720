import { type ExportedEntry, toHex } from '@muster/core/audit/hash-chain.ts'
import type { Caller } from '../caller.ts'
import { findAuditHead, readChain } from '../db/audit/read-chain.ts'
import type { Services } from '../services.ts'

const entriesPerRead = 500

/**
 * The account's whole chain as it is now, as JSON Lines, a few hundred entries at a time. Entries never change, so
 * no transaction is held open for however long the client takes.
 */
export async function* exportAudit({ pool }: Services, { accountId }: Caller): AsyncGenerator<string, void> {
  const upTo = await findAuditHead(pool, accountId)
  let after = '0'
  while (after !== upTo) {
    const rows = await readChain(pool, { accountId, after, upTo, limit: entriesPerRead })
    if (rows.length === 0) throw new Error(`account ${accountId}: audit entry after ${after} is missing`)
    after = rows.at(-1)!.sequence
    yield rows.map((row) => `${JSON.stringify(toExported(row))}\n`).join('')
  }
}

export function toExported(row: { sequence: string; content: string; hash: Buffer }): ExportedEntry {
  return { sequence: Number(row.sequence), content: row.content, hash: toHex(row.hash) }
}
