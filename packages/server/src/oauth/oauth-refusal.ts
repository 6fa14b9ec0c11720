import type { RouteAnswer } from '../route.ts'

/** RFC 6749 §4.1.2.1 and §5.2, RFC 7009 §2.2.1, as far as we say them. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'

export class OAuthRefusal extends Error {
  readonly code: OAuthErrorCode

  constructor(code: OAuthErrorCode, message: string) {
    super(message)
    this.name = 'OAuthRefusal'
    this.code = code
  }
}

export const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' } as const

export function answerRefusal({ code, message }: OAuthRefusal, usedBasic: boolean): RouteAnswer {
  const isClient = code === 'invalid_client'
  return {
    status: isClient ? 401 : 400,
    headers: { ...noStore, ...(isClient && usedBasic && { 'www-authenticate': 'Basic realm="muster"' }) },
    body: { error: code, error_description: message },
  }
}
