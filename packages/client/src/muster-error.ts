import type { ErrorBody } from './api-types.ts'

/**
 * The server's codes, and three of the client's own. `unreachable`: no answer came, see `cause`. `unexpected_answer`:
 * one came, but not from a Muster server, or not whole. `credentials_refused`: there is no token for these credentials.
 */
export type MusterErrorCode = ErrorBody['error']['code'] | 'unreachable' | 'unexpected_answer' | 'credentials_refused'

export type FieldError = Readonly<ErrorBody['error']['errors'][number]>

export interface MusterErrorFacts {
  readonly status: number
  readonly errors?: readonly FieldError[]
  readonly requestId?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly cause?: unknown
}

/** What became of a request that did not become what it should. The message is for a person. */
export class MusterError extends Error {
  readonly code: MusterErrorCode
  /** Of the HTTP answer; 0: there was none. */
  readonly status: number
  /** What is wrong with which field of the request. */
  readonly errors: readonly FieldError[]
  /** To be found in the server's log. */
  readonly requestId: string | undefined
  /** How much time the server asked for; undefined: it did not say. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: MusterErrorCode, message: string, facts: MusterErrorFacts) {
    const { status, errors = [], requestId, retryAfterSeconds, cause } = facts
    super(message, { cause })
    this.name = 'MusterError'
    this.code = code
    this.status = status
    this.errors = errors
    this.requestId = requestId
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** As the server said it. */
  toJSON() {
    const { code, message, errors, requestId } = this
    return { error: { code, message, errors, request_id: requestId } }
  }
}

/** Reads an answer that is no success. */
export async function toMusterError(answer: Response): Promise<MusterError> {
  const facts = factsOf(answer)
  const body = (await answer.json().catch(() => undefined)) as Partial<ErrorBody> | undefined
  if (typeof body?.error?.code !== 'string') {
    return new MusterError('unexpected_answer', `The server answered ${answer.status}.`, facts)
  }
  const { code, message, errors, request_id } = body.error
  return new MusterError(code, message, { ...facts, errors, requestId: request_id ?? facts.requestId })
}

/** What the head of an answer says. */
export function factsOf({ status, headers }: Response): MusterErrorFacts {
  const requestId = headers.get('x-request-id') ?? undefined
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return { status, requestId, retryAfterSeconds: seconds >= 0 ? seconds : undefined }
}

/** What fetch throws, unless it was the caller who wanted no more. */
export function toUnreachable(error: unknown, baseUrl: string): unknown {
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) return error
  // Node.js says why in the cause; browsers keep it to themselves.
  const { cause } = error as { cause?: unknown }
  const why = codeOf(cause) ?? (cause instanceof Error ? cause.message : undefined)
  const message = `Cannot reach ${baseUrl || 'the server'}${why === undefined ? '' : `: ${why}`}.`
  return new MusterError('unreachable', message, { status: 0, cause: cause ?? error })
}

/** `ECONNREFUSED` and the like; browsers give none. */
export function codeOf(cause: unknown): string | undefined {
  const { code } = (cause ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
