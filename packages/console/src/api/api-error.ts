import type { ErrorBody, ErrorCode, FieldError } from '@muster/core/error-code.ts'

/** What the server refused, or why it was not reached: code and sentence of the server, and what to do about it. */
export class ApiError extends Error {
  readonly code: ErrorCode | 'unreachable'
  readonly status: number
  readonly errors: readonly FieldError[]
  readonly remedy: string | undefined
  readonly requestId: string | undefined

  constructor(
    code: ApiError['code'],
    message: string,
    facts: { status: number; errors?: readonly FieldError[]; requestId?: string | undefined },
  ) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = facts.status
    this.errors = facts.errors ?? []
    this.requestId = facts.requestId
    this.remedy = remedies[code]
  }
}

const remedies: Partial<Record<ApiError['code'], string>> = {
  unreachable: 'Check the connection to the server, then try again.',
  internal: 'Try again. If it happens again, give the request id to whoever runs the server.',
  unavailable: 'The server is starting, stopping or without its database. Try again in a moment.',
  rate_limited: 'Wait a minute, then try again.',
  insufficient_scope: 'Your role does not allow this. Ask an administrator.',
  plan_drifted: 'Look at the new plan before you go on.',
}

export async function toApiError(answer: Response): Promise<ApiError> {
  const facts = { status: answer.status, requestId: answer.headers.get('x-request-id') ?? undefined }
  const body = (await answer.json().catch(() => undefined)) as ErrorBody | undefined
  if (body?.error === undefined) return new ApiError('unavailable', `The server answered ${answer.status}.`, facts)
  return new ApiError(body.error.code, body.error.message, { ...facts, errors: body.error.errors })
}
