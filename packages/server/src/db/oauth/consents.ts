import type { Queryable, Tx } from '../pool.ts'

interface ConsentKey {
  readonly accountId: number
  readonly userId: string
  readonly appId: string
}

/** The scopes that the user has let the application have; none where he was never asked. */
export async function findConsent(db: Queryable, { accountId, userId, appId }: ConsentKey): Promise<string[]> {
  const { rows } = await db.query<{ scopes: string[] }>({
    name: 'find-consent',
    text: 'select scopes from oauth_consent where account_id = $1 and user_id = $2 and app_id = $3',
    values: [accountId, userId, appId],
  })
  return rows[0]?.scopes ?? []
}

/** Beside what was consented to before. */
export async function addConsent(
  tx: Tx,
  { accountId, userId, appId, scopes, at }: ConsentKey & { readonly scopes: readonly string[]; readonly at: Date },
): Promise<void> {
  await tx.query({
    name: 'add-consent',
    text: `insert into oauth_consent as c (account_id, user_id, app_id, scopes, granted_at) values ($1, $2, $3, $4, $5)
           on conflict (account_id, user_id, app_id) do update
           set scopes = array(select distinct unnest(c.scopes || excluded.scopes) order by 1), granted_at = $5`,
    values: [accountId, userId, appId, scopes, at],
  })
}

export interface ConsentRow {
  readonly app_id: string
  readonly name: string
  readonly scopes: string[]
  readonly granted_at: Date
}

const columns = 'c.app_id, a.name, c.scopes, c.granted_at'

/** Of applications that are not revoked, by name. */
export async function listConsents(db: Queryable, accountId: number, userId: string): Promise<ConsentRow[]> {
  const { rows } = await db.query<ConsentRow>({
    name: 'list-consents',
    text: `select ${columns} from oauth_consent c join application a using (account_id, app_id)
           where c.account_id = $1 and c.user_id = $2 and a.revoked_at is null
           order by lower(a.name), c.app_id`,
    values: [accountId, userId],
  })
  return rows
}

/** As it was; undefined where there was none. */
export async function removeConsent(tx: Tx, { accountId, userId, appId }: ConsentKey): Promise<ConsentRow | undefined> {
  const { rows } = await tx.query<ConsentRow>({
    name: 'remove-consent',
    text: `delete from oauth_consent c using application a
           where c.account_id = $1 and c.user_id = $2 and c.app_id = $3
             and a.account_id = c.account_id and a.app_id = c.app_id
           returning ${columns}`,
    values: [accountId, userId, appId],
  })
  return rows[0]
}
