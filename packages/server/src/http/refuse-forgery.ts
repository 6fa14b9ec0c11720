import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '../refusal.ts'

type Request = { readonly method: string; readonly headers: IncomingHttpHeaders }

/**
 * Keeps other sites from riding on a console session, whatever a browser makes of SameSite: reads are refused where the
 * browser says that another site asked; what changes something carries the session's CSRF token, and comes from a page
 * of this server's own where the browser tells.
 * @throws Refusal csrf_refused
 */
export function refuseForgery({ method, headers }: Request, publicUrl: string, csrfToken: string): void {
  if (isRead(method)) {
    if (headers['sec-fetch-site'] === 'cross-site') throw new Refusal('csrf_refused')
    return
  }
  refuseForeignPage({ method, headers }, publicUrl)
  const given = headers['x-csrf-token']
  if (typeof given !== 'string' || !equals(given, csrfToken)) {
    throw new Refusal('csrf_refused', 'X-CSRF-Token is missing or not that of this session: reload the page.')
  }
}

/** For what makes a session, and so has none to be bound to: nobody is signed in as somebody else by another site. */
export function refuseForeignPage({ method, headers }: Request, publicUrl: string): void {
  if (isRead(method)) return
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') throw new Refusal('csrf_refused')
  if (origin !== undefined && !isOwn(origin, publicUrl, host)) throw new Refusal('csrf_refused')
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/**
 * A proxy in front may have changed `Host`; then the public address is the one that the browser knows. A page that came
 * unencrypted may have been written by anybody: where the server is reached by https it is not its own.
 */
function isOwn(origin: string, publicUrl: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const [page, server] = [new URL(origin), new URL(publicUrl)]
  return (
    page.origin === server.origin || (page.host === host && (page.protocol === 'https:' || server.protocol === 'http:'))
  )
}

function equals(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
