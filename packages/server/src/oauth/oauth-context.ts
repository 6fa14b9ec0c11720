import type { Services } from '../services.ts'

/** What the OAuth endpoints work with. */
export interface OAuthContext {
  readonly services: Services
  readonly settings: {
    readonly tokenLifetimeSeconds: number
    /** Of a refresh token that is not used: each use gives a new one. */
    readonly refreshTokenLifetimeSeconds: number
  }
  readonly consumeRateLimit: (key: string, limit: number) => Promise<{ readonly allowed: boolean }>
}
