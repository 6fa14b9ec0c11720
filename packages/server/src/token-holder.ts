import type { Caller } from './caller.ts'

/** Whom an access token speaks for: the part of a Caller that the token alone decides. */
export interface TokenHolder
  extends Pick<Caller, 'accountId' | 'application' | 'userName' | 'userId' | 'session' | 'scopes'> {
  readonly tokenId: string
  /** Requests a minute for each API, where the application has a limit of its own. */
  readonly rateLimit: number | undefined
}

/** Whom the cookie of a console session speaks for. */
export interface SessionHolder extends TokenHolder {
  readonly session: NonNullable<Caller['session']>
  /** What every changing request of the session carries beside its cookie. */
  readonly csrfToken: string
}
