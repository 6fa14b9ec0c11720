import type { Queryable } from '../pool.ts'

export interface ListedDuplicateRow {
  readonly duplicate_id: string
  readonly device_id: string
  readonly found_at: Date
  readonly found_by: 'hello' | 'turns' | 'enrolment'
  readonly known_hostname: string
  readonly known_peer: string
  readonly online: boolean
  readonly known_hardware: string[]
  readonly newcomer_hostname: string
  readonly newcomer_peer: string
  readonly newcomer_hardware: string[]
  readonly resolved_at: Date | null
  readonly resolved_by: string | null
  readonly resolution: 'same' | 'separate' | null
  readonly keeps: 'known' | 'newcomer' | null
  readonly pending: boolean
  readonly separated_as: string | null
}

const duplicates = `
  select u.duplicate_id, d.device_id, u.found_at, u.found_by, r.hostname as known_hostname, r.public_ip as known_peer,
    coalesce(p.online, false) as online, u.known_hardware, u.newcomer_hostname, u.newcomer_peer, u.newcomer_hardware,
    u.resolved_at, u.resolved_by, u.resolution, u.keeps, u.pending, other.device_id as separated_as
  from duplicate u
  join device d using (account_id, device_key)
  join device_record r using (account_id, device_key)
  left join device_presence p using (account_id, device_key)
  left join device other on other.account_id = u.account_id and other.device_key = u.separated_as`

/** Newest first: their ids sort by the time they were found. */
export async function listDuplicates(
  db: Queryable,
  {
    accountId,
    before,
    open,
    limit,
  }: { accountId: number; before: string | undefined; open: boolean | undefined; limit: number },
): Promise<ListedDuplicateRow[]> {
  const { rows } = await db.query<ListedDuplicateRow>({
    name: 'list-duplicates',
    text: `${duplicates}
           where u.account_id = $1 and ($2::uuid is null or u.duplicate_id < $2)
             and ($3::boolean is null or (u.resolved_at is null) = $3)
           order by u.duplicate_id desc limit $4`,
    values: [accountId, before ?? null, open ?? null, limit],
  })
  return rows
}

export async function findDuplicate(
  db: Queryable,
  accountId: number,
  duplicateId: string,
): Promise<ListedDuplicateRow | undefined> {
  const { rows } = await db.query<ListedDuplicateRow>({
    name: 'find-duplicate',
    text: `${duplicates} where u.account_id = $1 and u.duplicate_id = $2`,
    values: [accountId, duplicateId],
  })
  return rows[0]
}
