import { type ErrorBody, type ErrorCode, errorCodes, type FieldError } from '@muster/core/error-code.ts'
import { isDatabaseAway } from '../is-database-away.ts'
import { Refusal } from '../refusal.ts'
import type { Access } from '../route.ts'

export interface ErrorAnswer {
  readonly status: number
  readonly body: object
}

/** What a thrown value becomes. Anything that is not a refusal is ours to explain in the log, never in the answer. */
export function answerError(error: unknown, requestId: string, access: Access | undefined): ErrorAnswer {
  const { code, message, errors } = toRefusal(error)
  const status = errorCodes[code][0]
  if (access?.api === 'oauth' || (access?.api === 'wire' && code === 'invalid_token')) {
    return { status, body: { error: oauthCode(code), error_description: message, request_id: requestId } }
  }
  return { status, body: errorBody(code, message, errors, requestId) }
}

/** RFC 6749 §5.2 has fewer words, RFC 6750 §3.1 the one for a bad token. */
function oauthCode(code: ErrorCode): string {
  if (code === 'invalid_token') return code
  if (code === 'unavailable') return 'temporarily_unavailable'
  return code === 'internal' ? 'server_error' : 'invalid_request'
}

export function errorBody(
  code: ErrorCode,
  message: string,
  errors: readonly FieldError[],
  requestId: string,
): ErrorBody {
  return { error: { code, message, errors, request_id: requestId } }
}

export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  if (typeof code === 'string' && Object.hasOwn(frameworkCodes, code)) return new Refusal(...frameworkCodes[code]!)
  // A body that broke off, or anything else that the framework lays to the client.
  if (typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' && statusCode < 500) {
    return new Refusal('invalid_request', 'The request is not valid HTTP for this server.')
  }
  if (statusCode === 400) return new Refusal('invalid_request', 'The body broke off.')
  if (typeof code === 'string' && unstorableCodes.has(code)) {
    return new Refusal('invalid_request', 'Text must not contain the character U+0000.')
  }
  if (isDatabaseAway(error)) return new Refusal('unavailable')
  return new Refusal('internal')
}

const frameworkCodes: Record<string, [code: ErrorCode, message?: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_request', 'The body is not as long as Content-Length says.'],
  FST_ERR_BAD_URL: ['invalid_request', 'The address is not a valid URL.'],
}

/** PostgreSQL keeps every character but U+0000, in text (22021) and in JSON (22P05). */
const unstorableCodes = new Set(['22021', '22P05'])
