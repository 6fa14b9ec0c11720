import type { Int8, Tx } from '../pool.ts'

export interface OutcomeRow {
  readonly accountId: number
  readonly releaseId: string
  readonly deviceKey: Int8
  readonly generation: number
  readonly outcome: 'updated' | 'rolled_back' | 'refused'
  readonly fromVersion: string
  readonly reason: string
  readonly at: Date
}

/** How often a device may say otherwise than before of one release. */
const changesMax = 2

/**
 * The release's version where this is news; undefined where it was said before, was said otherwise too often, or was
 * never for devices like this one: only what is or was published, for its operating system. The machine's architecture
 * tells nothing: an agent may be built for another that the system can run.
 */
export async function saveOutcome(tx: Tx, row: OutcomeRow): Promise<string | undefined> {
  const { rows } = await tx.query<{ version: string }>({
    name: 'save-release-outcome',
    text: `with saved as (
             insert into agent_release_outcome
               (account_id, release_id, device_key, outcome, from_version, reason, reported_at)
             select d.account_id, r.release_id, d.device_key, $5, $6, $7, $8
             from device d join device_kind k using (kind_id) join agent_release r using (account_id)
             where d.account_id = $1 and d.device_key = $3 and d.generation = $4 and d.removed_at is null
               and r.release_id = $2 and r.published_at is not null
               and split_part(r.platform, '-', 1) =
                 case k.os when 'linux' then 'linux' when 'mac' then 'darwin' when 'windows' then 'win32' end
             on conflict (account_id, release_id, device_key) do update
               set outcome = excluded.outcome, from_version = excluded.from_version, reason = excluded.reason,
                 reported_at = excluded.reported_at, changes = agent_release_outcome.changes + 1
               where agent_release_outcome.outcome <> excluded.outcome
                 and agent_release_outcome.changes < ${changesMax}
             returning account_id, release_id
           )
           select r.version from saved join agent_release r using (account_id, release_id)`,
    values: [
      row.accountId,
      row.releaseId,
      row.deviceKey,
      row.generation,
      row.outcome,
      row.fromVersion,
      row.reason,
      row.at,
    ],
  })
  return rows[0]?.version
}
