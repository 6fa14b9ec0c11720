import type { Tx } from '../pool.ts'

interface UserKey {
  readonly accountId: number
  readonly userId: string
}

/** Not asked for until it is confirmed. False where one is confirmed already. */
export async function saveTotpSecret(tx: Tx, { accountId, userId }: UserKey, sealed: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'save-totp-secret',
    text: `update app_user set totp_secret = $3, totp_last_step = null
           where account_id = $1 and user_id = $2 and totp_confirmed_at is null`,
    values: [accountId, userId, sealed],
  })
  return rowCount === 1
}

/** Undefined where none was begun, or it is confirmed already. */
export async function findUnconfirmedTotp(tx: Tx, { accountId, userId }: UserKey): Promise<string | undefined> {
  const { rows } = await tx.query<{ totp_secret: string | null }>({
    name: 'find-unconfirmed-totp',
    text: `select totp_secret from app_user
           where account_id = $1 and user_id = $2 and totp_confirmed_at is null
           for update`,
    values: [accountId, userId],
  })
  return rows[0]?.totp_secret ?? undefined
}

export async function confirmTotp(tx: Tx, { accountId, userId }: UserKey, at: Date): Promise<void> {
  await tx.query({
    name: 'confirm-totp',
    text: 'update app_user set totp_confirmed_at = $3 where account_id = $1 and user_id = $2',
    values: [accountId, userId, at],
  })
}

/** False where a code of this time step, or of a later one, was taken before: each counts once. */
export async function takeTotpStep(tx: Tx, { accountId, userId }: UserKey, step: number): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'take-totp-step',
    text: `update app_user set totp_last_step = $3
           where account_id = $1 and user_id = $2 and coalesce(totp_last_step, -1) < $3`,
    values: [accountId, userId, step],
  })
  return rowCount === 1
}

export async function removeTotp(tx: Tx, { accountId, userId }: UserKey): Promise<void> {
  await tx.query({
    name: 'remove-totp',
    text: `update app_user set totp_secret = null, totp_confirmed_at = null, totp_last_step = null
           where account_id = $1 and user_id = $2`,
    values: [accountId, userId],
  })
}
