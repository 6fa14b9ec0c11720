import { createMusterClient, newIdempotencyKey } from '@muster/client/index.ts'
import { ApiError } from './api-error.ts'
import { type Endpoint, type EndpointInput, withoutBlanks } from './endpoint.ts'
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

/** The session's cookie says who it is. Whoever looks at the page sees that it waits, and may try again himself. */
export const client = createMusterClient({ baseUrl: '', fetch: fetchFromPage, patienceSeconds: 0 })

/** @throws ApiError whatever goes wrong; an abort is thrown as the browser has it */
export async function call<Input extends EndpointInput, Answer>(
  { method, path }: Endpoint<Input, Answer>,
  input: Input,
  options: CallOptions = {},
): Promise<Answer> {
  // The key stays the same when the request is repeated after a fresh sign-in.
  const query = withoutBlanks(input.query)
  const request = { idempotencyKey: newIdempotencyKey(), ...input, ...options, query, method, path }
  for (;;) {
    try {
      return (await client.call(request)) as Answer
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.code === 'fresh_sign_in_needed' && (await hooks.askForFreshSignIn())) continue
      if (error.code === 'invalid_token') hooks.signedOut()
      throw error
    }
  }
}

async function fetchFromPage(address: string, init: RequestInit): Promise<Response> {
  const csrfToken = init.method === 'GET' ? undefined : hooks.csrfToken()
  try {
    const answer = await fetch(address, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...(csrfToken && { 'x-csrf-token': csrfToken }) },
    })
    noteReached(true)
    return answer
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) noteReached(false)
    throw error
  }
}
