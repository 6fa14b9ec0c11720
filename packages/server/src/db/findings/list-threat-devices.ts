import type { Int8, Queryable } from '../pool.ts'

export interface ThreatDeviceRow {
  readonly device_key: Int8
  readonly device_id: string
  readonly hostname: string
  readonly signatures: string[]
  readonly first_seen: Date
  readonly last_seen: Date
  /** Of the newest scan that found it there. */
  readonly action_id: string
  readonly position: number
  readonly type: string
  readonly params: string
  readonly area: string | null
  readonly path: string | null
}

/**
 * The devices that a file with this hash (empty: none is known) was found on, and where last; oldest device first. Of
 * each threat no more is read than a page holds.
 */
export async function listThreatDevices(
  db: Queryable,
  {
    accountId,
    sha256,
    signature,
    after,
    limit,
  }: { accountId: number; sha256: Buffer; signature?: string | undefined; after?: Int8 | undefined; limit: number },
): Promise<ThreatDeviceRow[]> {
  const { rows } = await db.query<ThreatDeviceRow>({
    name: 'list-threat-devices',
    text: `with named as materialized (
             select threat_key, signature from threat
             where account_id = $1 and sha256 = $2 and ($3::text is null or signature = $3)
           ), page as materialized (
             select distinct found.device_key
             from named
             cross join lateral (
               select td.device_key
               from threat_device td
               join device d on d.account_id = td.account_id and d.device_key = td.device_key
               where td.account_id = $1 and td.threat_key = named.threat_key and td.device_key > $4
                 and d.removed_at is null
               order by td.device_key limit $5
             ) found
             order by found.device_key limit $5
           ), seen as (
             select td.device_key, array_agg(distinct named.signature) as signatures,
               min(td.first_seen) as first_seen, max(td.last_seen) as last_seen,
               (array_agg(named.threat_key order by td.last_seen desc, named.threat_key desc))[1] as latest_key
             from page
             cross join named
             join threat_device td on td.account_id = $1 and td.threat_key = named.threat_key
               and td.device_key = page.device_key
             group by td.device_key
           )
           select seen.device_key, d.device_id, r.hostname, seen.signatures, seen.first_seen, seen.last_seen,
             latest.action_id, latest.position, a.type, a.params, f.area, f.path
           from seen
           join threat_device latest on latest.account_id = $1 and latest.threat_key = seen.latest_key
             and latest.device_key = seen.device_key
           join device d on d.account_id = $1 and d.device_key = seen.device_key
           join device_record r on r.account_id = $1 and r.device_key = seen.device_key
           join action a on a.account_id = $1 and a.action_id = latest.action_id
           left join finding f on f.account_id = $1 and f.action_id = latest.action_id
             and f.position = latest.position and f.ordinal = latest.ordinal
           order by seen.device_key`,
    values: [accountId, sha256, signature ?? null, after ?? 0, limit],
  })
  return rows
}
