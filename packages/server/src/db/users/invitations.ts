import type { Role } from '@muster/core/api/users.ts'
import type { Queryable, Tx } from '../pool.ts'

/** In the place of the one before. */
export async function saveInvitation(
  tx: Tx,
  row: { readonly accountId: number; readonly userId: string; readonly tokenHash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  await tx.query({
    name: 'save-invitation',
    text: `update app_user set invitation_hash = $3, invitation_expires_at = $4
           where account_id = $1 and user_id = $2`,
    values: [row.accountId, row.userId, row.tokenHash, row.expiresAt],
  })
}

export interface InvitationRow {
  readonly account_id: number
  readonly user_id: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly invitation_expires_at: Date
}

/** One that is neither used nor over, of a user who is not disabled. */
export async function findInvitation(db: Queryable, tokenHash: Buffer, at: Date): Promise<InvitationRow | undefined> {
  const { rows } = await db.query<InvitationRow>({
    name: 'find-invitation',
    text: `select account_id, user_id, email, name, role, invitation_expires_at from app_user
           where invitation_hash = $1 and invitation_expires_at > $2 and disabled_at is null`,
    values: [tokenHash, at],
  })
  return rows[0]
}

/** False where somebody else took it meanwhile. */
export async function takeInvitation(tx: Tx, tokenHash: Buffer, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'take-invitation',
    text: `update app_user set invitation_hash = null, invitation_expires_at = null
           where invitation_hash = $1 and invitation_expires_at > $2 and disabled_at is null`,
    values: [tokenHash, at],
  })
  return rowCount === 1
}
