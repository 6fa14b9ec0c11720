import type { Queryable } from '../pool.ts'
import { isCounted } from './counted-sql.ts'

export interface PatchRow {
  readonly patch_id: string
  readonly source: string
  readonly title: string | null
  readonly security: boolean
  readonly devices: number
  readonly missing_since: Date
}

/** Each member narrows the list; figures are always of the whole account. */
export interface PatchFilter {
  /** Somewhere in id or title, in any case. */
  readonly part?: string | undefined
  readonly source?: string | undefined
  /** True: security updates for at least one device. */
  readonly security?: boolean | undefined
}

type Condition = (value: string) => string
const conditions: Readonly<Record<'part' | 'source', Condition>> = {
  part: (value) => `strpos(lower(p.patch_id || ' ' || coalesce(p.title, '')), lower(${value})) > 0`,
  source: (value) => `p.source = ${value}`,
}

/**
 * The updates that somebody lacks, by id. First those that a page holds, for which one device each is enough; then their
 * figures, all together, over the keys alone: but for the few devices that are not counted, no device is looked up.
 */
export async function listPatches(
  db: Queryable,
  {
    accountId,
    filter,
    after,
    limit,
  }: {
    accountId: number
    filter: PatchFilter
    after: Pick<PatchRow, 'patch_id' | 'source'> | undefined
    limit: number
  },
): Promise<PatchRow[]> {
  const { security, ...texts } = filter
  const given = (Object.keys(conditions) as (keyof typeof conditions)[]).filter((key) => texts[key] !== undefined)
  const { rows } = await db.query<PatchRow>({
    name: `list-patches-${given.join('-')}${security === undefined ? '' : `-security-${security}`}`,
    text: `with page as materialized (
             select p.patch_key, p.patch_id, p.source, p.title
             from (
               select * from patch p
               where p.account_id = $1 and (p.patch_id, p.source) > ($2, $3)
                 ${given.map((key, index) => `and ${conditions[key](`$${index + 5}`)}`).join('\n                 ')}
               order by p.patch_id, p.source offset 0
             ) p
             where ${hasDevice('true')}
               ${security === undefined ? '' : `and ${security ? '' : 'not '}(${hasDevice('dp.security')})`}
             order by p.patch_id, p.source limit $4
           ), figures as (
             select dp.patch_key, bool_or(dp.security) as security, count(*)::integer as devices,
               min(dp.missing_since) as missing_since
             from page
             join device_patch dp on dp.account_id = $1 and dp.patch_key = page.patch_key
             where not exists (
               select from device d where d.account_id = $1 and d.device_key = dp.device_key and not (${isCounted})
             )
             group by dp.patch_key
           )
           select page.patch_id, page.source, page.title, figures.security, figures.devices, figures.missing_since
           from page join figures using (patch_key)
           order by page.patch_id, page.source`,
    values: [accountId, after?.patch_id ?? '', after?.source ?? '', limit, ...given.map((key) => texts[key])],
  })
  return rows
}

/** Found at the first that does: a subquery of its own for each update, never a join of everything. */
const hasDevice = (condition: string) => `(
               select true from device_patch dp
               join device d on d.account_id = $1 and d.device_key = dp.device_key and ${isCounted}
               where dp.account_id = $1 and dp.patch_key = p.patch_key and ${condition} limit 1
             ) is not null`
