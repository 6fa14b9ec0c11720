import type { Queryable, Tx } from '../pool.ts'
import { type UserRow, userColumns } from './user-row.ts'

export async function findUser(db: Queryable, accountId: number, userId: string): Promise<UserRow | undefined> {
  const { rows } = await db.query<UserRow>({
    name: 'find-user',
    text: `select ${userColumns} from app_user u where u.account_id = $1 and u.user_id = $2`,
    values: [accountId, userId],
  })
  return rows[0]
}

/** What a sign-in is checked against. Secret. */
export interface UserSecrets {
  readonly userId: string
  readonly email: string
  readonly passwordHash: string | null
  /** Under seal; null where none was confirmed. */
  readonly totpSecret: string | null
  readonly disabledAt: Date | null
}

interface SecretsRow {
  user_id: string
  email: string
  password_hash: string | null
  totp_secret: string | null
  disabled_at: Date | null
}

const secrets = `select user_id, email, password_hash, disabled_at,
    case when totp_confirmed_at is not null then totp_secret end as totp_secret
  from app_user`

function toSecrets([row]: SecretsRow[]): UserSecrets | undefined {
  return (
    row && {
      userId: row.user_id,
      email: row.email,
      passwordHash: row.password_hash,
      totpSecret: row.totp_secret,
      disabledAt: row.disabled_at,
    }
  )
}

export async function findUserByEmail(
  db: Queryable,
  accountId: number,
  email: string,
): Promise<UserSecrets | undefined> {
  const { rows } = await db.query<SecretsRow>({
    name: 'find-user-by-email',
    text: `${secrets} where account_id = $1 and lower(email) = lower($2)`,
    values: [accountId, email],
  })
  return toSecrets(rows)
}

export async function findUserSecrets(
  db: Queryable,
  accountId: number,
  userId: string,
): Promise<UserSecrets | undefined> {
  const { rows } = await db.query<SecretsRow>({
    name: 'find-user-secrets',
    text: `${secrets} where account_id = $1 and user_id = $2`,
    values: [accountId, userId],
  })
  return toSecrets(rows)
}

/**
 * The user's row, held until the transaction ends: sign-ins of one user take turns. Whatever a sign-in writes, this comes
 * first. Undefined where there is no such user.
 */
export async function holdUser(
  tx: Tx,
  accountId: number,
  userId: string,
): Promise<{ passwordHash: string | null } | undefined> {
  const { rows } = await tx.query<{ password_hash: string | null }>({
    name: 'hold-user',
    text: `select password_hash from app_user where account_id = $1 and user_id = $2
           for no key update`,
    values: [accountId, userId],
  })
  return rows[0] && { passwordHash: rows[0].password_hash }
}

/** By the address without capitals, as the database spells it: `sort_key`, where a page goes on. */
export async function listUsers(
  db: Queryable,
  { accountId, after, limit }: { accountId: number; after: string | undefined; limit: number },
): Promise<(UserRow & { readonly sort_key: string })[]> {
  const { rows } = await db.query<UserRow & { sort_key: string }>({
    name: 'list-users',
    text: `select ${userColumns}, lower(u.email) as sort_key from app_user u
           where u.account_id = $1 and ($2::text is null or lower(u.email) > $2)
           order by lower(u.email) limit $3`,
    values: [accountId, after ?? null, limit],
  })
  return rows
}

export async function hasUsers(db: Queryable, accountId: number): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'has-users',
    text: 'select from app_user where account_id = $1 limit 1',
    values: [accountId],
  })
  return rowCount === 1
}
