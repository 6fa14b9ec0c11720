/** What a caller may be told. Closed list: the HTTP status and a default sentence a code. */
export const errorCodes = {
  invalid_request: [400, 'The request is not valid; nothing was done.'],
  invalid_token: [401, 'The access token is missing, unknown, expired or revoked.'],
  wrong_credentials: [401, 'What was given to sign in is not right, or no longer.'],
  insufficient_scope: [403, 'The access token does not carry the scope that this needs.'],
  csrf_refused: [403, 'The request does not come from this server’s own pages: reload the page and try again.'],
  fresh_sign_in_needed: [
    403,
    'This asks for a fresh sign-in: confirm who you are (POST /api/v1/session/fresh), then repeat.',
  ],
  not_found: [404, 'There is no such thing here.'],
  method_not_allowed: [405, 'This address does not answer to this method; see Allow.'],
  limit_too_large: [406, 'The limit is larger than this API allows.'],
  conflict: [409, 'The present state does not allow this.'],
  plan_drifted: [409, 'The devices have changed since the plan was made; plan again.'],
  request_in_progress: [409, 'A request with this Idempotency-Key is still being worked on; try again soon.'],
  too_large: [413, 'The request body is too large.'],
  page_beyond_last: [413, 'The page is beyond the last one.'],
  unsupported_media_type: [415, 'The body must be JSON, with Content-Type: application/json.'],
  idempotency_key_reused: [422, 'This Idempotency-Key was used for another request.'],
  rate_limited: [429, 'Too many requests; wait as Retry-After says.'],
  internal: [500, 'Something went wrong on the server. Give the request id to whoever runs it.'],
  unavailable: [503, 'The server cannot do this now; try again soon.'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof errorCodes

export interface FieldError {
  readonly field: string
  readonly message: string
}

/** The body of every error answer. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode
    readonly message: string
    readonly errors: readonly FieldError[]
    readonly request_id: string
  }
}
