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

/** The devices that a file with this hash (empty: none is known) was found on, and where last; oldest device first. */
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
    text: `with seen as (
             select td.device_key, array_agg(distinct t.signature) as signatures,
               min(td.first_seen) as first_seen, max(td.last_seen) as last_seen,
               (array_agg(t.threat_key order by td.last_seen desc, t.threat_key desc))[1] as latest_key
             from threat t
             join threat_device td on td.account_id = t.account_id and td.threat_key = t.threat_key
             join device d on d.account_id = td.account_id and d.device_key = td.device_key
             where t.account_id = $1 and t.sha256 = $2 and ($3::text is null or t.signature = $3)
               and td.device_key > $4 and d.removed_at is null
             group by td.device_key
             order by td.device_key limit $5
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
