import type { Caller } from '../caller.ts'
import { authenticateClient, type OAuthClient } from '../operations/authenticate-client.ts'
import { recordTokenRefusal } from '../operations/issue-token.ts'
import type { OAuthContext } from './oauth-context.ts'

/** The client that id and secret prove; a failed attempt on a known one is told to its account. */
export async function checkClient(
  context: OAuthContext,
  asked: Caller,
  clientId: string,
  secret: string,
): Promise<OAuthClient | undefined> {
  const { client, refused } = await authenticateClient(context.services, clientId, secret)
  if (refused === undefined) return client
  if (client !== undefined && refused !== 'unknown_client') await tellRefusal(context, asked, client, refused)
  return undefined
}

/** A flood of guesses leaves no more than some entries a minute in the account's chain. */
export async function tellRefusal(
  { services, consumeRateLimit }: OAuthContext,
  asked: Caller,
  client: OAuthClient,
  reason: Parameters<typeof recordTokenRefusal>[3],
): Promise<void> {
  services.log.warn(
    { request_id: asked.requestId, peer: asked.peer, application: client.application.id, reason },
    'token refused',
  )
  const { allowed } = await consumeRateLimit(`token-refused:${client.application.id}`, entriesPerMinute)
  if (allowed) await recordTokenRefusal(services, asked, client, reason)
}

const entriesPerMinute = 10
