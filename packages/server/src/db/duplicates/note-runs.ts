import type { Tx } from '../pool.ts'

export interface RunOfDuplicate {
  readonly duplicateId: string
  readonly run: string
}

/** The machine that was let in while a duplicate is pending goes on from this start: the one after says that it followed it. */
export async function noteRuns(tx: Tx, accountId: number, runs: readonly RunOfDuplicate[]): Promise<void> {
  if (runs.length === 0) return
  await tx.query({
    name: 'note-runs-of-duplicates',
    text: `update duplicate u
           set known_run = case when u.keeps = 'newcomer' then u.known_run else given.run end,
             newcomer_run = case when u.keeps = 'newcomer' then given.run else u.newcomer_run end
           from unnest($2::uuid[], $3::text[]) as given (duplicate_id, run)
           where u.account_id = $1 and u.duplicate_id = given.duplicate_id and u.pending
             and given.run is distinct from case when u.keeps = 'newcomer' then u.newcomer_run else u.known_run end`,
    values: [accountId, runs.map(({ duplicateId }) => duplicateId), runs.map(({ run }) => run)],
  })
}
