import { timingSafeEqual } from 'node:crypto'
import type { Caller } from '../caller.ts'
import { createSessionAuthenticator } from '../operations/sign-in/authenticate-session.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { readCookie, sessionCookieName } from '../session-cookie.ts'

/** Who is signed in to the console in this browser. */
export interface Person {
  readonly caller: Caller
  /** For the forms of our pages. */
  readonly csrfToken: string
  readonly isCsrfToken: (given: string | undefined) => boolean
}

export async function findPerson(
  services: Services,
  { headers, caller: asked }: RouteRequest,
): Promise<Person | undefined> {
  const cookie = readCookie(headers.cookie, sessionCookieName(services.publicUrl()))
  const holder = cookie && (await createSessionAuthenticator(services)(cookie))
  if (!holder) return undefined
  const { accountId, userName, userId, session, scopes, tokenId, csrfToken } = holder
  return {
    caller: { ...asked, accountId, channel: 'console', userName, userId, session, scopes, tokenId },
    csrfToken,
    isCsrfToken: (given) => {
      const [a, b] = [Buffer.from(given ?? ''), Buffer.from(csrfToken)]
      return a.length === b.length && timingSafeEqual(a, b)
    },
  }
}
