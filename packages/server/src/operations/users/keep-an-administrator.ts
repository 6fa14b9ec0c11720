import type { Tx } from '../../db/pool.ts'
import type { UserRow } from '../../db/users/user-row.ts'
import { countOtherAdministrators, lockUsers } from '../../db/users/write-users.ts'
import { Refusal } from '../../refusal.ts'
import { requireUser } from './to-user.ts'

/** The user, in a turn of its own: nobody else changes who may do what until the transaction ends. */
export async function lockUser(tx: Tx, accountId: number, userId: string): Promise<UserRow> {
  await lockUsers(tx, accountId)
  return requireUser(tx, accountId, userId)
}

/**
 * Of those who can sign in one stays an administrator, or nobody could let anybody in any more.
 * @throws Refusal conflict where the user is the last
 */
export async function keepAnAdministrator(tx: Tx, user: UserRow): Promise<void> {
  if (user.role !== 'administrator' || user.disabled_at !== null) return
  if ((await countOtherAdministrators(tx, user.account_id, user.user_id)) > 0) return
  throw new Refusal('conflict', 'This is the last administrator who can sign in: make another one first.')
}
