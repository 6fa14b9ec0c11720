import type { Queryable } from '../pool.ts'

export interface ClientRow {
  readonly account_id: number
  readonly app_id: string
  readonly client_id: string
  /** Null: a public client. */
  readonly secret_hash: Buffer | null
  readonly name: string
  readonly scopes: string[]
  readonly redirect_uris: string[]
  readonly revoked: boolean
}

/** The application that a client id names, revoked or not. */
export async function findClient(db: Queryable, clientId: string): Promise<ClientRow | undefined> {
  const { rows } = await db.query<ClientRow>({
    name: 'find-client',
    text: `select account_id, app_id, client_id, secret_hash, name, scopes, redirect_uris,
             revoked_at is not null as revoked
           from application where client_id = $1`,
    values: [clientId],
  })
  return rows[0]
}
