import { createHash, randomBytes } from 'node:crypto'
import type { ConsoleClient } from './console-client.ts'

/** The authorization endpoint, as a browser with the console's cookie reaches it. */
export function visit(
  { base, cookie }: ConsoleClient,
  request: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${base}/o/oauth/authorize?${new URLSearchParams(request)}`, {
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'none', ...(cookie && { cookie }), ...headers },
  })
}

/** Presses a button of the consent page. */
export function press(
  { base, origin, cookie }: ConsoleClient,
  page: string,
  answer: 'allow' | 'deny',
  overrides: { headers?: Record<string, string>; csrfToken?: string } = {},
): Promise<Response> {
  const action = /action="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
  const csrfToken = overrides.csrfToken ?? /name="csrf_token" value="([^"]+)"/.exec(page)![1]!
  return fetch(base + action, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ csrf_token: csrfToken, answer }),
    headers: { origin, 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }), ...overrides.headers },
  })
}

/** The whole way of a browser that agrees; where it is sent. */
export async function agree(browser: ConsoleClient, request: Record<string, string>): Promise<URL> {
  const first = await visit(browser, request)
  const answer = first.status === 200 ? await press(browser, await first.text(), 'allow') : first
  const location = answer.headers.get('location')
  if (answer.status !== 303 || location === null)
    throw new Error(`no way back: ${answer.status} ${await answer.text()}`)
  return new URL(location)
}

export function makePkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
