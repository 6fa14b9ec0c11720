import { timingSafeEqual } from 'node:crypto'
import type { Caller } from '../caller.ts'
import { findClient } from '../db/oauth/find-client.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'

/** An application as an OAuth client. */
export interface OAuthClient {
  readonly accountId: number
  readonly application: { readonly id: string; readonly name: string }
  readonly clientId: string
  readonly scopes: readonly string[]
}

export type ClientCheck =
  | { readonly client: OAuthClient; readonly refused?: undefined }
  /** `client` where the id is known: its account's audit log tells of the attempt. */
  | { readonly client: OAuthClient | undefined; readonly refused: 'unknown_client' | 'wrong_secret' | 'revoked' }

export async function authenticateClient(services: Services, clientId: string, secret: string): Promise<ClientCheck> {
  // No client has such an id, and the database takes no U+0000.
  const row = clientId.includes('\0') ? undefined : await findClient(services.pool, clientId)
  if (row === undefined) return { client: undefined, refused: 'unknown_client' }
  const client = {
    accountId: row.account_id,
    application: { id: row.app_id, name: row.name },
    clientId: row.client_id,
    scopes: row.scopes,
  }
  if (!timingSafeEqual(sha256Of(secret), row.secret_hash)) return { client, refused: 'wrong_secret' }
  return row.revoked ? { client, refused: 'revoked' } : { client }
}

/** The application as the one who asks, for the audit log. */
export function callerOfClient({ accountId, application, scopes }: OAuthClient, asked: Caller): Caller {
  return { accountId, application, scopes, channel: 'oauth_api', peer: asked.peer, requestId: asked.requestId }
}
