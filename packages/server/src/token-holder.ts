import type { Caller } from './caller.ts'

/** Whom an access token speaks for: the part of a Caller that the token alone decides. */
export interface TokenHolder extends Pick<Caller, 'accountId' | 'application' | 'userName' | 'scopes'> {
  readonly tokenId: string
  /** Requests a minute for each API, where the application has a limit of its own. */
  readonly rateLimit: number | undefined
}
