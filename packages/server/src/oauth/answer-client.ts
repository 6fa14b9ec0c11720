import type { OAuthClient } from '../operations/authenticate-client.ts'
import type { RouteAnswer, RouteRequest } from '../route.ts'
import { requireClient } from './check-client.ts'
import type { OAuthContext } from './oauth-context.ts'
import { answerRefusal, noStore, OAuthRefusal } from './oauth-refusal.ts'
import { readParameters } from './read-parameters.ts'

/** What a client asks about a token; the parameter `token_type_hint` is not needed to find it. */
export async function answerClient(
  context: OAuthContext,
  request: RouteRequest,
  work: (client: OAuthClient, token: string) => Promise<object>,
): Promise<RouteAnswer> {
  try {
    const parameters = readParameters(request)
    const client = await requireClient(context, request, parameters)
    const token = parameters.get('token')
    if (!token) throw new OAuthRefusal('invalid_request', 'The parameter token is missing.')
    return { status: 200, headers: noStore, body: await work(client, token) }
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error
    return answerRefusal(error, request.headers.authorization !== undefined)
  }
}
