import type { Caller } from '../caller.ts'
import { authenticateClient, type OAuthClient } from '../operations/authenticate-client.ts'
import { recordTokenRefusal } from '../operations/issue-token.ts'
import type { RouteRequest } from '../route.ts'
import { basicCredentials, requireOneClient } from './basic-credentials.ts'
import type { OAuthContext } from './oauth-context.ts'
import { OAuthRefusal } from './oauth-refusal.ts'

/** The client of a request beside the token endpoint: by HTTP Basic, or by parameters. @throws OAuthRefusal */
export async function requireClient(
  context: OAuthContext,
  request: RouteRequest,
  parameters: ReadonlyMap<string, string>,
): Promise<OAuthClient> {
  requireOneClient(request, parameters)
  const [id, secret] = basicCredentials(request) ?? [parameters.get('client_id') ?? '', parameters.get('client_secret')]
  const client = await checkClient(context, request.caller, id, secret || undefined)
  if (client === undefined) throw new OAuthRefusal('invalid_client', 'The client id or secret is missing or wrong.')
  return client
}

/** The client that id and secret prove; a failed attempt on a known one is told to its account. */
export async function checkClient(
  context: OAuthContext,
  asked: Caller,
  clientId: string,
  secret: string | undefined,
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
