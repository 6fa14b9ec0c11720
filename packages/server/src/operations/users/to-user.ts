import type { User } from '@muster/core/api/users.ts'
import type { Queryable } from '../../db/pool.ts'
import { findUser } from '../../db/users/find-user.ts'
import type { UserRow } from '../../db/users/user-row.ts'
import { Refusal } from '../../refusal.ts'

export function toUser({ account_id: _, ...row }: UserRow, now: Date): User {
  const { invitation_expires_at: invitedUntil } = row
  return {
    ...row,
    identities: row.identities.map(({ issuer, linked_at }) => ({
      issuer,
      linked_at: new Date(linked_at).toISOString(),
    })),
    created_at: row.created_at.toISOString(),
    last_sign_in_at: row.last_sign_in_at?.toISOString() ?? null,
    disabled_at: row.disabled_at?.toISOString() ?? null,
    invitation_expires_at: invitedUntil !== null && invitedUntil > now ? invitedUntil.toISOString() : null,
  }
}

/** @throws Refusal not_found */
export async function requireUser(db: Queryable, accountId: number, userId: string): Promise<UserRow> {
  const row = await findUser(db, accountId, userId)
  if (row === undefined) throw new Refusal('not_found', 'There is no such user.')
  return row
}
