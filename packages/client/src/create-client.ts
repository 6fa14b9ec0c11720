import { addressOf } from './address-of.ts'
import type { Answer, Arguments, Input, JsonPath, Method, Path, PlainRequest } from './endpoint-types.ts'
import { newIdempotencyKey } from './idempotency-key.ts'
import { MusterError, toMusterError, toUnreachable } from './muster-error.ts'
import { sendPatiently } from './send-patiently.ts'
import { type ClientCredentials, fixedToken, type Tokens, tokensFor } from './tokens.ts'
import { unlessAborted } from './unless-aborted.ts'

export type MusterClientOptions = {
  /** `https://muster.example.com`; empty in a page that the server itself serves. */
  readonly baseUrl: string
  /**
   * How long a server that restarts, or answers 429 or 503, is waited for; default 30. What changes something is carried
   * out once all the same.
   */
  readonly patienceSeconds?: number
  /** In the place of the platform's, as for a proxy or headers of one's own. */
  readonly fetch?: (address: string, init: RequestInit) => Promise<Response>
} & (
  | { readonly token: string; readonly credentials?: undefined }
  | { readonly credentials: ClientCredentials; readonly token?: undefined }
  // A console session's cookie says who it is.
  | { readonly token?: undefined; readonly credentials?: undefined }
)

/** Each call answers the JSON of a success. @throws MusterError; an abort is thrown as the platform has it */
export interface MusterClient {
  readonly baseUrl: string
  /** Of each call that says nothing else. */
  readonly patienceSeconds: number
  readonly get: Call<'GET'>
  readonly post: Call<'POST'>
  readonly put: Call<'PUT'>
  readonly patch: Call<'PATCH'>
  readonly delete: Call<'DELETE'>
  /** The answer itself, its body unread: for what is not JSON. @throws MusterError where it is not a success */
  open<P extends Path<'GET'>>(path: P, ...request: Arguments<Input<'GET', P>>): Promise<Response>
  /** Any request, whatever the types know. */
  call(request: PlainRequest): Promise<unknown>
}

export type Call<M extends Method> = <P extends JsonPath<M>>(
  path: P,
  ...request: Arguments<Input<M, P>>
) => Promise<Answer<M, P>>

export function createMusterClient(options: MusterClientOptions): MusterClient {
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  // Looked up when it is called, as others may replace it.
  const { fetch: doFetch = (address, init) => fetch(address, init), patienceSeconds = 30 } = options
  const reach = (path: string, init: RequestInit) =>
    doFetch(`${baseUrl}${path}`, { redirect: 'error', ...init }).catch((error: unknown) => {
      throw toUnreachable(error, baseUrl)
    })
  // Each request that waits for the token has patience of its own, and asks for it again.
  const tokens = toTokens(options, (body) => reach('/o/oauth/token', { method: 'POST', body }))

  async function send(request: PlainRequest): Promise<Response> {
    const address = addressOf(request)
    const init = toInit(request)
    const { signal } = request
    const attempt = async () => {
      const token = tokens && (await unlessAborted(tokens.current(), signal))
      const answer = await reach(address, withToken(init, token))
      if (answer.status !== 401 || token === undefined) return answer
      const renewed = await unlessAborted(tokens!.renew(token), signal)
      if (renewed === undefined) return answer
      await answer.body?.cancel()
      return reach(address, withToken(init, renewed))
    }
    const milliseconds = 1000 * (request.patienceSeconds ?? patienceSeconds)
    const answer = await sendPatiently(attempt, { milliseconds, signal })
    if (!answer.ok) throw await toMusterError(answer)
    return answer
  }

  const call = async <Body>(request: PlainRequest) => readJson<Body>(await send(request), baseUrl)
  const typed =
    <M extends Method>(method: M): Call<M> =>
    (path, ...[request]) =>
      call({ ...request, method, path })
  return {
    baseUrl,
    patienceSeconds,
    get: typed('GET'),
    post: typed('POST'),
    put: typed('PUT'),
    patch: typed('PATCH'),
    delete: typed('DELETE'),
    open: (path, ...[request]) => send({ ...request, method: 'GET', path }),
    call,
  }
}

function toTokens(
  { token, credentials }: MusterClientOptions,
  ask: (body: URLSearchParams) => Promise<Response>,
): Tokens | undefined {
  if (credentials !== undefined) return tokensFor(credentials, ask)
  return token === undefined ? undefined : fixedToken(token)
}

function toInit({ method, body, raw, signal, idempotencyKey }: PlainRequest) {
  const mediaType = raw?.mediaType ?? (body === undefined ? undefined : 'application/json')
  return {
    method,
    signal: signal ?? null,
    headers: {
      ...(mediaType !== undefined && { 'content-type': mediaType }),
      ...(method !== 'GET' && { 'idempotency-key': idempotencyKey ?? newIdempotencyKey() }),
    },
    body: raw?.content ?? (body === undefined ? null : JSON.stringify(body)),
  }
}

function withToken(init: ReturnType<typeof toInit>, token: string | undefined): RequestInit {
  return token === undefined ? init : { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }
}

async function readJson<Body>(answer: Response, baseUrl: string): Promise<Body> {
  const { status } = answer
  const text = await answer.text().catch((error: unknown) => {
    throw toUnreachable(error, baseUrl)
  })
  try {
    return JSON.parse(text) as Body
  } catch (cause) {
    throw new MusterError('unexpected_answer', `The server answered ${status}, and not in JSON.`, { status, cause })
  }
}
