import type { Role } from '@muster/core/api/users.ts'
import type { Tx } from '../pool.ts'

export interface NewFamily {
  readonly accountId: number
  readonly familyId: string
  readonly appId: string
  readonly userId: string
  readonly scopes: readonly string[]
  readonly at: Date
}

/** False where the user was disabled or deleted, or the application revoked, meanwhile. */
export async function addFamily(tx: Tx, row: NewFamily): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'add-token-family',
    text: `insert into token_family (account_id, family_id, app_id, user_id, scopes, created_at)
           select u.account_id, $2, a.app_id, u.user_id, $5, $6
           from app_user u join application a using (account_id)
           where u.account_id = $1 and u.user_id = $4 and u.disabled_at is null
             and a.app_id = $3 and a.revoked_at is null
           for no key update of u for key share of a`,
    values: [row.accountId, row.familyId, row.appId, row.userId, row.scopes, row.at],
  })
  return rowCount === 1
}

export interface HeldFamily {
  readonly family_id: string
  readonly app_id: string
  readonly user_id: string
  readonly email: string
  readonly role: Role
  readonly scopes: string[]
  /** Itself not revoked, and its user not disabled. */
  readonly alive: boolean
}

/** The row, held until the transaction ends: what is made of one family is made one after the other. */
export async function holdFamily(tx: Tx, accountId: number, familyId: string): Promise<HeldFamily | undefined> {
  const { rows } = await tx.query<HeldFamily>({
    name: 'hold-token-family',
    text: `select f.family_id, f.app_id, f.user_id, u.email, u.role, f.scopes,
             f.revoked_at is null and u.disabled_at is null as alive
           from token_family f join app_user u using (account_id, user_id)
           where f.account_id = $1 and f.family_id = $2
           for no key update of f`,
    values: [accountId, familyId],
  })
  return rows[0]
}

/** False where it was revoked before. */
export async function revokeFamily(tx: Tx, accountId: number, familyId: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'revoke-token-family',
    text: `update token_family set revoked_at = $3
           where account_id = $1 and family_id = $2 and revoked_at is null`,
    values: [accountId, familyId, at],
  })
  return rowCount === 1
}

/** All of a user, or those that one application has of him; how many there were. */
export async function revokeFamiliesOfUser(
  tx: Tx,
  { accountId, userId, appId, at }: { accountId: number; userId: string; appId?: string; at: Date },
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'revoke-token-families-of-user',
    text: `update token_family set revoked_at = $4
           where account_id = $1 and user_id = $2 and ($3::uuid is null or app_id = $3) and revoked_at is null`,
    values: [accountId, userId, appId ?? null, at],
  })
  return rowCount ?? 0
}
