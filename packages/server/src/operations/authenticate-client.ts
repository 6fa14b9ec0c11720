import { timingSafeEqual } from 'node:crypto'
import type { Caller } from '../caller.ts'
import { type ClientRow, findClient } from '../db/oauth/find-client.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'

/** An application as an OAuth client. */
export interface OAuthClient {
  readonly accountId: number
  readonly application: { readonly id: string; readonly name: string }
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly redirectUris: readonly string[]
  /** Without a secret: anybody may say that he is it. */
  readonly isPublic: boolean
}

export type ClientCheck =
  | { readonly client: OAuthClient; readonly refused?: undefined }
  /** `client` where the id is known: its account's audit log tells of the attempt. */
  | { readonly client: OAuthClient | undefined; readonly refused: 'unknown_client' | 'wrong_secret' | 'revoked' }

/** A public client sends no secret, any other its own. */
export async function authenticateClient(
  services: Services,
  clientId: string,
  secret: string | undefined,
): Promise<ClientCheck> {
  const row = await findRow(services, clientId)
  if (row === undefined) return { client: undefined, refused: 'unknown_client' }
  const client = toClient(row)
  if (!isSecret(secret, row.secret_hash)) return { client, refused: 'wrong_secret' }
  return row.revoked ? { client, refused: 'revoked' } : { client }
}

/** One that is not revoked, known by its id alone: where a browser brings what an application asks for. */
export async function findKnownClient(services: Services, clientId: string): Promise<OAuthClient | undefined> {
  const row = await findRow(services, clientId)
  return row === undefined || row.revoked ? undefined : toClient(row)
}

async function findRow({ pool }: Services, clientId: string): Promise<ClientRow | undefined> {
  // No client has such an id, and the database takes no U+0000.
  return clientId.includes('\0') ? undefined : findClient(pool, clientId)
}

function toClient(row: ClientRow): OAuthClient {
  return {
    accountId: row.account_id,
    application: { id: row.app_id, name: row.name },
    clientId: row.client_id,
    scopes: row.scopes,
    redirectUris: row.redirect_uris,
    isPublic: row.secret_hash === null,
  }
}

function isSecret(given: string | undefined, hash: Buffer | null): boolean {
  if (given === undefined || hash === null) return given === undefined && hash === null
  return timingSafeEqual(sha256Of(given), hash)
}

/** The application as the one who asks, for the audit log. */
export function callerOfClient({ accountId, application, scopes }: OAuthClient, asked: Caller): Caller {
  return { accountId, application, scopes, channel: 'oauth_api', peer: asked.peer, requestId: asked.requestId }
}
