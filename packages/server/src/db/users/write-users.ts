import type { Role } from '@muster/core/api/users.ts'
import type { Tx } from '../pool.ts'

export interface NewUserRow {
  readonly accountId: number
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly passwordHash: string | null
  readonly createdAt: Date
}

/** False where the address is taken. */
export async function addUser(tx: Tx, row: NewUserRow): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'add-user',
    text: `insert into app_user (account_id, user_id, email, name, role, password_hash, created_at)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (account_id, lower(email)) do nothing`,
    values: [row.accountId, row.userId, row.email, row.name, row.role, row.passwordHash, row.createdAt],
  })
  return rowCount === 1
}

/** Changes of who may do what in an account take turns, so that the last administrator is seen as such. */
export async function lockUsers(tx: Tx, accountId: number): Promise<void> {
  await tx.query({
    name: 'lock-users',
    text: `select pg_advisory_xact_lock(hashtext('app_user'), $1)`,
    values: [accountId],
  })
}

/** Of those that can sign in or were invited; disabled ones do not count. */
export async function countOtherAdministrators(tx: Tx, accountId: number, userId: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>({
    name: 'count-other-administrators',
    text: `select count(*)::integer as count from app_user
           where account_id = $1 and user_id <> $2 and role = 'administrator' and disabled_at is null
             and (password_hash is not null
               or exists (select from user_passkey p where p.account_id = $1 and p.user_id = app_user.user_id)
               or exists (select from user_identity i where i.account_id = $1 and i.user_id = app_user.user_id))`,
    values: [accountId, userId],
  })
  return rows[0]!.count
}

interface UserKey {
  readonly accountId: number
  readonly userId: string
}

export async function changeUser(
  tx: Tx,
  { accountId, userId }: UserKey,
  { name, role }: { name?: string | undefined; role?: Role | undefined },
): Promise<void> {
  await tx.query({
    name: 'change-user',
    text: `update app_user set name = coalesce($3, name), role = coalesce($4, role)
           where account_id = $1 and user_id = $2`,
    values: [accountId, userId, name ?? null, role ?? null],
  })
}

/** An invitation that is open goes with it: the password was set by whoever may. */
export async function setPassword(tx: Tx, { accountId, userId }: UserKey, passwordHash: string): Promise<void> {
  await tx.query({
    name: 'set-password',
    text: `update app_user set password_hash = $3, invitation_hash = null, invitation_expires_at = null
           where account_id = $1 and user_id = $2`,
    values: [accountId, userId, passwordHash],
  })
}

export async function setDisabled(tx: Tx, { accountId, userId }: UserKey, at: Date | null): Promise<void> {
  await tx.query({
    name: 'set-user-disabled',
    text: `update app_user set disabled_at = case when $3::timestamptz is null then null else coalesce(disabled_at, $3) end
           where account_id = $1 and user_id = $2`,
    values: [accountId, userId, at],
  })
}

export async function noteSignIn(tx: Tx, { accountId, userId }: UserKey, at: Date): Promise<void> {
  await tx.query({
    name: 'note-sign-in',
    text: 'update app_user set last_sign_in_at = $3 where account_id = $1 and user_id = $2',
    values: [accountId, userId, at],
  })
}

export async function removeUser(tx: Tx, { accountId, userId }: UserKey): Promise<void> {
  await tx.query({
    name: 'remove-user',
    text: 'delete from app_user where account_id = $1 and user_id = $2',
    values: [accountId, userId],
  })
}
