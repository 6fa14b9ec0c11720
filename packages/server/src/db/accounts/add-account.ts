import type { Queryable } from '../pool.ts'

export interface NewAccount {
  readonly name: string
  readonly createdAt: Date
  readonly commandPrivateKey: Buffer
  readonly commandPublicKey: Buffer
  readonly sealKey: Buffer
  readonly chainStart: Buffer
}

/** The account, its group `default` and its audit head; returns the account's number. */
export async function addAccount(db: Queryable, account: NewAccount): Promise<number> {
  const { rows } = await db.query<{ account_id: number }>(
    `with added as (
       insert into account (name, created_at, command_private_key, command_public_key, seal_key)
       values ($1, $2, $3, $4, $5) returning account_id
     ), grouped as (
       insert into device_group (account_id, group_id, name, created_at, modified_at)
       select account_id, 'default', 'Default', $2, $2 from added
     )
     insert into audit_head (account_id, hash) select account_id, $6 from added returning account_id`,
    [
      account.name,
      account.createdAt,
      account.commandPrivateKey,
      account.commandPublicKey,
      account.sealKey,
      account.chainStart,
    ],
  )
  return rows[0]!.account_id
}
