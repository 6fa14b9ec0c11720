import type { Int8, Queryable } from '../pool.ts'

export interface OfferRow {
  readonly release_id: string
  readonly version: string
  readonly platform: string
  readonly size_bytes: Int8
  readonly sha256: Buffer
  readonly allow_downgrade: boolean
  readonly signature: Buffer
}

export interface OfferRequest {
  readonly accountId: number
  readonly deviceKey: Int8
  readonly generation: number
  readonly platform: string
}

/**
 * The latest release for this device: published, for its group, and within the percentage. Which devices are among
 * the first so many in a hundred hangs on the release as well, so that they are not the same ones each time; a larger
 * percentage holds all of a smaller one. One that failed on the device stays the latest, and is marked.
 */
export async function findOffer(
  db: Queryable,
  request: OfferRequest,
): Promise<(OfferRow & { readonly failed: boolean }) | undefined> {
  const { rows } = await db.query<OfferRow & { failed: boolean }>({
    name: 'find-release-offer',
    text: `select r.release_id, r.version, r.platform, r.size_bytes, r.sha256, r.allow_downgrade, r.signature,
             coalesce(o.outcome <> 'updated', false) as failed
           from device d
           join agent_release r on r.account_id = d.account_id and r.platform = $4
           left join agent_release_outcome o
             on o.account_id = r.account_id and o.release_id = r.release_id and o.device_key = d.device_key
           where d.account_id = $1 and d.device_key = $2 and d.generation = $3 and d.removed_at is null
             and r.published_at is not null and r.withdrawn_at is null
             and (r.group_key is null or r.group_key = d.group_key)
             and (
               get_byte(sha256(convert_to(r.release_id || ' ' || d.device_id, 'UTF8')), 0) * 256
               + get_byte(sha256(convert_to(r.release_id || ' ' || d.device_id, 'UTF8')), 1)
             ) % 100 < r.percent
           order by r.published_at desc
           limit 1`,
    values: [request.accountId, request.deviceKey, request.generation, request.platform],
  })
  return rows[0]
}

/** Whether the device may have the bytes: of a published release of its account. */
export async function isOnOffer(
  db: Queryable,
  request: Omit<OfferRequest, 'platform'> & { releaseId: string },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'is-release-on-offer',
    text: `select from device d join agent_release r using (account_id)
           where d.account_id = $1 and d.device_key = $2 and d.generation = $3 and d.removed_at is null
             and r.release_id = $4 and r.published_at is not null and r.withdrawn_at is null`,
    values: [request.accountId, request.deviceKey, request.generation, request.releaseId],
  })
  return rowCount === 1
}
