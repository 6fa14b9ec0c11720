import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { chainStart, type ExportedEntry, verifyEntry } from '@muster/core/audit/hash-chain.ts'

/** An audit entry's content, as far as tests look into it. */
export interface AuditedThing {
  readonly event: string
  readonly channel: string
  readonly peer?: string
  readonly request_id: string
  readonly action_id?: string
  readonly details?: Record<string, unknown>
}

/** Exports the account's chain over HTTP and fails unless it verifies from its first entry to its last. */
export async function verifyAudit(server: { url: string; operatorToken: string }): Promise<AuditedThing[]> {
  const answer = await fetch(`${server.url}/api/v1/audit/export`, {
    headers: { authorization: `Bearer ${server.operatorToken}` },
  })
  assert.equal(answer.status, 200)
  const entries = (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ExportedEntry)
  const fault = findFault(entries)
  assert.equal(fault, undefined)
  return entries.map(({ content }) => JSON.parse(content) as AuditedThing)
}

/** What is wrong with the chain; undefined where it is whole. */
export function findFault(entries: readonly ExportedEntry[]): string | undefined {
  let previous: { sequence: number; hash: Uint8Array } = { sequence: 0, hash: chainStart }
  for (const entry of entries) {
    const next = verifyEntry(previous, entry, (data, target, offset) => {
      target.set(hash('sha256', data, 'buffer'), offset)
    })
    if ('problem' in next) return `entry ${next.sequence}: ${next.problem}`
    previous = next
  }
  return undefined
}
