import type { TokenHolder } from '../token-holder.ts'

/** What the steps of one request leave for the later ones. */
export class RequestFacts {
  readonly startedAtMillis = performance.now()
  holder: TokenHolder | undefined
  /** Hexadecimal; only where the request carries an Idempotency-Key. */
  bodySha256: string | undefined
  /** The client asked whether to send its body, and was told to. */
  mayContinue = false
}

declare module 'fastify' {
  interface FastifyRequest {
    facts: RequestFacts
  }
}
