import { ApiError, toApiError } from './api-error.ts'
import { addressOf, type Endpoint, type EndpointInput } from './endpoint.ts'
import { noteReached } from './reachability.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Of a change: the same key again gets the first answer, and does nothing twice. */
  readonly idempotencyKey?: string
}

/** What the layout knows and each request needs; set once, by `setCallHooks`. */
interface CallHooks {
  csrfToken(): string | undefined
  /** Resolves when the user has signed in afresh, and is false when he does not want to. */
  askForFreshSignIn(): Promise<boolean>
  signedOut(): void
}

let hooks: CallHooks = { csrfToken: () => undefined, askForFreshSignIn: async () => false, signedOut: () => undefined }

export function setCallHooks(given: Partial<CallHooks>): void {
  hooks = { ...hooks, ...given }
}

/** For what is no request of a script's, and so not sent back: false where the user does not want to. */
export function askForFreshSignIn(): Promise<boolean> {
  return hooks.askForFreshSignIn()
}

/** @throws ApiError whatever goes wrong; an abort is thrown as the browser has it */
export async function call<Input extends EndpointInput, Answer>(
  endpoint: Endpoint<Input, Answer>,
  input: Input,
  options: CallOptions = {},
): Promise<Answer> {
  // The key stays the same when the request is repeated after a fresh sign-in.
  const idempotencyKey = options.idempotencyKey ?? (endpoint.method === 'GET' ? undefined : newIdempotencyKey())
  for (;;) {
    const answer = await send(endpoint, input, { ...options, ...(idempotencyKey && { idempotencyKey }) })
    noteReached(true)
    if (answer.ok) return (await answer.json()) as Answer
    const error = await toApiError(answer)
    if (error.code === 'fresh_sign_in_needed' && (await hooks.askForFreshSignIn())) continue
    if (error.code === 'invalid_token') hooks.signedOut()
    throw error
  }
}

function send(endpoint: Endpoint<never, unknown>, input: EndpointInput, options: CallOptions): Promise<Response> {
  const { method } = endpoint
  const csrfToken = hooks.csrfToken()
  return fetch(addressOf(endpoint, input), {
    method,
    signal: options.signal ?? null,
    headers: {
      ...(method !== 'GET' && csrfToken !== undefined && { 'x-csrf-token': csrfToken }),
      ...(options.idempotencyKey !== undefined && { 'idempotency-key': options.idempotencyKey }),
      ...(input.body !== undefined && { 'content-type': 'application/json' }),
    },
    body: input.body === undefined ? null : JSON.stringify(input.body),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    noteReached(false)
    throw new ApiError('unreachable', 'The server cannot be reached.', { status: 0 })
  })
}

/** `crypto.randomUUID` is there on https and localhost only. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
