import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { toFailure } from './answer-failure.ts'
import { toNetworkFailure } from './network-failure.ts'

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  /** JSON, unless it has a media type of its own. */
  readonly body?: object | RawBody
  /** One is made where none is given: a request that is sent again is carried out once. */
  readonly idempotencyKey?: string | undefined
}

export interface RawBody {
  readonly text: string | Uint8Array<ArrayBuffer>
  readonly mediaType: string
}

export interface ApiClient {
  readonly server: string
  /** The JSON of the answer. @throws Failure */
  get<T>(path: string, query?: ApiRequest['query']): Promise<T>
  send<T>(request: ApiRequest): Promise<T>
  /** The answer itself, for what is not JSON. @throws Failure where it is not a success */
  open(request: ApiRequest): Promise<Response>
}

/** How long a server that went away in the middle may stay away. */
const patienceMilliseconds = 30_000
const firstPauseMilliseconds = 200

export function createApiClient(server: string, token: string): ApiClient {
  async function open(request: ApiRequest): Promise<Response> {
    const idempotencyKey = request.idempotencyKey ?? randomUUID()
    const deadline = Date.now() + patienceMilliseconds
    let pause = firstPauseMilliseconds
    for (let attempt = 1; ; attempt += 1) {
      const answer = await tryOnce({ ...request, idempotencyKey })
      if (answer instanceof Response && !(await mayTryAgain(answer))) {
        if (!answer.ok) throw await toFailure(answer)
        return answer
      }
      // A server that was never there is not waited for.
      const wasThere = answer instanceof Response || attempt > 1 || isBroken(answer)
      if (!wasThere || Date.now() + pause > deadline) {
        throw answer instanceof Response ? await toFailure(answer) : toNetworkFailure(server, answer)
      }
      await delay(pause)
      pause = Math.min(pause * 2, 5000)
    }
  }

  async function tryOnce({ method = 'GET', path, query, body, idempotencyKey }: ApiRequest): Promise<Response | Error> {
    const url = new URL(`${server.replace(/\/+$/, '')}/api/v1${path}`)
    for (const [key, value] of Object.entries(query ?? {})) {
      for (const one of [value].flat()) if (one !== undefined) url.searchParams.append(key, String(one))
    }
    const raw = body !== undefined && 'mediaType' in body ? (body as RawBody) : undefined
    try {
      return await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: '*/*',
          ...(body !== undefined && { 'content-type': raw?.mediaType ?? 'application/json' }),
          ...(method !== 'GET' && { 'idempotency-key': idempotencyKey! }),
        },
        ...(body !== undefined && { body: raw?.text ?? JSON.stringify(body) }),
        redirect: 'error',
      })
    } catch (error) {
      return error as Error
    }
  }

  const send = async <T>(request: ApiRequest) => (await (await open(request)).json()) as T
  return { server, open, send, get: (path, query) => send({ path, ...(query && { query }) }) }
}

/** The connection was there, and ended before the answer. */
function isBroken(error: Error): boolean {
  const { code } = (error.cause ?? {}) as { code?: string }
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ETIMEDOUT'].includes(code ?? '')
}

/** 503, and our own earlier attempt that is still being worked on. */
async function mayTryAgain(answer: Response): Promise<boolean> {
  if (answer.status === 503) return true
  return answer.status === 409 && (await answer.clone().text()).includes('"request_in_progress"')
}
