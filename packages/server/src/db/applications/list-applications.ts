import type { Queryable } from '../pool.ts'

export interface ApplicationRow {
  readonly app_id: string
  readonly name: string
  readonly client_id: string
  readonly scopes: string[]
  readonly redirect_uris: string[]
  readonly is_public: boolean
  readonly rate_limit: number | null
  readonly last_used_at: Date | null
  readonly last_used_from: string | null
  readonly created_at: Date
  readonly revoked_at: Date | null
}

const columns = `app_id, name, client_id, scopes, redirect_uris, secret_hash is null as is_public, rate_limit, last_used_at,
  last_used_from, created_at, revoked_at`

/** Newest first: application ids sort by the time they were made. */
export async function listApplications(
  db: Queryable,
  { accountId, before, limit }: { accountId: number; before: string | undefined; limit: number },
): Promise<ApplicationRow[]> {
  const { rows } = await db.query<ApplicationRow>({
    name: 'list-applications',
    text: `select ${columns} from application
           where account_id = $1 and ($2::uuid is null or app_id < $2) order by app_id desc limit $3`,
    values: [accountId, before ?? null, limit],
  })
  return rows
}

export async function findApplication(
  db: Queryable,
  accountId: number,
  appId: string,
): Promise<ApplicationRow | undefined> {
  const { rows } = await db.query<ApplicationRow>({
    name: 'find-application',
    text: `select ${columns} from application where account_id = $1 and app_id = $2`,
    values: [accountId, appId],
  })
  return rows[0]
}
