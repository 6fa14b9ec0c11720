import type { Int8, Queryable } from '../pool.ts'

export interface UninstallRow {
  readonly device_key: Int8
  readonly device_id: string
  readonly hostname: string
  readonly generation: number
  readonly action_id: string
  readonly ended_at: Date
  readonly uninstall: boolean
  readonly expires_at: Date
  readonly told_at: Date | null
  readonly confirmed_at: Date | null
  readonly returned_at: Date | null
  /** The generation as which it came back. */
  readonly returned_as: number | null
}

export interface UninstallListing {
  readonly accountId: number
  readonly actionId: string | undefined
  /** Key of the last one seen. */
  readonly before: { readonly at: Date; readonly deviceKey: Int8; readonly generation: number } | undefined
  readonly limit: number
}

/** Latest deletion first. */
export async function listUninstalls(
  db: Queryable,
  { accountId, actionId, before, limit }: UninstallListing,
): Promise<UninstallRow[]> {
  const { rows } = await db.query<UninstallRow>({
    name: 'list-uninstalls',
    text: `select e.device_key, d.device_id, r.hostname, e.generation, e.action_id, e.ended_at, e.uninstall, e.expires_at,
             e.told_at, e.confirmed_at, e.returned_at, e.returned_as
           from ended_enrolment e
           join device d using (account_id, device_key) join device_record r using (account_id, device_key)
           where e.account_id = $1 and ($2::uuid is null or e.action_id = $2)
             and ($3::timestamptz is null or (e.ended_at, e.device_key, e.generation) < ($3, $4::bigint, $5::integer))
           order by e.ended_at desc, e.device_key desc, e.generation desc limit $6`,
    values: [
      accountId,
      actionId ?? null,
      before?.at ?? null,
      before?.deviceKey ?? null,
      before?.generation ?? null,
      limit,
    ],
  })
  return rows
}
