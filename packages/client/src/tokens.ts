import { factsOf, MusterError } from './muster-error.ts'

/** Of an application: OAuth 2.0 client_credentials. */
export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
  /** Fewer than the application has; default: all of them. */
  readonly scopes?: readonly string[]
}

/** Where the access token of a request comes from. */
export interface Tokens {
  current(): Promise<string>
  /** After the server refused this one; undefined: there is no other. */
  renew(refused: string): Promise<string | undefined>
}

export const fixedToken = (token: string): Tokens => ({ current: async () => token, renew: async () => undefined })

/** So long before its end a token is not used for another request. */
const marginMilliseconds = 30_000

/** Gets a token when one is first needed, and another when it ends or is refused; requests at the same time share it. */
export function tokensFor(
  { clientId, clientSecret, scopes }: ClientCredentials,
  ask: (body: URLSearchParams) => Promise<Response>,
): Tokens {
  let held: { readonly token: Promise<string>; endsAt: number } | undefined

  const fetchToken = (): Promise<string> => {
    const mine = { token: request(), endsAt: Number.POSITIVE_INFINITY }
    held = mine
    mine.token.catch(() => {
      if (held === mine) held = undefined
    })
    return mine.token

    async function request(): Promise<string> {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        ...(scopes && { scope: scopes.join(' ') }),
      })
      const answer = await ask(body)
      const said = (await answer.json().catch(() => ({}))) as TokenAnswer
      if (typeof said.access_token !== 'string') throw refusal(answer, said)
      if (said.expires_in !== undefined) mine.endsAt = Date.now() + said.expires_in * 1000 - marginMilliseconds
      return said.access_token
    }
  }

  const current = () => (held !== undefined && Date.now() < held.endsAt ? held.token : fetchToken())
  return {
    current,
    renew: async (refused) => {
      // Another request may have got a new one meanwhile.
      const token = await current()
      return token === refused ? fetchToken() : token
    },
  }
}

interface TokenAnswer {
  readonly access_token?: string
  readonly expires_in?: number
  readonly error_description?: string
}

function refusal(answer: Response, { error_description }: TokenAnswer): MusterError {
  const { status } = answer
  // Only these judge the credentials (RFC 6749, 5.2); any other says how the server is.
  const isJudged = (status === 400 || status === 401) && error_description !== undefined
  if (isJudged) return new MusterError('credentials_refused', error_description, factsOf(answer))
  const why = error_description === undefined ? '' : ` ${error_description}`
  return new MusterError('unexpected_answer', `The token endpoint answered ${status}.${why}`, factsOf(answer))
}
