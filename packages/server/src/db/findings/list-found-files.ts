import type { Int8, Queryable } from '../pool.ts'
import { hashBegins, signatureHas } from './threat-conditions.ts'

export interface FoundFileRow {
  readonly found_at: Date
  readonly device_id: string
  readonly hostname: string
  /** Empty where no scan could tell. */
  readonly sha256: Buffer
  readonly signature: string
  readonly area: string
  readonly path: string
  readonly size_bytes: Int8 | null
  readonly engine: string
  readonly engine_version: string
  readonly database_version: string | null
  readonly action_id: string
  readonly position: number
  readonly ordinal: number
}

export interface FoundFileFilter {
  readonly actionId?: string | undefined
  /** Device id or hardware id. */
  readonly device?: string | undefined
  readonly sha256?: Buffer | undefined
  readonly signature?: string | undefined
  /** Hexadecimal digits that the hash begins with. */
  readonly sha256Prefix?: string | undefined
  /** Somewhere in the signature, in any case. */
  readonly signaturePart?: string | undefined
  /** Somewhere in the path, in any case. */
  readonly pathPart?: string | undefined
  readonly since?: Date | undefined
}

const conditions: Readonly<Record<keyof FoundFileFilter, (value: string) => string>> = {
  actionId: (value) => `f.action_id = ${value}`,
  device: (value) => `s.device_key in (
             select device_key from device where account_id = $1 and device_id = ${value}
             union all
             select device_key from device_record where account_id = $1 and hwid = ${value})`,
  sha256: (value) => `t.sha256 = ${value}`,
  signature: (value) => `t.signature = ${value}`,
  sha256Prefix: hashBegins,
  signaturePart: signatureHas,
  pathPart: (value) => `strpos(lower(f.path), lower(${value})) > 0`,
  since: (value) => `s.found_at >= ${value}`,
}

/** Every line of every report, oldest action first; of devices that are still there. */
export async function listFoundFiles(
  db: Queryable,
  {
    accountId,
    filter,
    after,
    limit,
  }: {
    accountId: number
    filter: FoundFileFilter
    after: Pick<FoundFileRow, 'action_id' | 'position' | 'ordinal'> | undefined
    limit: number
  },
): Promise<FoundFileRow[]> {
  const given = (Object.keys(conditions) as (keyof FoundFileFilter)[]).filter((key) => filter[key] !== undefined)
  const { rows } = await db.query<FoundFileRow>({
    name: `list-found-files-${given.join('-')}`,
    text: `select s.found_at, d.device_id, r.hostname, t.sha256, t.signature, f.area, f.path, f.size_bytes, f.engine,
             s.engine_version, s.database_version, f.action_id, f.position, f.ordinal
           from finding f
           join scan s using (account_id, action_id, position)
           join threat t using (account_id, threat_key)
           join device d on d.account_id = f.account_id and d.device_key = s.device_key and d.removed_at is null
           join device_record r on r.account_id = f.account_id and r.device_key = s.device_key
           where f.account_id = $1
             and (f.action_id, f.position, f.ordinal)
               > (coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'), $3::integer, $4::integer)
             ${given.map((key, index) => `and ${conditions[key](`$${index + 6}`)}`).join('\n             ')}
           order by f.action_id, f.position, f.ordinal limit $5`,
    values: [
      accountId,
      after?.action_id ?? null,
      after?.position ?? -1,
      after?.ordinal ?? -1,
      limit,
      ...given.map((key) => filter[key]),
    ],
  })
  return rows
}
