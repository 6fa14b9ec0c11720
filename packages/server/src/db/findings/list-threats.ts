import type { Int8, Queryable } from '../pool.ts'
import { hashBegins, signatureHas } from './threat-conditions.ts'

/** Each member narrows the list; figures are always of the whole account. */
export interface ThreatFilter {
  readonly sha256?: Buffer | undefined
  readonly signature?: string | undefined
  /** Hexadecimal digits that the hash begins with. */
  readonly sha256Prefix?: string | undefined
  /** Somewhere in the signature, in any case. */
  readonly signaturePart?: string | undefined
  /** Somewhere in the path, in any case. */
  readonly pathPart?: string | undefined
  /** Device id or hardware id. */
  readonly device?: string | undefined
  readonly actionId?: string | undefined
  /** Seen then or later. */
  readonly since?: Date | undefined
}

export interface ThreatRow {
  readonly threat_key: Int8
  /** Empty where no scan could tell. */
  readonly sha256: Buffer
  readonly signature: string
  readonly devices: number
  readonly first_seen: Date
  readonly last_seen: Date
}

/** Some 0.2 s. */
const filesLookedThrough = 200_000

const conditions: Readonly<Record<keyof ThreatFilter, (value: string) => string>> = {
  sha256: (value) => `t.sha256 = ${value}`,
  signature: (value) => `t.signature = ${value}`,
  sha256Prefix: hashBegins,
  signaturePart: signatureHas,
  // No index finds a part of a text in any language: what is read is bounded instead, the newest actions first.
  pathPart: (value) => `t.threat_key in (
             select threat_key from (
               select threat_key, path from finding where account_id = $1 order by action_id desc limit ${filesLookedThrough}
             ) newest
             where strpos(lower(newest.path), lower(${value})) > 0)`,
  device: (value) => `t.threat_key in (
             select threat_key from threat_device
             where account_id = $1 and device_key in (
               select device_key from device where account_id = $1 and device_id = ${value} and removed_at is null
               union all
               select device_key from device_record where account_id = $1 and hwid = ${value}))`,
  actionId: (value) =>
    `t.threat_key in (select threat_key from finding where account_id = $1 and action_id = ${value})`,
  since: (value) =>
    `t.threat_key in (select threat_key from threat_device where account_id = $1 and last_seen >= ${value})`,
}

/**
 * Newest first, by when they came in. Threats that only removed devices had are not shown. One statement a combination
 * of filters: each has its own best plan. The figures are worked out for threats that got through, until the page is
 * full: of all of them they took seconds on a million findings.
 */
export async function listThreats(
  db: Queryable,
  { accountId, filter, before, limit }: { accountId: number; filter: ThreatFilter; before?: Int8; limit: number },
): Promise<ThreatRow[]> {
  const given = (Object.keys(conditions) as (keyof ThreatFilter)[]).filter((key) => filter[key] !== undefined)
  const { rows } = await db.query<ThreatRow>({
    name: `list-threats-${given.join('-')}`,
    text: `select t.threat_key, t.sha256, t.signature, seen.devices, seen.first_seen, seen.last_seen
           from (
             select threat_key, sha256, signature from threat t
             where t.account_id = $1 and t.threat_key < $2
               ${given.map((key, index) => `and ${conditions[key](`$${index + 4}`)}`).join('\n               ')}
             order by t.threat_key desc offset 0
           ) t
           cross join lateral (
             select count(*)::integer as devices, min(td.first_seen) as first_seen, max(td.last_seen) as last_seen
             from threat_device td
             join device d on d.account_id = td.account_id and d.device_key = td.device_key
             where td.account_id = $1 and td.threat_key = t.threat_key and d.removed_at is null
             offset 0
           ) seen
           where seen.devices > 0 ${filter.since === undefined ? '' : `and seen.last_seen >= $${given.indexOf('since') + 4}`}
           order by t.threat_key desc limit $3`,
    values: [accountId, before ?? maxInt8, limit, ...given.map((key) => filter[key])],
  })
  return rows
}

const maxInt8: Int8 = '9223372036854775807'
