import type { Queryable } from '../pool.ts'

/** Codes and refresh tokens that have been of no use since `before`, and families of which nothing is left. */
export async function forgetTokenFamilies(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from authorization_code where expires_at < $1', [before])
  await db.query('delete from refresh_token where expires_at < $1', [before])
  await db.query(
    `delete from token_family f
     where created_at < $1
       and not exists (select from authorization_code c where c.account_id = f.account_id and c.family_id = f.family_id)
       and not exists (select from refresh_token r where r.account_id = f.account_id and r.family_id = f.family_id)
       and not exists (select from access_token t where t.account_id = f.account_id and t.family_id = f.family_id)`,
    [before],
  )
}
