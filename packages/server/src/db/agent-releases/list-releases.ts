import type { Int8, Queryable } from '../pool.ts'

export interface ReleaseRow {
  readonly release_id: string
  readonly version: string
  readonly platform: string
  readonly size_bytes: Int8
  readonly received_bytes: Int8
  readonly sha256: Buffer
  readonly allow_downgrade: boolean
  readonly group_id: string | null
  /** Set, with a null group_id, where the group was deleted. */
  readonly group_key: number | null
  readonly percent: number
  readonly created_at: Date
  readonly published_at: Date | null
  readonly withdrawn_at: Date | null
  readonly updated: number
  readonly rolled_back: number
  readonly refused: number
}

const release = `
  select r.release_id, r.version, r.platform, r.size_bytes, r.received_bytes, r.sha256, r.allow_downgrade, g.group_id,
    r.group_key, r.percent, r.created_at, r.published_at, r.withdrawn_at, o.updated, o.rolled_back, o.refused
  from agent_release r
  left join device_group g using (account_id, group_key)
  cross join lateral (
    select count(*) filter (where outcome = 'updated')::integer as updated,
      count(*) filter (where outcome = 'rolled_back')::integer as rolled_back,
      count(*) filter (where outcome = 'refused')::integer as refused
    from agent_release_outcome
    where account_id = r.account_id and release_id = r.release_id
  ) o`

/** Newest first: release ids sort by the time they were made. */
export async function listReleases(
  db: Queryable,
  { accountId, before, limit }: { accountId: number; before: string | undefined; limit: number },
): Promise<ReleaseRow[]> {
  const { rows } = await db.query<ReleaseRow>({
    name: 'list-releases',
    text: `${release} where r.account_id = $1 and ($2::uuid is null or r.release_id < $2)
           order by r.release_id desc limit $3`,
    values: [accountId, before ?? null, limit],
  })
  return rows
}

export async function findRelease(
  db: Queryable,
  accountId: number,
  releaseId: string,
): Promise<ReleaseRow | undefined> {
  const { rows } = await db.query<ReleaseRow>({
    name: 'find-release',
    text: `${release} where r.account_id = $1 and r.release_id = $2`,
    values: [accountId, releaseId],
  })
  return rows[0]
}

/** The latest of the same file, announced as the same for the same devices, that was not withdrawn. */
export async function findSameRelease(
  db: Queryable,
  row: {
    accountId: number
    version: string
    platform: string
    sha256: Buffer
    allowDowngrade: boolean
    groupKey: number | null
  },
): Promise<string | undefined> {
  const { rows } = await db.query<{ release_id: string }>({
    name: 'find-same-release',
    text: `select release_id from agent_release
           where account_id = $1 and version = $2 and platform = $3 and sha256 = $4 and allow_downgrade = $5
             and group_key is not distinct from $6 and withdrawn_at is null
           order by published_at is null, release_id desc limit 1`,
    values: [row.accountId, row.version, row.platform, row.sha256, row.allowDowngrade, row.groupKey],
  })
  return rows[0]?.release_id
}

/** Holds a release against whoever else would change it. False where there is none. */
export async function lockRelease(db: Queryable, accountId: number, releaseId: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'lock-release',
    text: 'select from agent_release where account_id = $1 and release_id = $2 for update',
    values: [accountId, releaseId],
  })
  return rowCount === 1
}
